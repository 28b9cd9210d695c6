"""A small office to write with: one procedure that goes to and fro, so that any number of steps can be taken."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from rebuild.cases.apply import apply_all, fold
from rebuild.cases.events import (
    ActionRefused,
    ActionTaken,
    CaseOpened,
    Event,
    ProcedureOpened,
    StateEntered,
)
from rebuild.cases.facts import Case
from rebuild.store import cases
from rebuild.store.cases import Stored
from rebuild.store.ledger import Draft
from rebuild.store.projection import ClockRow, Projection, RunRow, TaskRow
from rebuild.store.session import Session

DAY = date(2024, 2, 5)
AT = datetime(2024, 2, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
STAGES = {"received": "planning", "under_review": "planning", "granted": "demolition"}
ROUND = ("received", "under_review", "granted")


def project(case: Case) -> Projection:
    """As a service would project this small workflow: everything from the case, nothing from elsewhere."""
    state = case.state("planning")
    days = sum(len(run.taken) for runs in case.runs.values() for run in runs)
    return Projection(
        address="君平街89号院1栋",
        applicant="刘某某等17户",
        households=17,
        state=state,
        stage=STAGES[state],
        runs=tuple(
            RunRow(run.seat, run.number, run.state, run.visits[-1].since)
            for seat in sorted(case.runs)
            for run in case.runs[seat]
        ),
        clocks=(ClockRow("planning", 1, "decision", "running", DAY + timedelta(days=days), False),)
        if state == "under_review"
        else (),
        task=TaskRow(
            case.region, state, "clerk", "none", "planning", state, f"from_{state}", "planning",
            "decision", DAY.isoformat(), 20, True, 0, False,
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Step:
    """An action decided on, ready to be recorded."""

    events: tuple[Event, ...]
    after: Case


def opening(number: str, *, region: str = "510199") -> Step:
    events = (
        CaseOpened(number, "small", 1, "f" * 64, region, DAY),
        ProcedureOpened("planning", 1, "received", DAY),
    )
    return Step(events, fold(events))


def step(case: Case, *, by: str = "clerk-1", note: str = "") -> Step:
    """The next action of the round."""
    to = ROUND[(ROUND.index(case.state("planning")) + 1) % 3]
    events = (
        ActionTaken("planning", 1, f"to_{to}", by, "clerk", DAY, {"note": note} if note else {}),
        StateEntered("planning", 1, to, DAY, f"to_{to}"),
    )
    return Step(events, apply_all(case, events))


def draft(events: tuple[Event, ...], *, by: str = "clerk-1", key: str = "") -> Draft:
    return Draft(AT, by, "clerk", events, key)


def open_case(session: Session, number: str, *, region: str = "510199") -> Stored:
    first = opening(number, region=region)
    return cases.record(
        session, None, draft=draft(first.events), after=first.after, projection=project(first.after)
    )


def advance(
    session: Session,
    number: str,
    *,
    seen: int | None = None,
    by: str = "clerk-1",
    key: str = "",
    note: str = "",
) -> Stored:
    """Take the next action of the round, as a service would."""
    stored = cases.get(session, number)
    case = cases.folded(session, stored)
    taken = step(case, by=by, note=note)
    return cases.record(
        session,
        stored,
        draft=draft(taken.events, by=by, key=key),
        after=taken.after,
        projection=project(taken.after),
        before_projection=project(case),
        seen=seen,
    )


def refuse(session: Session, number: str) -> Stored:
    stored = cases.get(session, number)
    case = cases.folded(session, stored)
    refusal = ActionRefused("planning", "grant", "clerk-1", DAY, ("planning.same_area",))
    return cases.record(
        session,
        stored,
        draft=draft((refusal,)),
        after=case,
        projection=project(case),
        before_projection=project(case),
        bump=False,
    )


def unlike(projection: Projection) -> Projection:
    """The same case, described otherwise."""
    return replace(projection, address="红星路2号", households=18)
