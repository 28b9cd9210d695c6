"""待送达: runs that stand where a paper is issued and not yet served, by case number."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal_column, or_, select

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
            _statement(bool(region), bool(spot.kind)),
            **_given(spot, region),
            after=after,
            limit=limit,
        )
    ]
    return tuple(sorted(found)[:limit])


def count(session: Session, spots: Iterable[Spot], *, region: str, most: int) -> int:
    """How many there are in a district, or everywhere; beyond `most` nobody counts."""
    spots = tuple(spots)
    if not spots:
        return 0
    statement = _counting(tuple(bool(spot.kind) for spot in spots), bool(region))
    places = {
        f"{name}_{place}": told
        for place, spot in enumerate(spots)
        for name, told in _given(spot, "").items()
    }
    found = session.row(statement, **places, **({"region": region} if region else {}), most=most)
    return int(found[0]) if found else 0


def _given(spot: Spot, region: str) -> dict[str, str]:
    given = {"seat": spot.seat, "state": spot.state}
    return (
        given | ({"region": region} if region else {}) | ({"kind": spot.kind} if spot.kind else {})
    )


@cache
def _statement(by_region: bool, by_kind: bool) -> Statement:
    conditions = [runs.c.seat == bindparam("seat"), runs.c.state == bindparam("state")]
    if by_region:
        conditions.append(cases.c.region == bindparam("region"))
    if by_kind:
        conditions.append(_has_paper("kind"))
    return Statement(
        select(runs.c.case_number, runs.c.seat, runs.c.run, runs.c.since)
        .join_from(runs, cases, cases.c.number == runs.c.case_number)
        .where(*conditions, runs.c.case_number > bindparam("after"))
        .order_by(runs.c.case_number)
        .limit(bindparam("limit"))
    )


@cache
def _counting(by_kind: tuple[bool, ...], by_region: bool) -> Statement:
    """All spots in one question: an index finds the runs that stand at each, and nothing is joined to them."""
    there = [
        and_(
            runs.c.seat == bindparam(f"seat_{place}"),
            runs.c.state == bindparam(f"state_{place}"),
            *([_has_paper(f"kind_{place}")] if of_kind else []),
        )
        for place, of_kind in enumerate(by_kind)
    ]
    one: ColumnElement[int] = literal_column("1").label("one")
    found = select(one).select_from(runs).where(or_(*there))
    if by_region:
        region = select(cases.c.region).where(cases.c.number == runs.c.case_number)
        found = found.where(region.scalar_subquery() == bindparam("region"))
    first = found.limit(bindparam("most")).subquery()
    return Statement(select(func.count()).select_from(first))


def _has_paper(kind: str) -> ColumnElement[bool]:
    return exists().where(
        documents.c.case_number == runs.c.case_number, documents.c.kind == bindparam(kind)
    )
