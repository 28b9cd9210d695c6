"""待送达: runs that stand where a paper is issued and not yet served, by case number."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, func, literal_column, select

from rebuild.store.session import Session, Statement
from rebuild.store.tables import cases, documents, runs


class Spot(NamedTuple):
    """Where something is served: a state of a procedure, and the kind of paper where it is one for each household."""

    seat: str
    state: str
    kind: str = ""


class Waiting(NamedTuple):
    """A run whose paper waits to be served."""

    number: str
    seat: str
    run: int
    since: str
    state: str
    kind: str


def waiting(
    session: Session, spots: Iterable[Spot], *, region: str, after: str = "", limit: int = 50
) -> tuple[Waiting, ...]:
    """One page of them in a district, or everywhere; `after` is the last number of the page before."""
    found = [
        Waiting(number, seat, run, since, spot.state, spot.kind)
        for spot in spots
        for number, seat, run, since in session.rows(
            _statement(bool(region), bool(spot.kind), False),
            **_given(spot, region),
            after=after,
            limit=limit,
        )
    ]
    return tuple(sorted(found)[:limit])


def count(session: Session, spots: Iterable[Spot], *, region: str, most: int) -> int:
    """How many there are in a district, or everywhere; beyond `most` nobody counts."""
    total = 0
    for spot in spots:
        statement = _statement(bool(region), bool(spot.kind), True)
        found = session.row(statement, **_given(spot, region), after="", limit=most)
        total += int(found[0]) if found else 0
    return min(total, most)


def _given(spot: Spot, region: str) -> dict[str, str]:
    given = {"seat": spot.seat, "state": spot.state}
    return (
        given | ({"region": region} if region else {}) | ({"kind": spot.kind} if spot.kind else {})
    )


@cache
def _statement(by_region: bool, by_kind: bool, counted: bool) -> Statement:
    conditions = [
        runs.c.seat == bindparam("seat"),
        runs.c.state == bindparam("state"),
        runs.c.case_number > bindparam("after"),
    ]
    if by_region:
        conditions.append(cases.c.region == bindparam("region"))
    if by_kind:
        conditions.append(
            exists().where(
                documents.c.case_number == runs.c.case_number,
                documents.c.kind == bindparam("kind"),
            )
        )
    columns: list[ColumnElement[Any]] = [runs.c.case_number, runs.c.seat, runs.c.run, runs.c.since]
    if counted:
        columns = [literal_column("1").label("one")]
    found = (
        select(*columns)
        .join_from(runs, cases, cases.c.number == runs.c.case_number)
        .where(*conditions)
        .limit(bindparam("limit"))
    )
    if counted:
        return Statement(select(func.count()).select_from(found.subquery()))
    return Statement(found.order_by(runs.c.case_number))
