"""案件在某一天: a case as what had been done by the end of a day made it, by the day of the deed and not of its entry."""

from collections.abc import Iterable, Iterator
from datetime import date

from rebuild.cases import events as happened
from rebuild.cases.apply import apply, fold
from rebuild.cases.facts import Case
from rebuild.store.ledger import Entry


def as_of(entries: Iterable[Entry], on: date) -> Case | None:
    """The case at the end of a day; None before it was opened.

    A ballot counts from the day it was cast, whenever it was entered; all else from the day of the
    action that brought it about.
    """
    case: Case | None = None
    for day, event in _dated(entries):
        if day > on:
            continue
        if isinstance(event, happened.CaseOpened):
            case = fold([event])
        elif case is not None and _fits(case, event):
            case = apply(case, event)
    return case


def opened_on(entries: Iterable[Entry]) -> date:
    return next(day for day, event in _dated(entries) if isinstance(event, happened.CaseOpened))


def _dated(entries: Iterable[Entry]) -> Iterator[tuple[date, happened.Event]]:
    for entry in entries:
        deeds = (happened.CaseOpened, happened.ActionTaken, happened.ActionRefused)
        day = next((each.on for each in entry.events if isinstance(each, deeds)), entry.at.date())
        for event in entry.events:
            if isinstance(event, happened.BallotCast):
                yield event.ballot.cast_on, event
            else:
                yield day, event


def _fits(case: Case, event: happened.Event) -> bool:
    """Whether what an event builds on was there by then; a deed entered late may rest on a later one."""
    match event:
        case happened.ProcedureOpened():
            return event.run == len(case.runs.get(event.seat, ())) + 1
        case happened.StateEntered() | happened.ActionTaken():
            return event.run <= len(case.runs.get(event.seat, ()))
        case happened.HouseholdChanged() | happened.RollFrozen():
            return case.roll is not None
        case happened.BallotStruck():
            return event.place < len(case.ballots.get(event.run, ()))
        case _:
            return True
