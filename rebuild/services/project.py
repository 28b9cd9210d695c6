"""A case as the lists and work queues show it: computed from the case alone, the same today and on replay."""

from collections.abc import Iterator

from rebuild.cases.facts import Case, Run
from rebuild.engine.clocks import run_readings
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.services.initials import initials_of
from rebuild.services.main_path import MAIN as MAIN
from rebuild.services.task_of import task_of
from rebuild.store.projection import ClockRow, Projection, RunRow


def projection_of(
    plan: Plan,
    calendar: Calendar,
    case: Case,
    *,
    before: Case | None = None,
    known: Projection | None = None,
) -> Projection:
    """Address, applicant, where every procedure stands, and every clock that is not over.

    `before` and `known`: the case a step ago, and its projection if that is at hand. A run that the
    step left as it was keeps its clocks: counting days is most of the work, and a step moves one run.
    """
    building, roll = case.building, case.roll
    main = case.run(MAIN)
    assert main is not None, "a case begins with its own procedure"
    applicant = case.applicant
    runs = _runs(case, before, known)
    clocks = _clocks(plan, calendar, case, before, known)
    return Projection(
        address=building.address if building else "",
        applicant=applicant,
        households=(len(roll.households) if roll else 0)
        or (building.households if building else 0),
        state=main.state,
        stage=_stage(plan, main),
        runs=runs,
        clocks=clocks,
        initials=_initials(case, applicant, before, known),
        task=task_of(
            plan, calendar, case, clocks, before=before, known=known.task if known else None
        ),
    )


def _runs(case: Case, before: Case | None, known: Projection | None) -> tuple[RunRow, ...]:
    """Where every run stands; the rows of a procedure that the step left as it was are taken over."""
    rows: list[RunRow] = []
    place = 0  # in what is known: procedures keep their order, a new one comes last
    for seat, runs in case.runs.items():
        was = before.runs.get(seat, ()) if before and known else ()
        if known and was is runs:
            rows += known.runs[place : place + len(runs)]
        else:
            rows += [RunRow(seat, run.number, run.state, run.visits[-1].since) for run in runs]
        place += len(was)
    return tuple(rows)


def _clocks(
    plan: Plan, calendar: Calendar, case: Case, before: Case | None, known: Projection | None
) -> tuple[ClockRow, ...]:
    rows: list[ClockRow] = []
    kept: dict[str, list[ClockRow]] = {}
    for row in known.clocks if known else ():
        kept.setdefault(row.seat, []).append(row)
    for seat, runs in case.runs.items():
        was = before.runs.get(seat, ()) if before and known else ()
        # Runs are frozen, so the same object says that the step left it as it was.
        if runs is was:
            rows += kept.get(seat, ())
            continue
        for place, run in enumerate(runs):
            if place < len(was) and was[place] is run:
                rows += [row for row in kept.get(seat, ()) if row.run == run.number]
            else:
                rows += _clock_rows(plan, calendar, run)
    return tuple(rows)


def _initials(
    case: Case, applicant: str, before: Case | None, known: Projection | None
) -> str | None:
    """To seek the case by; not worked out again where a step left address and applicant alone."""
    if before and before.building is case.building and before.applicant == applicant:
        return known.initials if known else None
    return initials_of(case.building.address if case.building else "", applicant)


def _clock_rows(plan: Plan, calendar: Calendar, run: Run) -> Iterator[ClockRow]:
    return (
        ClockRow(
            each.seat,
            each.run,
            each.clock,
            each.standing,
            each.due if each.standing == "running" else None,
            each.provisional,
        )
        for each in run_readings(plan, calendar, run, only_open=True)
    )


def stage_of(plan: Plan, case: Case) -> str:
    """The stage of the case's state; of the state it was held in while it is held."""
    run = case.run(MAIN)
    assert run is not None
    return _stage(plan, run)


def _stage(plan: Plan, run: Run) -> str:
    states = plan.procedures[MAIN].procedure.states
    return states[run.state].stage or (states[run.remembered].stage if run.remembered else "")
