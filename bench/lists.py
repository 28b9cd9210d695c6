"""S5, S6: a page of a work list at any depth, and the figures of the desk, at a million cases and at ten thousand."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.many_cases import REGIONS, TODAY, fill
from bench.measure import Figure, Report, compared, cpu_seconds, shuffled
from bench.replay import sqlite_connection
from bench.sample import make, office
from rebuild.cases.facts import Actor
from rebuild.services.office import Office
from rebuild.services.rights import Person, Powers
from rebuild.services.work_lists import MINE, OTHERS, Chosen, listed
from rebuild.services.work_told import Telling
from rebuild.services.workbench import figures, own_tasks, workbench

TITLE = (
    "a page of fifty at any depth and the figures of the desk do not know how many cases there are"
)
PLANNING = frozenset({"planning_chief"})
CHIEF = Person(
    Actor("planning_chief", "孙示七", PLANNING, "planning_bureau"),
    (Powers(PLANNING, "planning_bureau", frozenset({REGIONS[1]})),),
)
CITY = Person(Actor("auditor", "督查员", frozenset({"auditor"})), (Powers(frozenset({"auditor"})),))
S5, S6 = "<= 1.5", "<= 1.2"
Page = Callable[[], object]


def run(*, quick: bool) -> Report:
    few, many = (4_000, 40_000) if quick else (10_000, 1_000_000)
    rounds = 8 if quick else 60
    with TemporaryDirectory(prefix="rebuild-bench-") as folder, ExitStack() as opened:
        offices = {
            name: opened.enter_context(_filled(Path(folder) / name, cases))
            for name, cases in (("few", few), ("many", many))
        }
        measured = {
            what: (_rounds({name: pages[what] for name, pages in _both(offices)}, rounds), goal)
            for what, goal in _KINDS.items()
        }
    return Report(
        name="lists",
        promise="S5",
        title=TITLE,
        sizes={"cases": many, "against": few, "districts": len(REGIONS), "rounds": rounds},
        figures=tuple(_figure(what, took, goal, few) for what, (took, goal) in measured.items()),
        checks=(
            "every page is full, in order, and begins after the line it was asked to begin after",
            "the figures are those that counting every case gives",
        ),
        quick=quick,
    )


def _filled(data: Path, cases: int) -> Any:
    data.mkdir()
    url = f"sqlite:///{data / 'rebuild.sqlite3'}"
    make(data, url)
    fill(data / "rebuild.sqlite3", cases)
    return office(data, url)


_KINDS = {
    "all cases, newest, first page": S5,
    "all cases, newest, at nine tenths": S5,
    "all cases by last day, at nine tenths": S5,
    "a district by last day, in the middle": S5,
    "one's own tasks, in the middle": S5,
    "others' tasks, first page": S5,
    "a stage by last day, in the middle": S5,
    "the workbench": S5,
    "five figures of a district": S6,
    "five figures of every district": S6,
    "the figure of the menu": S6,
}


def _both(offices: dict[str, Office]) -> Iterator[tuple[str, dict[str, Page]]]:
    for name, ours in offices.items():
        yield name, dict(zip(_KINDS, _pages(ours), strict=True))


def _pages(ours: Office) -> tuple[Page, ...]:
    depth = _Depth(ours.data / "rebuild.sqlite3")
    here = f"region = '{REGIONS[1]}'"
    mine = f"{here} AND turn = 'planning_chief'"
    _check_figures(ours, depth, here, mine)
    return (
        _page(ours, CITY, Chosen(sort="newest")),
        _page(ours, CITY, Chosen(sort="newest", after=depth("1", "case_number DESC", 0.9))),
        _page(ours, CITY, Chosen(after=depth("urgency < '~'", "urgency, case_number", 0.9))),
        _page(ours, CHIEF, Chosen(after=depth(f"{here} AND urgency < '~'", _DUE, 0.5))),
        _page(ours, CHIEF, Chosen(turn=MINE, after=depth(mine, _DUE, 0.5))),
        _page(ours, CHIEF, Chosen(turn=OTHERS)),
        _page(
            ours, CITY, Chosen(stage="planning", after=depth("main_state = 'planning'", _DUE, 0.5))
        ),
        partial(workbench, ours, CHIEF, on=TODAY),
        partial(_figures, ours, CHIEF),
        partial(_figures, ours, CITY),
        partial(own_tasks, ours, CHIEF),
    )


_DUE = "urgency, case_number"


class _Depth:
    """The line so far down a list, found the slow way."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite_connection(path)

    def count(self, where: str) -> int:
        found = self._connection.execute(f"SELECT count(*) FROM tasks WHERE {where}").fetchone()
        return int(found[0])

    def __call__(self, where: str, order: str, share: float) -> tuple[str, str]:
        one = self._connection.execute
        count = self.count(where)
        urgency, number = one(
            f"SELECT urgency, case_number FROM tasks WHERE {where}"
            f" ORDER BY {order} LIMIT 1 OFFSET {int(count * share) - 1}"
        ).fetchone()
        return str(urgency), str(number)


def _page(ours: Office, person: Person, chosen: Chosen) -> Page:
    page = partial(listed, ours, person, chosen, on=TODAY)
    told = page()
    lines = told["lines"]
    assert len(lines) == chosen.limit, f"{chosen}: {len(lines)} lines"
    numbers = [line["number"] for line in lines]
    if chosen.sort == "newest":
        assert numbers == sorted(numbers, reverse=True)
        assert not chosen.after[1] or numbers[0] < chosen.after[1]
    else:
        keys = [
            (line["due"] or "none", line["number"]) for line in lines if line["lamp"] != "stopped"
        ]
        assert keys == sorted(keys)
        assert not keys or keys[0] > chosen.after
    return page


def _check_figures(ours: Office, depth: _Depth, here: str, mine: str) -> None:
    told = _figures(ours, CHIEF)
    own = depth.count(mine)
    month = "urgency >= '~2024-02-01' AND urgency < '~2024-03-01'"
    assert told == {
        "mine": own,
        "overdue": depth.count(f"{here} AND urgency < '{TODAY}'"),
        "soon": depth.count(f"{here} AND urgency BETWEEN '{TODAY}' AND '2024-02-08'"),
        "others": depth.count(f"{here} AND urgency < '~'") - own,
        "ended": depth.count(f"{here} AND {month}"),
    }, told
    assert own_tasks(ours, CHIEF) == own


def _figures(ours: Office, person: Person) -> dict[str, int]:
    with ours.database.reading() as session:
        return figures(Telling.of(session, ours, person, TODAY))


def _rounds(pages: dict[str, Page], rounds: int) -> list[dict[str, float]]:
    for page in pages.values():
        page()
    variants = {name: partial(cpu_seconds, page, times=5) for name, page in pages.items()}
    return list(shuffled(rounds, variants))


def _figure(what: str, took: list[dict[str, float]], goal: str, few: int) -> Figure:
    return compared(
        took,
        ours="many",
        floor="few",
        what=f"{what} ({'S5' if goal == S5 else 'S6'})",
        against=f"itself at {few:,} cases",
        goal=goal,
    )
