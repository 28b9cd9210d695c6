"""S9: a one-page permit from its facts to the stored PDF, held against a naive call of WeasyPrint."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import segno
from ruamel.yaml import YAML

from bench.measure import Report, compared, seconds, shuffled
from rebuild.documents.child import Child
from rebuild.documents.fonts import fonts_folder
from rebuild.documents.kinds import Kind, load_kinds
from rebuild.documents.pdf import Press
from rebuild.documents.render import render_html
from rebuild.resources import templates
from rebuild.store.files import Files

TITLE = (
    "the planning permit, from frozen facts through the template and the press to a file synced to the"
    " disk, against HTML(string=page).write_pdf() on the same page with the same fonts by @font-face"
)
KIND = "planning_permit"
WHEN = datetime(2024, 2, 5, 10, 30)


def run(*, quick: bool) -> Report:
    rounds, each = (2, 1) if quick else (8, 4)
    kind = load_kinds(templates())[KIND]
    facts = YAML(typ="safe").load((kind.folder / "sample.yaml").read_text("utf-8"))
    with TemporaryDirectory(prefix="rebuild-bench-") as folder, _presses(Path(folder)) as presses:
        files = Files(Path(folder) / "documents")
        (Path(folder) / "documents").mkdir(exist_ok=True)
        ways = {
            "ours": partial(_print, presses["ours"], kind, facts, files),
            "naive": partial(_print_naively, presses["naive"], kind, facts, Path(folder)),
        }
        if "system" in presses:
            ways["system"] = partial(
                _print_as_a_newcomer, presses["system"], kind, facts, Path(folder)
            )
        checks = _check(ways)
        watched = {name: partial(_watched, presses[name], way, each) for name, way in ways.items()}
        took = list(shuffled(rounds, watched))
        two = list(shuffled(rounds, _one_and_two(presses, kind, facts, each * 4)))
    wall = [{name: of["wall"] for name, of in one.items()} for one in took]
    cpu = [{name: of["cpu"] for name, of in one.items()} for one in took]
    naive: dict[str, Any] = {
        "ours": "ours",
        "floor": "naive",
        "against": "naive call",
        "unit": "ms",
        "scale": 1e3,
    }
    return Report(
        name="printing",
        promise="S9",
        title=TITLE,
        sizes={"rounds": rounds, "documents a round": each, "documents for two workers": each * 4},
        figures=(
            compared(cpu, what="one-page permit, CPU", goal=">= 3", **naive),
            compared(wall, what="one-page permit, wall", **naive),
            *_against_system(cpu, wall),
            compared(
                two, what="two workers, a document", ours="two", floor="one", against="one worker",
                unit="ms", scale=1e3, goal=">= 1.9",
            ),
        ),
        checks=checks,
        quick=quick,
    )  # fmt: skip


def _against_system(cpu: list[dict[str, float]], wall: list[dict[str, float]]) -> tuple[Any, ...]:
    """Against a permit printed as one would at first: the system's Chinese fonts, tables that lay
    themselves out, the QR code as an SVG path. Where the machine has no such fonts, not at all."""
    if "system" not in cpu[0]:
        return ()
    against: dict[str, Any] = {
        "ours": "ours",
        "floor": "system",
        "against": "naive call and page",
        "unit": "ms",
        "scale": 1e3,
    }
    return (
        compared(cpu, what="one-page permit, CPU", goal=">= 3", **against),
        compared(wall, what="one-page permit, wall", **against),
    )


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


def _print(press: Press, kind: Kind, facts: dict[str, Any], files: Files) -> bytes:
    printed = press.print(render_html(kind, json.loads(json.dumps(facts))), created=WHEN)
    files.put(printed.bytes)
    return printed.bytes


def _print_naively(child: Child, kind: Kind, facts: dict[str, Any], folder: Path) -> bytes:
    page = child.ask(render_html(kind, facts).encode(), timeout=120)
    (folder / "naive.pdf").write_bytes(page)
    return page


def _print_as_a_newcomer(child: Child, kind: Kind, facts: dict[str, Any], folder: Path) -> bytes:
    drawn = segno.make(facts["mark"]["qr"], error="m").svg_inline(border=2)
    html = re.sub(r'<img src="data:image/png[^>]*>', drawn, render_html(kind, facts))
    page = child.ask(html.encode(), timeout=120)
    (folder / "newcomer.pdf").write_bytes(page)
    return page


def _check(ways: dict[str, Any]) -> tuple[str, ...]:
    """Both presses give the permit, on one page, with its number; and both are warm after this."""
    from io import BytesIO

    from pypdf import PdfReader

    texts = {}
    for name, way in ways.items():
        pages = PdfReader(BytesIO(way())).pages
        assert len(pages) == 1, f"{name}: {len(pages)} pages"
        texts[name] = "".join(pages[0].extract_text().split())
        assert "建设工程规划许可证" in texts[name], name
        way()
    assert sorted(texts["ours"]) == sorted(texts["naive"]), "the two pages differ in their text"
    return ("both give one page with the same characters on it",)


def _watched(press: Any, way: Any, times: int) -> dict[str, float]:
    child = press if isinstance(press, Child) else press._idle.queue[-1]
    before, own = _cpu_of(child), sum(_own())
    began = perf_counter()
    for _ in range(times):
        way()
    wall = perf_counter() - began
    return {
        "wall": wall / times,
        "cpu": (_cpu_of(child) - before + sum(_own()) - own) / times,
    }


def _own() -> tuple[float, float]:
    import os

    spent = os.times()
    return spent.user, spent.system


def _cpu_of(child: Child) -> float:
    """Seconds a child has computed so far, of all its threads."""
    tasks = Path(f"/proc/{child._process.pid}/task")
    return sum(int((each / "schedstat").read_text().split()[0]) for each in tasks.iterdir()) / 1e9


def _one_and_two(presses: dict[str, Any], kind: Kind, facts: dict[str, Any], count: int) -> Any:
    pages = [(render_html(kind, facts), WHEN)] * count

    def all_of(press: Press) -> None:
        assert len(list(press.print_many(pages))) == count

    all_of(presses["two"])
    return {
        "one": lambda: seconds(partial(all_of, presses["ours"])) / count,
        "two": lambda: seconds(partial(all_of, presses["two"])) / count,
    }
