"""The figures as a Markdown table, made from bench/results: `python -m bench.report`, and `--write` puts it into the README."""

import json
import sys
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- figures: `python -m bench.report --write`, from bench/results -->"
END = "<!-- /figures -->"
HEAD = "| | what | took | floor or peer, same run | its time | ratio | goal |\n|---|---|---:|---|---:|---:|---|"


def table(folder: Path = RESULTS) -> str:
    """Every figure that was kept, in the order of the promises, and the machine it was measured on."""
    reports = sorted(
        (json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")),
        key=lambda report: int(report["promise"].removeprefix("S")),
    )
    rows = [_row(report, figure) for report in reports for figure in report["figures"]]
    return "\n".join([HEAD, *rows, "", *dict.fromkeys(map(_machine, reports)), *_long(folder)])


def _long(folder: Path) -> list[str]:
    """The long forms that were carried out whole: `./run soak NAME`."""
    kept = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("long/*.json"))]
    told = [
        f"- {each['what']}: `{' '.join(f'{key}={value}' for key, value in each['figures'].items())}`"
        for each in kept
    ]
    return ["", "Long forms of the proofs (`./run soak NAME`):", "", *told] if told else []


def _row(report: dict[str, Any], figure: dict[str, Any]) -> str:
    unit = figure["unit"]
    floor = "" if figure["floor_took"] is None else f"{_number(figure['floor_took'])} {unit}"
    ratio = "" if figure["ratio"] is None else f"{figure['ratio']:g}"
    goal = f"{figure['goal']}{'' if figure['met'] else ' (not met)'}" if figure["goal"] else ""
    cells = (
        report["promise"],
        figure["what"],
        f"{_number(figure['ours'])} {unit}",
        figure["floor"],
        floor,
        ratio,
        goal,
    )
    return f"| {' | '.join(cells)} |"


def _machine(report: dict[str, Any]) -> str:
    facts = report["machine"]
    return (
        f"{report['promise']}: {facts['cores']} cores, Python {facts['python']},"
        f" SQLite {facts['sqlite']}, fdatasync {facts['fdatasync_us']} µs,"
        f" load {facts['load']} before and {facts['load_after']} after."
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:g}"


def written_into(page: str, figures: str) -> str:
    """A page with the table between its two marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin, "the page has no place for figures"
    assert end, "the place for figures has no end"
    return f"{before}{begin}\n{figures}\n{end}{after}"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        README.write_text(written_into(README.read_text("utf-8"), table()), "utf-8")
    else:
        sys.stdout.write(table() + "\n")
