"""Work lists: pages of tasks by last day or by number; a page at any depth costs what the first one does."""

from collections.abc import Iterable
from typing import Any

from rebuild.store.session import Session
from rebuild.store.work_lanes import (
    FIRST,
    LAST,
    Lane,
    Line,
    Wanted,
    keys_of,
    lines_statement,
    numbers_statement,
)

__all__ = ["FIRST", "LAST", "Lane", "Line", "Wanted", "count", "line_of", "page"]


def page(session: Session, lanes: Iterable[Lane], wanted: Wanted) -> tuple[Line, ...]:
    """The first lines of all lanes together, in order; a task that is in two lanes stands once."""
    found: dict[str, Line] = {}
    given = _given(wanted)
    for lane in lanes:
        statement = lines_statement(
            keys_of(lane), wanted.by_number, wanted.newest, _searches(wanted)
        )
        for row in session.rows(statement, **given, **_lane_given(lane)):
            found[row[0]] = Line(*row)
    if wanted.by_number:
        lines = sorted(found.values(), key=lambda line: line.number, reverse=wanted.newest)
    else:
        lines = sorted(found.values(), key=lambda line: (line.urgency, line.number))
    return tuple(lines[: wanted.limit])


def count(session: Session, lanes: Iterable[Lane], wanted: Wanted) -> int:
    """How many lines all pages together have."""
    given = {name: value for name, value in _given(wanted).items() if name != "limit"}
    numbers: set[str] = set()
    for lane in lanes:
        statement = numbers_statement(
            keys_of(lane), wanted.by_number, wanted.newest, _searches(wanted)
        )
        numbers.update(row[0] for row in session.rows(statement, **given, **_lane_given(lane)))
    return len(numbers)


def line_of(session: Session, number: str) -> Line | None:
    """The line of one case."""
    found = page(session, (Lane(number=number),), Wanted(limit=1))
    return found[0] if found else None


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
