"""What each event does to a case; folding a case's events in order is the case."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from rebuild.cases import events as happened
from rebuild.cases import owners_changed as owners
from rebuild.cases.facts import Case, Run, Taken, Visit
from rebuild.cases.making import put
from rebuild.cases.replacing import replace, twin


def fold(events: Iterable[happened.Event]) -> Case:
    """The case that these events, from its opening on, amount to."""
    remaining = iter(events)
    first = next(remaining)
    assert isinstance(first, happened.CaseOpened), "a case's first event is its opening"
    return apply_all(_opened(first), remaining)


def apply(case: Case, event: happened.Event) -> Case:
    return apply_all(case, (event,))


def apply_all(case: Case, events: Iterable[happened.Event]) -> Case:
    """The case after these events; the one it was stays as it is."""
    draft = twin(case)  # one copy for all of them: nobody sees what is between
    for event in events:
        _EFFECTS[type(event)](draft, event)
    return draft


def _opened(event: happened.CaseOpened) -> Case:
    return Case(
        number=event.number,
        workflow=event.workflow,
        workflow_version=event.version,
        workflow_hash=event.hash,
        opened_on=event.on,
        region=event.region,
    )


def _procedure_opened(case: Case, event: happened.ProcedureOpened) -> None:
    runs = case.runs.get(event.seat, ())
    visit = Visit(event.state, event.on, "")
    opened = Run(event.seat, event.run, event.on, event.state, (visit,), unit=event.unit)
    if runs and not event.beside:
        runs = (*runs[:-1], replace(runs[-1], followed_on=event.on))
    put(case, "runs", {**case.runs, event.seat: (*runs, opened)})


def _action_taken(case: Case, event: happened.ActionTaken) -> None:
    taken = Taken(
        event.action,
        event.on,
        event.by,
        event.role,
        event.answers,
        event.noted,
        event.recorded,
        event.instead_of,
    )
    moved = twin(case.runs[event.seat][event.run - 1])
    put(moved, "taken", (*moved.taken, taken))
    _run_changed(case, moved)


def _state_entered(case: Case, event: happened.StateEntered) -> None:
    moved = twin(case.runs[event.seat][event.run - 1])
    put(moved, "state", event.state)
    put(moved, "remembered", event.remembered)
    visit = Visit(event.state, event.since, event.action)
    put(moved, "visits", (*_left(moved, event), visit))
    _run_changed(case, moved)


def _left(run: Run, event: happened.StateEntered) -> tuple[Visit, ...]:
    """The stays before a state is entered, less those it shows never to have come about."""
    visits = run.visits
    while event.displaced and visits[-1].state in event.displaced:
        visits = visits[:-1]
    return visits


def _run_changed(case: Case, run: Run) -> None:
    runs = case.runs[run.seat]
    changed = (*runs[: run.number - 1], run, *runs[run.number :]) if len(runs) > 1 else (run,)
    put(case, "runs", {**case.runs, run.seat: changed})


def _document_issued(case: Case, event: happened.DocumentIssued) -> None:
    put(case, "documents", (*case.documents, event.document))
    if event.begins:
        begun = case.runs[event.begins][event.begun - 1]
        _run_changed(case, replace(begun, paper=event.document.id))


def _document_served(case: Case, event: happened.DocumentServed) -> None:
    put(case, "services", (*case.services, event.service))


def _money_entered(case: Case, event: happened.MoneyEntered) -> None:
    put(case, "money", (*case.money, event.money))


def _facts_recorded(case: Case, event: happened.FactsRecorded) -> None:
    known = {**case.records.get(event.subject, {}), **event.facts}
    put(case, "records", {**case.records, event.subject: known})


def _figures_measured(case: Case, event: happened.FiguresMeasured) -> None:
    put(case, "snapshots", {**case.snapshots, event.kind: event.snapshot})


def _flag_raised(case: Case, event: happened.FlagRaised) -> None:
    put(case, "flags", {**case.flags, event.flag.name: event.flag})


def _flag_lowered(case: Case, event: happened.FlagLowered) -> None:
    put(case, "flags", {name: flag for name, flag in case.flags.items() if name != event.name})


def _variance_granted(case: Case, event: happened.VarianceGranted) -> None:
    put(case, "variances", (*case.variances, event.variance))


def _building_described(case: Case, event: happened.BuildingDescribed) -> None:
    put(case, "building", event.building)


def _building_appraised(case: Case, event: happened.BuildingAppraised) -> None:
    put(case, "appraisal", event.appraisal)


def _told(case: Case, event: happened.Event) -> None:
    """What is told, and changes nothing."""


def _not_first(case: Case, event: happened.CaseOpened) -> None:
    raise AssertionError("a case is opened once")


# What each event writes into a case that nobody else has seen yet.
_EFFECTS: Mapping[type[happened.Event], Callable[[Case, Any], None]] = {
    happened.CaseOpened: _not_first,
    happened.ProcedureOpened: _procedure_opened,
    happened.ActionTaken: _action_taken,
    happened.ActionRefused: _told,
    happened.StateEntered: _state_entered,
    happened.BuildingDescribed: _building_described,
    happened.BuildingAppraised: _building_appraised,
    happened.RollEntered: owners.roll_entered,
    happened.HouseholdChanged: owners.household_changed,
    happened.RollFrozen: owners.roll_frozen,
    happened.BallotCast: owners.ballot_cast,
    happened.BallotStruck: owners.ballot_struck,
    happened.MoneyEntered: _money_entered,
    happened.FiguresMeasured: _figures_measured,
    happened.DocumentIssued: _document_issued,
    happened.DocumentServed: _document_served,
    happened.VarianceGranted: _variance_granted,
    happened.FlagRaised: _flag_raised,
    happened.FlagLowered: _flag_lowered,
    happened.FactsRecorded: _facts_recorded,
    happened.PersonalDataShown: _told,
    happened.OfficeHappened: _told,
}
assert set(_EFFECTS) == set(get_args(happened.Event)), "an event without its effect"
