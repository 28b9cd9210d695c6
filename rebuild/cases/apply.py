"""What each event does to a case; folding a case's events in order is the case."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar, assert_never

from rebuild.cases import events as happened
from rebuild.cases.facts import Case, Household, Roll, Run, Taken, Visit
from rebuild.cases.replacing import put, replace, twin

K = TypeVar("K")
V = TypeVar("V")


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
        _enter(draft, event)
    return draft


def _enter(case: Case, event: happened.Event) -> None:
    """Write what an event does into a case that nobody else has seen yet."""
    match event:
        case happened.StateEntered() | happened.ActionTaken() | happened.ProcedureOpened():
            _procedure_moved(case, event)
        case happened.DocumentIssued():
            _document_issued(case, event)
        case happened.DocumentServed(service):
            put(case, "services", (*case.services, service))
        case happened.BallotCast() | happened.BallotStruck():
            _ballots_changed(case, event)
        case happened.MoneyEntered(money):
            put(case, "money", (*case.money, money))
        case happened.FactsRecorded(subject, facts):
            known = {**case.records.get(subject, {}), **facts}
            put(case, "records", _with(case.records, subject, known))
        case happened.FiguresMeasured(kind, snapshot):
            put(case, "snapshots", _with(case.snapshots, kind, snapshot))
        case happened.FlagRaised(flag):
            put(case, "flags", _with(case.flags, flag.name, flag))
        case happened.FlagLowered(name):
            put(case, "flags", {k: v for k, v in case.flags.items() if k != name})
        case happened.VarianceGranted(variance):
            put(case, "variances", (*case.variances, variance))
        case happened.RollEntered(on, households):
            put(case, "roll", Roll(on, households))
        case happened.HouseholdChanged():
            _household_changed(case, event)
        case happened.RollFrozen(run, on):
            put(case, "frozen_rolls", _with(case.frozen_rolls, run, Roll(on, case.households)))
        case happened.BuildingDescribed(building):
            put(case, "building", building)
        case happened.BuildingAppraised(appraisal):
            put(case, "appraisal", appraisal)
        case happened.ActionRefused() | happened.PersonalDataShown() | happened.OfficeHappened():
            pass  # told, and changes nothing
        case happened.CaseOpened():
            raise AssertionError("a case is opened once")
        case _:
            assert_never(event)


def _opened(event: happened.CaseOpened) -> Case:
    return Case(
        number=event.number,
        workflow=event.workflow,
        workflow_version=event.version,
        workflow_hash=event.hash,
        opened_on=event.on,
        region=event.region,
    )


def _procedure_moved(
    case: Case, event: happened.StateEntered | happened.ActionTaken | happened.ProcedureOpened
) -> None:
    runs = case.runs.get(event.seat, ())
    if isinstance(event, happened.ProcedureOpened):
        visit = Visit(event.state, event.on, "")
        opened = Run(event.seat, event.run, event.on, event.state, (visit,), unit=event.unit)
        if runs and not event.beside:
            runs = (*runs[:-1], replace(runs[-1], followed_on=event.on))
        put(case, "runs", _with(case.runs, event.seat, (*runs, opened)))
        return
    moved = runs[event.run - 1]
    if isinstance(event, happened.ActionTaken):
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
        moved = replace(moved, taken=(*moved.taken, taken))
    else:
        moved = replace(
            moved,
            state=event.state,
            remembered=event.remembered,
            visits=(*_left(moved, event), Visit(event.state, event.since, event.action)),
        )
    _run_changed(case, moved)


def _left(run: Run, event: happened.StateEntered) -> tuple[Visit, ...]:
    """The stays before a state is entered, less those it shows never to have come about."""
    visits = run.visits
    while event.displaced and visits[-1].state in event.displaced:
        visits = visits[:-1]
    return visits


def _run_changed(case: Case, run: Run) -> None:
    runs = case.runs[run.seat]
    changed = (*runs[: run.number - 1], run, *runs[run.number :])
    put(case, "runs", _with(case.runs, run.seat, changed))


def _document_issued(case: Case, event: happened.DocumentIssued) -> None:
    put(case, "documents", (*case.documents, event.document))
    if event.begins:
        begun = case.runs[event.begins][event.begun - 1]
        _run_changed(case, replace(begun, paper=event.document.id))


def _household_changed(case: Case, event: happened.HouseholdChanged) -> None:
    assert case.roll is not None, "a household changes only on a roll"
    changed = event.household
    frozen = {
        run: _on_roll(roll, changed.unit, lambda known: _corrected(known, changed, event.mistaken))
        if run in event.rounds
        else roll
        for run, roll in case.frozen_rolls.items()
    }
    put(case, "roll", _on_roll(case.roll, changed.unit, lambda _: changed))
    put(case, "frozen_rolls", frozen)


def _on_roll(roll: Roll, unit: str, change: Callable[[Household], Household]) -> Roll:
    households = tuple(change(each) if each.unit == unit else each for each in roll.households)
    return replace(roll, households=households)


def _corrected(frozen: Household, now: Household, mistaken: bool) -> Household:
    """A frozen entry with its figures put right; a sale since then changes nothing of who counts.

    Whoever was entered by mistake never counted: the owners are put right too.
    """
    if mistaken:
        return replace(
            frozen,
            area=now.area,
            area_source=now.area_source,
            owners=now.owners,
            holding=now.holding,
        )
    agents = {owner.name: (owner.kind, owner.agent) for owner in now.owners}
    owners = tuple(
        replace(owner, kind=agents[owner.name][0], agent=agents[owner.name][1])
        if owner.name in agents
        else owner
        for owner in frozen.owners
    )
    return replace(frozen, area=now.area, area_source=now.area_source, owners=owners)


def _ballots_changed(case: Case, event: happened.BallotCast | happened.BallotStruck) -> None:
    cast = case.ballots.get(event.run, ())
    if isinstance(event, happened.BallotCast):
        put(case, "ballots", _with(case.ballots, event.run, (*cast, event.ballot)))
        return
    struck = replace(cast[event.place], struck=event.reason)
    kept = (*cast[: event.place], struck, *cast[event.place + 1 :])
    put(case, "ballots", _with(case.ballots, event.run, kept))


def _with(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    return {**mapping, key: value}
