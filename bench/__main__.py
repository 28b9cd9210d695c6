"""./run bench [NAME ...] [--json] [--quick]: measure what is fast, each figure beside its floor."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.measure import Report, machine

RESULTS = Path(__file__).parent / "results"
NAMES: Mapping[str, str] = {
    "action": "S1: a full action on SQLite",
    "postgres": "S3: a full action on PostgreSQL",
    "blocks": "S4: what can be done, and what stands in the way",
    "lists": "S5, S6: a page of a work list, and the figures of the desk, at a million cases",
    "ledger": "S8: the ledger verified and replayed",
    "printing": "S9: a permit from its facts to the stored PDF",
    "pages": "S10: a page of a case and of a work list over HTTP",
    "start": "S12: how soon a command answers",
}


def main(words: list[str]) -> int:
    """Run what was named, or all of it; a result is kept only where the full sizes were measured."""
    asked = _parser().parse_args(words)
    for name in asked.names or NAMES:
        report = measured(name, quick=asked.quick)
        if not asked.quick:
            keep(report, RESULTS)
        if asked.json:
            print(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            print("\n".join([*report.lines(), f"  machine: {_listed(report.machine)}"]), flush=True)
    return 0


def measured(name: str, *, quick: bool) -> Report:
    """One bench, with the facts of the machine before it and the load after it."""
    run: Callable[..., Report] = import_module(f"bench.{name}").run
    before = machine()
    report = run(quick=quick)
    after = {"load_after": machine()["load"]}
    return replace(report, machine={**before, **after, **report.machine})


def keep(report: Report, folder: Path) -> Path:
    """The report as a small file of its own."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{report.name}.json"
    path.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def _listed(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def _parser() -> argparse.ArgumentParser:
    told = "\n".join(f"  {name:10}{what}" for name, what in NAMES.items())
    parser = argparse.ArgumentParser(
        prog="./run bench",
        description=f"Measure what is fast, each figure beside its floor:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", choices=[*NAMES, []], help="all if none"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes; proves it runs, keeps nothing"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
