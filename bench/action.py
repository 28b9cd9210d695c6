"""S1: a full action on SQLite, held against the same rows written by the bare driver."""

import shutil
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Any

from bench.measure import SEED, Report, compared, fdatasync_us
from bench.replay import (
    Step,
    contents,
    noted,
    replay_sqlite,
    rows_of,
    sqlite_connection,
)
from bench.sample import ROUTE, asked, make, office, populate
from rebuild.cases.facts import Case
from rebuild.services.act import Asked, act
from rebuild.services.office import Office
from rebuild.services.project import projection_of
from rebuild.services.verify_ledger import verify
from rebuild.store.projection import Projection

TITLE = (
    "one action through services.act on a real case of 17 households (key looked up, case folded from"
    " memory, rules, state machine, event sealed into the ledger, clocks, lists, key kept, fdatasync)"
    " against pysqlite3 writing the very same rows in one transaction"
)
FLOOR = "bare driver, same rows"


def run(*, quick: bool) -> Report:
    cases, rounds = (3, 2) if quick else (24, 15)
    with TemporaryDirectory(prefix="rebuild-bench-") as folder:
        place = Path(folder)
        numbers, steps = _prepare(place, cases)
        random = Random(SEED)
        took = [_round(place, numbers, steps, random) for _ in range(rounds)]
        sync = fdatasync_us(place)
    # Where the disk is slow the sync is nearly all there is, and more of the floor must be reached.
    goal = ">= 0.90" if sync >= 2000 else ">= 0.65"
    common: dict[str, Any] = {"ours": "ours", "floor": "floor", "against": FLOOR}
    return Report(
        name="action",
        promise="S1",
        title=TITLE,
        sizes={
            "cases": cases,
            "rounds": rounds,
            "actions a round": cases * (len(ROUTE) - 1),
            "kinds of action": len(ROUTE) - 1,
            "rows written an action": round(rows_of([step for leg in steps for step in leg]), 1),
        },
        figures=(
            compared([each["wall"] for each in took], what="full action", goal=goal, **common),
            compared([each["cpu"] for each in took], what="CPU of it", **common),
        ),
        checks=(
            "every table of ours equals the floor's, row by row",
            "after every round the ledger verifies, and every case's lists equal those folded anew",
        ),
        quick=quick,
        machine={"fdatasync_us": sync},
    )


def _prepare(place: Path, cases: int) -> tuple[list[str], list[list[Step]]]:
    """A database with cases under review, and what every action of the route writes into it."""
    make(place, _url(place / "start.db"))
    with office(place, _url(place / "start.db")) as ours:
        numbers = populate(ours, cases)
    shutil.copy(place / "start.db", place / "noted.db")
    with office(place, _url(place / "noted.db")) as ours:
        steps = [
            [noted(ours, partial(_walk, ours, [request])) for request in leg]
            for leg in _requests(numbers)
        ]
    return numbers, steps


def _round(place: Path, numbers: list[str], steps: list[list[Step]], random: Random) -> Any:
    """Both walk the route side by side, a leg of all cases at a time, whoever is first; seconds an action."""
    for name in ("ours.db", "floor.db"):
        for old in place.glob(f"{name}*"):
            old.unlink()
        shutil.copy(place / "start.db", place / name)
    connection = sqlite_connection(place / "floor.db")
    cursor = connection.cursor()
    took = {"wall": {"ours": 0.0, "floor": 0.0}, "cpu": {"ours": 0.0, "floor": 0.0}}
    with office(place, _url(place / "ours.db")) as ours:
        for leg, requests in enumerate(_requests(numbers)):
            ways = {
                "ours": partial(_walk, ours, requests),
                "floor": partial(replay_sqlite, cursor, steps[leg]),
            }
            for name in random.sample(sorted(ways), 2):
                wall, cpu = perf_counter(), thread_time()
                ways[name]()
                if (
                    leg
                ):  # the first leg warms both up: connections, prepared statements, folded cases
                    took["wall"][name] += perf_counter() - wall
                    took["cpu"][name] += thread_time() - cpu
        _check(ours, connection)
    connection.close()
    actions = len(numbers) * (len(ROUTE) - 1)
    return {kind: {name: each / actions for name, each in of.items()} for kind, of in took.items()}


def _requests(numbers: list[str]) -> list[list[Asked]]:
    """What is asked, leg by leg, of every case; made before the clock starts, as a form is."""
    return [[asked(number, leg, place) for place, number in enumerate(numbers)] for leg in ROUTE]


def _walk(ours: Office, requests: list[Asked]) -> None:
    for request in requests:
        outcome = act(ours, request)
        assert outcome.allowed, f"{request.action} was refused: {outcome.findings}"


def _check(ours: Office, floor: Any) -> None:
    other = sqlite_connection(Path(str(ours.database.url).removeprefix("sqlite:///")))
    assert contents(other) == contents(floor), "the floor did not write the same rows"
    other.close()

    def expected(case: Case) -> Projection:
        with ours.database.reading() as session:
            return projection_of(ours.plan_of(session, case), ours.calendar, case)

    found = verify(ours.database, deep=True, expected=expected)
    assert found["ok"], found["problems"]


def _url(path: Path) -> str:
    return f"sqlite:///{path}"
