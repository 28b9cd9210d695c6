"""The demo on the screen: each step as it happens, what was refused and why, what is due, what was issued."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rebuild.resources import stories
from rebuild.services.office import Office
from rebuild.services.read_story import Story, read_story
from rebuild.services.tell_story import Told, tell_story

STORY = "junping_street_89.yaml"
KNOWN, ILLUSTRATIVE = "●", "○"


@dataclass(slots=True)
class SoFar:
    """What the telling has come to."""

    number: str = ""
    documents: int = 0
    refusals: list[dict[str, Any]] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)


def tell_steps(office: Office, say: Callable[[str], None]) -> SoFar:
    """Tell the whole story, a few lines a step."""
    story = read_story(stories() / STORY)
    for line in heading(story):
        say(line)
    so_far = SoFar()
    for told in tell_story(office, story):
        for line in step_lines(told):
            say(line)
        so_far.number = told.number
        so_far.documents += len(told.documents)
        so_far.surprises += told.surprises
        if told.findings and not told.step.recorded:
            codes = list(dict.fromkeys(finding.code for finding in told.findings))
            so_far.refusals.append({"action": told.step.action, "findings": codes})
    return so_far


def heading(story: Story) -> tuple[str, ...]:
    return (
        story.name,
        f"{KNOWN} 公开报道的事实　{ILLUSTRATIVE} 示意（日期、人名、文号均为虚构）",
        "",
    )


def step_lines(told: Told) -> Iterator[str]:
    step = told.step
    mark = KNOWN if step.known else ILLUSTRATIVE
    refused = bool(told.findings) and not step.recorded
    yield f"{mark} {step.on}  {'✗' if refused else '✓'} {told.who}：{told.what}——{step.tell}"
    if refused:
        for finding in told.findings:
            yield f"      拒绝：{finding.message}"
            yield f"      　　　（{finding.code}）{finding.cure}"
    for label, due, provisional in told.dues:
        yield f"      期限：{label}至 {due}" + (
            "（暂定：该年放假安排尚未公布）" if provisional else ""
        )
    for line in issued(told):
        yield f"      文书：{line}"


def issued(told: Told) -> Iterator[str]:
    """Each document issued; copies for every household on one line."""
    counted = Counter(document.kind for document in told.documents)
    first = {document.kind: document for document in reversed(told.documents)}
    for kind, times in counted.items():
        document = first[kind]
        more = f" 起 {times} 份" if times > 1 else ""
        yield f"{document.title} {document.number}{more}"


def summary(manifest: dict[str, Any], out: Path) -> Iterator[str]:
    rows = manifest["documents"]
    yield ""
    yield f"案号 {manifest['case']}，{manifest['events']} 个事件，台账校验值 {manifest['ledger_head'][:16]}…"
    yield f"共签发文书 {len(rows)} 份，{sum(row['pages'] for row in rows)} 页；被拒绝 {len(manifest['refusals'])} 次："
    titles = Counter((row["title"]) for row in rows)
    files = {row["title"]: row["file"] for row in reversed(rows)}
    for title, times in titles.items():
        more = f"（共 {times} 份）" if times > 1 else ""
        yield f"  {files[title]}  {title}{more}"
    yield f"文书和 manifest.json 在 {out.absolute()}"
