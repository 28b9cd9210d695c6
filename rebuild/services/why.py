"""为何: what each action that could move a case on still lacks, and whose turn it is."""

from datetime import date

from rebuild.cases.facts import Case, Json
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.services.actions_told import actions_told
from rebuild.services.case_told import dates_told
from rebuild.services.forecast import Walk
from rebuild.services.project import MAIN


def why(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> dict[str, Json]:
    """`next` is the step on the way to the end; `others` is whatever else could be done, each with its findings."""
    run = case.run(MAIN)
    assert run is not None
    state = plan.workflow.procedures[MAIN].states[run.state]
    steps = Walk(plan, calendar, case, on).to_the_end()
    onward = (steps[0].seat, steps[0].action) if steps else None
    told = list(actions_told(plan, calendar, case, on=on))
    return {
        "number": case.number,
        "on": on.isoformat(),
        "state": run.state,
        "state_label": state.label,
        "ended": state.final,
        "next": next((each for each in told if (each["seat"], each["action"]) == onward), None),
        "others": [each for each in told if (each["seat"], each["action"]) != onward],
        "dates": dates_told(plan, calendar, case, on=on),
    }
