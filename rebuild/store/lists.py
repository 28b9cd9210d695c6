"""Work lists, queues and counts: pages that start after the last row seen, so that any depth costs the same."""

from collections.abc import Iterable
from datetime import date
from functools import cache, reduce
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from rebuild.store import seeking
from rebuild.store.session import Session, Statement
from rebuild.store.tables import case_counts, cases, clocks, runs

FIRST = ""
LAST = "\U0010ffff"  # after every case number there can be


class ListedCase(NamedTuple):
    """A line of a work list."""

    number: str
    workflow: str
    region: str
    address: str
    applicant: str
    households: int
    state: str
    stage: str
    version: int
    opened_on: str
    changed_at: str
    open_clocks: str | None  # of each: last day unless it stands still, seat, clock, provisional


class QueuedRun(NamedTuple):
    """A run that stands where somebody's work is, with its case as the list shows it."""

    seat: str
    run: int
    run_state: str
    since: date
    case: ListedCase


class DueClock(NamedTuple):
    """A running time limit and the day it falls due."""

    number: str
    seat: str
    run: int
    clock: str
    due: date
    provisional: bool


class CaseCount(NamedTuple):
    """How many cases stand at one place of a workflow in one district."""

    workflow: str
    region: str
    stage: str
    state: str
    cases: int


def listing(
    session: Session,
    *,
    stage: str = "",
    state: str = "",
    region: str = "",
    search: str = "",
    newest_first: bool = False,
    after: str = "",
    limit: int = 50,
) -> tuple[ListedCase, ...]:
    """One page of cases by number; `after` is the last number of the page before."""
    chosen = {"stage": stage, "state": state, "region": region, "search": search}
    given = {name: value for name, value in chosen.items() if value}
    if search:
        given["search"] = f"%{_literal(search.lower())}%"
        found = seeking.found(session, search, names=False)
        if found is not None:
            given["among"] = seeking.as_given(found)
    statement = _listing(frozenset(given), newest_first)
    start = after or (LAST if newest_first else FIRST)
    rows = session.rows(statement, after=start, limit=limit, **given)
    return tuple(ListedCase(*row) for row in rows)


def queue(
    session: Session,
    places: Iterable[tuple[str, str]],
    *,
    region: str = "",
    after: str = "",
    limit: int = 50,
) -> tuple[QueuedRun, ...]:
    """Runs that stand at one of `places` (seat, state), by case number: what a role has before it."""
    statement = _queue(bool(region))
    given = {"region": region} if region else {}
    found = [
        QueuedRun(row[0], row[1], row[2], date.fromisoformat(row[3]), ListedCase(*row[4:]))
        for seat, state in places
        for row in session.rows(
            statement, seat=seat, state=state, after=after, limit=limit, **given
        )
    ]
    found.sort(key=lambda each: (each.case.number, each.seat, each.run))
    return tuple(found[:limit])


def due_clocks(
    session: Session, *, until: date, after: tuple[str, str] = ("", ""), limit: int = 1000
) -> tuple[DueClock, ...]:
    """Running time limits due on or before a day, earliest first; `after`: due day and case of the last one seen."""
    rows = session.rows(
        _DUE, until=until.isoformat(), after_due=after[0], after_case=after[1], limit=limit
    )
    return tuple(
        DueClock(number, seat, run, clock, date.fromisoformat(due), bool(provisional))
        for number, seat, run, clock, due, provisional in rows
    )


def counts(session: Session) -> tuple[CaseCount, ...]:
    """How many cases stand where, from rows kept up to date rather than by counting."""
    return tuple(CaseCount(*row) for row in session.rows(_COUNTS))


def every_number(session: Session) -> Iterable[str]:
    """The number of every case, in order."""
    return (str(row[0]) for row in session.pages(_NUMBERS, after=FIRST, size=1000))


@cache
def _listing(chosen: frozenset[str], newest_first: bool) -> Statement:
    few = "among" in chosen  # then no index of anything else is to be gone along
    conditions: list[ColumnElement[bool]] = [
        (func.coalesce(cases.c[name], "") if few else cases.c[name]) == bindparam(name)
        for name in ("stage", "state", "region")
        if name in chosen
    ]
    if "search" in chosen:
        pattern: BindParameter[str] = bindparam("search")
        conditions.append(
            or_(
                *(
                    func.lower(cases.c[name]).like(pattern, escape="\\")
                    for name in ("number", "address", "applicant")
                )
            )
        )
    start: BindParameter[str] = bindparam("after")
    if newest_first:
        conditions.append(cases.c.number < start)
        order = cases.c.number.desc()
    else:
        conditions.append(cases.c.number > start)
        order = cases.c.number.asc()
    return Statement(
        lambda database: (
            select(*_listed(database))
            .where(*conditions, *([seeking.among(cases.c.number, database)] if few else []))
            .order_by(order)
            .limit(bindparam("limit"))
        )
    )


@cache
def _queue(by_region: bool) -> Statement:
    conditions = [
        runs.c.seat == bindparam("seat"),
        runs.c.state == bindparam("state"),
        runs.c.case_number > bindparam("after"),
    ]
    if by_region:
        conditions.append(cases.c.region == bindparam("region"))
    return Statement(
        lambda database: (
            select(runs.c.seat, runs.c.run, runs.c.state, runs.c.since, *_listed(database))
            .join_from(runs, cases, cases.c.number == runs.c.case_number)
            .where(*conditions)
            .order_by(runs.c.case_number)
            .limit(bindparam("limit"))
        )
    )


def _literal(search: str) -> str:
    for special in ("\\", "%", "_"):
        search = search.replace(special, "\\" + special)
    return search


# Packed into one word: a look into the index for each line of a page, and nothing to sort or join.
def _listed(database: str) -> list[ColumnElement[Any]]:
    words = [
        func.coalesce(clocks.c.due, ""),
        clocks.c.seat,
        clocks.c.clock,
        case((clocks.c.provisional, "1"), else_="0"),
    ]
    packed = reduce(lambda before, after: before + " " + after, words)
    joined = {"sqlite": func.group_concat, "postgresql": func.string_agg}[database]
    of_the_case = clocks.c.case_number == cases.c.number
    open_clocks = select(joined(packed, ",")).where(of_the_case).scalar_subquery()
    return [*(cases.c[name] for name in ListedCase._fields[:-1]), open_clocks]


_DUE = Statement(
    select(
        clocks.c.case_number,
        clocks.c.seat,
        clocks.c.run,
        clocks.c.clock,
        clocks.c.due,
        clocks.c.provisional,
    )
    .where(
        # Written out, because a partial index serves only a query that names its condition.
        clocks.c.standing == literal_column("'running'"),
        clocks.c.due <= bindparam("until"),
        or_(
            clocks.c.due > bindparam("after_due"),
            and_(
                clocks.c.due == bindparam("after_due"),
                clocks.c.case_number > bindparam("after_case"),
            ),
        ),
    )
    .order_by(clocks.c.due, clocks.c.case_number)
    .limit(bindparam("limit"))
)
_COUNTS = Statement(
    select(*(case_counts.c[name] for name in CaseCount._fields))
    .where(case_counts.c.cases != 0)
    .order_by(*(case_counts.c[name] for name in CaseCount._fields[:4]))
)
_NUMBERS = Statement(
    select(cases.c.number)
    .where(cases.c.number > bindparam("after"))
    .order_by(cases.c.number)
    .limit(bindparam("size"))
)
