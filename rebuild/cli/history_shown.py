"""A case's history, as people read it."""

from collections.abc import Iterable, Iterator
from typing import Any

from rebuild.cli.findings_shown import Told, show_documents
from rebuild.cli.show import answer


def show_history(entries: Iterable[Told]) -> None:
    """An entry's first line says when, who and what; what followed stands below it."""
    for entry in entries:
        who = f"{entry['by_name']}（{entry['role_label']}）" if entry["role"] else entry["by_name"]
        mark = "✗" if entry["refused"] else "✓"
        when = entry["at"][:16].replace("T", " ")
        deeds = [each for each in entry["what"] if "action" in each]
        first = deeds[0] if deeds else {"procedure": "", "label": ""}
        answer(
            f"{entry['seq']:>4}  {when}  {mark} {who}：{first['procedure']}·{first['label']}"
            f"{_marks(first, when)}"
        )
        for line in _below(entry, deeds[1:]):
            answer(f"      {line}")
        show_documents(entry["documents"])


def _marks(deed: Told, when: str) -> str:
    marks = []
    if deed.get("recorded"):
        marks.append("补录")
    if deed.get("on") and deed["on"] != when[:10]:
        marks.append(f"办理日期 {deed['on']}")
    return f"［{'，'.join(marks)}］" if marks else ""


def _below(entry: Told, followed: list[Any]) -> Iterator[str]:
    for deed in entry["what"]:
        for kind, said in (("findings", "拒绝"), ("noted", "已注明")):
            for finding in deed.get(kind, ()):
                yield f"{said}：{finding['label'] or finding['code']}（{finding['code']}）"
    for deed in followed:
        yield f"随之：{deed['procedure']}·{deed['label']}"
    for state in entry["what"]:
        if "state" in state:
            late = (
                "；在期限内办理、期限届满后登记，此前记载的逾期不成立" if state["displaced"] else ""
            )
            yield f"→ {state['procedure']}：{state['label']}（自 {state['since']}{late}）"
