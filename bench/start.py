"""S12: how soon a command answers, held against Python that does nothing."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import Report, compared, seconds, shuffled
from bench.sample import make, office, populate

TITLE = "a command, from the shell to its answer, against `python -c pass`"
ROOT = Path(__file__).parent.parent
NOTHING = ("-c", "pass")
HELP = ("-m", "rebuild", "--help")


def run(*, quick: bool) -> Report:
    rounds, cases = (2, 1) if quick else (40, 25)
    with TemporaryDirectory(prefix="rebuild-bench-") as folder:
        data = Path(folder) / "data"
        url = f"sqlite:///{data / 'rebuild.sqlite3'}"
        make(data, url)
        with office(data, url) as ours:
            numbers = populate(ours, cases, until=("case", "commission_appraisal"))
        listing = ("-m", "rebuild", "case", "list", "--data", str(data))
        assert all(number in _python(*listing) for number in numbers), "a case is not in the list"
        assert "case list" in _python(*HELP)
        ways = {"pass": NOTHING, "help": HELP, "list": listing}
        took = list(
            shuffled(
                rounds,
                {name: partial(seconds, partial(_python, *way)) for name, way in ways.items()},
            )
        )
    shared: dict[str, Any] = {
        "floor": "pass",
        "against": "python -c pass",
        "unit": "ms",
        "scale": 1e3,
    }
    return Report(
        name="start",
        promise="S12",
        title=TITLE,
        sizes={"rounds": rounds, "cases in the list": cases},
        figures=(
            compared(took, what="rebuild --help", ours="help", goal="<= 4", **shared),
            compared(took, what="rebuild case list", ours="list", goal="<= 10", **shared),
        ),
        checks=("help names the commands, the list holds every case",),
        quick=quick,
    )


def _python(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout
