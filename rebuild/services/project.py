"""A case as the lists and work queues show it: computed from the case alone, the same today and on replay."""

from rebuild.cases.facts import Case
from rebuild.engine.clocks import open_readings
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.store.projection import ClockRow, Projection, RunRow

MAIN = "case"


def projection_of(plan: Plan, calendar: Calendar, case: Case) -> Projection:
    """Address, applicant, where every procedure stands, and every clock that is not over."""
    building = case.building
    main = case.run(MAIN)
    assert main is not None, "a case begins with its own procedure"
    return Projection(
        address=building.address if building else "",
        applicant=case.applicant,
        households=len(case.households) or (building.households if building else 0),
        state=main.state,
        stage=stage_of(plan, case),
        runs=tuple(
            RunRow(run.seat, run.number, run.state, run.visits[-1].since)
            for runs in case.runs.values()
            for run in runs
        ),
        clocks=tuple(
            ClockRow(
                each.seat,
                each.run,
                each.clock,
                each.standing,
                each.due if each.standing == "running" else None,
                each.provisional,
            )
            for each in open_readings(plan, calendar, case)
        ),
    )


def stage_of(plan: Plan, case: Case) -> str:
    """The stage of the case's state; of the state it was held in while it is held."""
    run = case.run(MAIN)
    assert run is not None
    states = plan.procedures[MAIN].procedure.states
    return states[run.state].stage or (states[run.remembered].stage if run.remembered else "")
