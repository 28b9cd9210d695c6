"""Writing a case's runs and clocks where they changed, and reading back what is written."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, select

from rebuild.store import seeking
from rebuild.store.projection import ClockRow, Projection, RunRow
from rebuild.store.session import Session, Statement
from rebuild.store.statements import upsert
from rebuild.store.tables import cases, clocks, runs
from rebuild.store.tasks import write_task, written_task

R = TypeVar("R", RunRow, ClockRow)


def write_projection(
    session: Session, number: str, projection: Projection, *, before: Projection | None
) -> None:
    """Write the rows that differ from `before`; where that is not known, from what is written."""
    if before is None or not _sought_alike(before, projection):
        _let_it_be_found(session, number, projection)
    if before is None:
        before = written_projection(session, number)
    known_runs, known_clocks = (before.runs, before.clocks) if before else ((), ())
    if projection.runs != known_runs:
        _write_runs(session, number, projection.runs, known_runs)
    if projection.clocks != known_clocks:
        _write_clocks(session, number, projection.clocks, known_clocks)
    write_task(session, number, projection.task, before.task if before else None)


def _sought_alike(before: Projection, after: Projection) -> bool:
    """Whether a step left address and applicant alone, as nearly every one does; initials follow from them."""
    written = before.state != ""  # a case that is only being opened stands nowhere yet
    return written and before.address == after.address and before.applicant == after.applicant


def _let_it_be_found(session: Session, number: str, projection: Projection) -> None:
    """In the same transaction as the texts themselves; where they stay as they are, nothing is written."""
    initials = projection.initials
    if initials is None:
        return
    grams = seeking.grams_of(number, projection.address, projection.applicant, initials)
    if seeking.kept(session, number)[1] != grams:
        seeking.put(session, number, grams)


def written_projection(session: Session, number: str) -> Projection | None:
    """What the tables say of a case; None where it has no row."""
    case = session.row(_CASE, number=number)
    if case is None:
        return None
    address, applicant, households, state, stage, initials = case
    return Projection(
        address=address,
        applicant=applicant,
        households=households,
        state=state,
        stage=stage,
        runs=tuple(
            RunRow(seat, run, state, date.fromisoformat(since))
            for seat, run, state, since in session.rows(_RUNS, number=number)
        ),
        clocks=tuple(
            ClockRow(
                seat,
                run,
                clock,
                standing,
                date.fromisoformat(due) if due else None,
                _flag(provisional),
            )
            for seat, run, clock, standing, due, provisional in session.rows(_CLOCKS, number=number)
        ),
        initials=initials,
        task=written_task(session, number),
    )


def _flag(stored: Any) -> bool:
    # SQLite keeps a number; one that is neither 0 nor 1 is damage, and must not pass for either.
    flag: bool = bool(stored) if stored in (0, 1) else stored
    return flag


def _write_runs(
    session: Session, number: str, rows: tuple[RunRow, ...], known: tuple[RunRow, ...]
) -> None:
    fresh, gone = _changes(rows, known, key=2)
    for row in fresh:
        session.tell(
            _PUT_RUN,
            case_number=number,
            seat=row.seat,
            run=row.run,
            state=row.state,
            since=row.since.isoformat(),
        )
    for seat, run in gone:
        session.tell(_DROP_RUN, case_number=number, seat=seat, run=run)


def _write_clocks(
    session: Session, number: str, rows: tuple[ClockRow, ...], known: tuple[ClockRow, ...]
) -> None:
    fresh, gone = _changes(rows, known, key=3)
    for row in fresh:
        session.tell(
            _PUT_CLOCK,
            case_number=number,
            seat=row.seat,
            run=row.run,
            clock=row.clock,
            standing=row.standing,
            due=row.due.isoformat() if row.due else None,
            provisional=row.provisional,
        )
    for seat, run, clock in gone:
        session.tell(_DROP_CLOCK, case_number=number, seat=seat, run=run, clock=clock)


def _changes(rows: Sequence[R], known: Sequence[R], *, key: int) -> tuple[list[R], set[Any]]:
    """The rows to put, in their order, and the keys to drop."""
    are, were = set(rows), set(known)
    fresh = sorted(are - were, key=rows.index)
    return fresh, {row[:key] for row in were - are} - {row[:key] for row in fresh}


_CASE = Statement(
    select(
        cases.c.address,
        cases.c.applicant,
        cases.c.households,
        cases.c.state,
        cases.c.stage,
        cases.c.initials,
    ).where(cases.c.number == bindparam("number"))
)
_RUNS = Statement(
    select(runs.c.seat, runs.c.run, runs.c.state, runs.c.since)
    .where(runs.c.case_number == bindparam("number"))
    .order_by(runs.c.seat, runs.c.run)
)
_CLOCKS = Statement(
    select(
        clocks.c.seat,
        clocks.c.run,
        clocks.c.clock,
        clocks.c.standing,
        clocks.c.due,
        clocks.c.provisional,
    )
    .where(clocks.c.case_number == bindparam("number"))
    .order_by(clocks.c.seat, clocks.c.run, clocks.c.clock)
)
_PUT_RUN = upsert(runs)
_PUT_CLOCK = upsert(clocks)
_DROP_RUN = Statement(
    delete(runs).where(
        runs.c.case_number == bindparam("case_number"),
        runs.c.seat == bindparam("seat"),
        runs.c.run == bindparam("run"),
    )
)
_DROP_CLOCK = Statement(
    delete(clocks).where(
        clocks.c.case_number == bindparam("case_number"),
        clocks.c.seat == bindparam("seat"),
        clocks.c.run == bindparam("run"),
        clocks.c.clock == bindparam("clock"),
    )
)
