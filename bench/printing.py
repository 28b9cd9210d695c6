"""S9: a one-page permit from its facts to the stored PDF, held against a naive call of WeasyPrint."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import segno
from pypdf import PdfReader
from ruamel.yaml import YAML

from bench.measure import SEED, Report, compared, shuffled
from rebuild.documents import frozen
from rebuild.documents.child import Child
from rebuild.documents.fonts import fonts_folder
from rebuild.documents.kinds import Kind, load_kinds
from rebuild.documents.pdf import Press
from rebuild.documents.render import render_html
from rebuild.resources import templates
from rebuild.store.files import Files

TITLE = (
    "planning permits, each with facts of its own, from frozen facts through the template and the press"
    " to a file synced to the disk, against HTML(string=page).write_pdf() on the same page with the same"
    " fonts by @font-face"
)
KIND = "planning_permit"
WHEN = datetime(2024, 2, 5, 10, 30)


def run(*, quick: bool) -> Report:
    rounds, each = (2, 1) if quick else (8, 4)
    kind = load_kinds(templates())[KIND]
    facts = _permits(YAML(typ="safe").load((kind.folder / "sample.yaml").read_text("utf-8")))
    with TemporaryDirectory(prefix="rebuild-bench-") as folder, _presses(Path(folder)) as presses:
        files = Files(Path(folder) / "documents")
        (Path(folder) / "documents").mkdir(exist_ok=True)
        ways = {
            "kept": partial(_print, presses["ours"], kind, files),
            "anew": partial(_print, presses["ours"], kind, files, asked=""),
            "naive": partial(_print_naively, presses["naive"], kind, Path(folder)),
        }
        if "system" in presses:
            ways["system"] = partial(_print_as_a_newcomer, presses["system"], kind, Path(folder))
        checks = _check(ways, presses["ours"], kind, facts)
        watched = {
            name: partial(_watched, presses["ours" if name in OURS else name], way, facts, each)
            for name, way in ways.items()
        }
        took = list(shuffled(rounds, watched))
        two = list(shuffled(rounds, _one_and_two(presses, kind, facts, each * 8)))
    return Report(
        name="printing",
        promise="S9",
        title=TITLE,
        sizes={"rounds": rounds, "documents a round": each, "documents for two workers": each * 8},
        figures=(
            *_figures(took, "kept", "naive", goal=">= 3"),
            *_figures(took, "kept", "system", goal=">= 25"),
            *_figures(took, "anew", "naive"),
            *_figures(took, "anew", "system", goal=">= 3"),
            compared(
                two, what="two workers, a document", ours="two", floor="one", against="one worker",
                unit="ms", scale=1e3, goal=">= 1.9",
            ),
        ),
        checks=checks,
        quick=quick,
    )  # fmt: skip


OURS = {"kept": "filled into a kept layout", "anew": "laid out anew"}
PEERS = {"naive": "naive call", "system": "naive call and page"}
"""The second prints a permit as one would at first: the system's Chinese fonts, tables that lay
themselves out, the QR code as an SVG path. Where the machine has no such fonts, not at all."""


def _figures(took: list[Any], ours: str, peer: str, goal: str = "") -> Iterator[Any]:
    if peer not in took[0]:
        return
    for clock, asked in (("cpu", goal), ("wall", "")):
        yield compared(
            [{name: of[clock] for name, of in one.items()} for one in took],
            what=f"one-page permit, {OURS[ours]}, {clock.replace('cpu', 'CPU')}",
            ours=ours, floor=peer, against=PEERS[peer], unit="ms", scale=1e3, goal=asked,
        )  # fmt: skip


def _permits(sample: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Permits that differ as those of one office do: people, numbers, areas, dates, codes."""
    random = Random(SEED)
    for number in count(1):
        digits = f"{random.randrange(10**7):07d}"
        code = "".join(random.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=10))
        signed = "".join(random.choices("abcdefghijkmnpqrstuvwxyzABCDEFGH0123456789-_", k=94))
        yield sample | {
            "number": f"建字第5101052024GG{digits}号",
            "applicant": f"{random.choice('刘陈王李张赵杨周吴徐')}某某等{random.randrange(10, 99)}户",
            "location": f"四川省成都市青羊区少城街道君平街{digits[:2]}号院{digits[2]}栋",
            "scale": f"住宅建筑面积{random.randrange(200, 999)}.{digits[3:5]}㎡，共{digits[6]}层",
            "issued_on": f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "mark": sample["mark"]
            | {"document_id": f"D-2024-{number:06d}", "code": code}
            | {"qr": f"https://verify.example/d/{code}#{signed}"},
        }


def _system_families() -> dict[str, str]:
    """Our families, and those of the system a page would name instead; empty where it has none."""
    found = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    )
    if "Noto Serif CJK SC" not in found.stdout:
        return {}
    return {
        "Rebuild Song Rare": "Noto Serif CJK SC",
        "Rebuild Song": "Noto Serif CJK SC",
        "Rebuild Hei": "Noto Sans CJK SC",
        "Rebuild Kai": "Noto Serif CJK SC",
    }


@contextmanager
def _presses(folder: Path) -> Iterator[dict[str, Any]]:
    stylesheet = folder / "page.css"
    stylesheet.write_text(_font_faces() + _styles(), "utf-8")
    children = {"naive": Child("bench.naive_press", (str(stylesheet),))}
    families = _system_families()
    if families:
        of_system = _styles()
        for ours_is, theirs in families.items():
            of_system = of_system.replace(f'"{ours_is}"', f'"{theirs}"')
        system = folder / "system.css"
        system.write_text(of_system.replace("table-layout: fixed", "table-layout: auto"), "utf-8")
        children["system"] = Child("bench.naive_press", (str(system),))
    with Press(workers=1) as ours, Press(workers=2) as two:
        try:
            yield {"ours": ours, "two": two, **children}
        finally:
            for child in children.values():
                child.close()


def _font_faces() -> str:
    weights = {"Regular": 400, "Medium": 500, "Bold": 700}
    faces = []
    for path in sorted(fonts_folder().glob("*.ttf")):
        family, _, weight = path.stem.partition("-")
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family)
        faces.append(
            f'@font-face {{ font-family: "{name}"; font-weight: {weights[weight]};'
            f" src: url({path.as_uri()}) }}\n"
        )
    return "".join(faces)


def _styles() -> str:
    folder = templates() / "styles"
    return "".join((folder / f"{name}.css").read_text("utf-8") for name in ("base", "certificate"))


def _print(
    press: Press, kind: Kind, files: Files, facts: dict[str, Any], *, asked: str = frozen.ASKED
) -> bytes:
    html = render_html(kind, json.loads(json.dumps(facts)))
    printed = press.print(html.replace(frozen.ASKED, asked), created=WHEN)
    files.put(printed.bytes)
    return printed.bytes


def _print_naively(child: Child, kind: Kind, folder: Path, facts: dict[str, Any]) -> bytes:
    page = child.ask(render_html(kind, facts).encode(), timeout=120)
    (folder / "naive.pdf").write_bytes(page)
    return page


def _print_as_a_newcomer(child: Child, kind: Kind, folder: Path, facts: dict[str, Any]) -> bytes:
    drawn = segno.make(facts["mark"]["qr"], error="m").svg_inline(border=2)
    html = re.sub(r'<img src="data:image/png[^>]*>', drawn, render_html(kind, facts))
    page = child.ask(html.encode(), timeout=120)
    (folder / "newcomer.pdf").write_bytes(page)
    return page


def _check(
    ways: dict[str, Any], press: Press, kind: Kind, permits: Iterator[dict[str, Any]]
) -> tuple[str, ...]:
    """All presses give one page with the same characters on it; and all are warm after this."""
    facts, texts, pages = next(permits), {}, {}
    for name, way in ways.items():
        for _ in range(3):
            pages[name] = way(facts)
        read = PdfReader(BytesIO(pages[name])).pages
        assert len(read) == 1, f"{name}: {len(read)} pages"
        texts[name] = "".join(read[0].extract_text().split())
        assert facts["number"] in texts[name], name
    assert sorted(texts["kept"]) == sorted(texts["naive"]), "the two pages differ in their text"
    assert pages["kept"] == pages["anew"], "a filled layout differs from one laid out anew"
    assert press.print(render_html(kind, next(permits)), created=WHEN).kept, "no layout was kept"
    return (
        "all give one page with the same characters on it",
        "a page filled into a kept layout is byte for byte the one laid out anew",
    )


def _watched(
    press: Any, way: Any, permits: Iterator[dict[str, Any]], times: int
) -> dict[str, float]:
    child = press if isinstance(press, Child) else press._idle.queue[-1]
    facts = [next(permits) for _ in range(times)]
    before, own = _cpu_of(child), sum(_own())
    began = perf_counter()
    for each in facts:
        way(each)
    wall = perf_counter() - began
    return {
        "wall": wall / times,
        "cpu": (_cpu_of(child) - before + sum(_own()) - own) / times,
    }


def _own() -> tuple[float, float]:
    spent = os.times()
    return spent.user, spent.system


def _cpu_of(child: Child) -> float:
    """Seconds a child has computed so far, of all its threads."""
    tasks = Path(f"/proc/{child._process.pid}/task")
    return sum(int((each / "schedstat").read_text().split()[0]) for each in tasks.iterdir()) / 1e9


def _one_and_two(
    presses: dict[str, Any], kind: Kind, permits: Iterator[dict[str, Any]], count: int
) -> Any:
    def all_of(press: Press) -> None:
        pages = [(render_html(kind, next(permits)), WHEN) for _ in range(count)]
        began = perf_counter()
        assert len(list(press.print_many(pages))) == count
        took[press.workers] = (perf_counter() - began) / count

    took: dict[int, float] = {}
    all_of(presses["two"])

    def timed(press: Press) -> float:
        all_of(press)
        return took[press.workers]

    return {"one": lambda: timed(presses["ours"]), "two": lambda: timed(presses["two"])}
