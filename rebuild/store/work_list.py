"""Work lists: pages of tasks by last day or by number; a page at any depth costs what the first one does."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from rebuild.store import seeking
from rebuild.store.session import Session
from rebuild.store.work_lanes import (
    AMONG,
    FIRST,
    LAST,
    Lane,
    Line,
    keys_of,
    keys_statement,
    lines_statement,
    numbers_statement,
)

FEW = 2  # lanes that are read whole
__all__ = ["FIRST", "LAST", "Lane", "Line", "Wanted", "count", "line_of", "page"]


class Wanted(NamedTuple):
    """What of each lane: from one urgency up to another, those that fit a search, in which order."""

    low: str = FIRST
    high: str = LAST
    search: str = ""
    names: bool = False  # whether the search may look for people
    by_number: bool = False
    newest: bool = False
    among: tuple[str, ...] | None = (
        None  # the only cases the search can be about, where they are few
    )
    after: tuple[str, str] = (FIRST, FIRST)  # urgency and number of the last line seen
    limit: int = 50


def page(session: Session, lanes: Iterable[Lane], wanted: Wanted) -> tuple[Line, ...]:
    """The first lines of all lanes together, in order; a task that is in two lanes stands once."""
    lanes = tuple(lanes)
    wanted = _found_beforehand(session, wanted)
    if wanted.among == ():
        return ()
    if len(lanes) > FEW and not (wanted.search or wanted.by_number):
        return _from_many(session, lanes, wanted)
    found: dict[str, Line] = {}
    given = _given(wanted)
    for lane in lanes:
        statement = lines_statement(
            _keys(lane, wanted), wanted.by_number, wanted.newest, _searches(wanted)
        )
        for row in session.rows(statement, **given, **_lane_given(lane)):
            found[row[0]] = Line(*row)
    if wanted.by_number:
        lines = sorted(found.values(), key=lambda line: line.number, reverse=wanted.newest)
    else:
        lines = sorted(found.values(), key=lambda line: (line.urgency, line.number))
    return tuple(lines[: wanted.limit])


def _from_many(session: Session, lanes: tuple[Lane, ...], wanted: Wanted) -> tuple[Line, ...]:
    """As `page`: most of what many lanes offer is not among the first, and need not be read whole."""
    given = _given(wanted)
    offered = {
        (urgency, number)
        for lane in lanes
        for urgency, number in session.rows(
            keys_statement(keys_of(lane)), **given, **_lane_given(lane)
        )
    }
    first = sorted(offered)[: wanted.limit]
    rows = (session.row(_ONE, **_WHOLE, the_number=number) for _, number in first)
    return tuple(Line(*row) for row in rows if row)


def count(session: Session, lanes: Iterable[Lane], wanted: Wanted) -> int:
    """How many lines all pages together have."""
    wanted = _found_beforehand(session, wanted)
    if wanted.among == ():
        return 0
    given = {name: value for name, value in _given(wanted).items() if name != "limit"}
    numbers: set[str] = set()
    for lane in lanes:
        statement = numbers_statement(
            _keys(lane, wanted), wanted.by_number, wanted.newest, _searches(wanted)
        )
        numbers.update(row[0] for row in session.rows(statement, **given, **_lane_given(lane)))
    return len(numbers)


def line_of(session: Session, number: str) -> Line | None:
    """The line of one case."""
    row = session.row(_ONE, **_WHOLE, the_number=number)
    return Line(*row) if row else None


def _found_beforehand(session: Session, wanted: Wanted) -> Wanted:
    if not wanted.search:
        return wanted
    return wanted._replace(among=seeking.found(session, wanted.search, names=wanted.names))


def _keys(lane: Lane, wanted: Wanted) -> frozenset[str]:
    return keys_of(lane) | ({AMONG} if wanted.among is not None else set())


def _searches(wanted: Wanted) -> str:
    if not wanted.search:
        return ""
    return "names" if wanted.names else "plain"


def _given(wanted: Wanted) -> dict[str, Any]:
    given: dict[str, Any] = {"low": wanted.low, "high": wanted.high, "limit": wanted.limit}
    urgency, number = wanted.after
    if wanted.by_number:
        given["number"] = number or (LAST if wanted.newest else FIRST)
    else:
        given |= {"after_urgency": urgency or wanted.low, "after_number": number}
    if wanted.among is not None:
        given["among"] = seeking.as_given(wanted.among)
    if wanted.search:
        sought = wanted.search.lower()
        given["search"] = f"%{_literal(sought)}%"
        if wanted.names:
            given |= {"name": wanted.search, "name_end": wanted.search + LAST}
    return given


def _lane_given(lane: Lane) -> dict[str, Any]:
    given: dict[str, Any] = {
        f"the_{name}": value for name, value in lane._asdict().items() if value
    }
    if lane.turn is not None:
        given |= {"the_turn": lane.turn, "the_handler": lane.handler}
    return given


def _literal(search: str) -> str:
    for special in ("\\", "%", "_"):
        search = search.replace(special, "\\" + special)
    return search


_ONE = lines_statement(frozenset({"number"}), by_number=False, newest=False, search="")
_WHOLE = _given(Wanted(limit=1))
