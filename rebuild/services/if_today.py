"""如果今天办: what a running time limit would come to if what it waits for were done today, and what would run next."""

from datetime import date

from rebuild.cases.facts import Case, Json
from rebuild.engine.clocks import Reading, open_readings
from rebuild.engine.definition import Procedure
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import due_date
from rebuild.services.citing import cited
from rebuild.services.lamp_kinds import clock_shown
from rebuild.services.main_path import Leg, next_leg
from rebuild.services.shown import limit_in_words

DECISION = "decision"  # which may go either way, so that it is not named after one of them


def all_if_today(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> list[dict[str, Json]]:
    """For every time limit that runs: what would be if its step were taken today. The nearest last day first."""
    rows = [
        row
        for each in open_readings(plan, calendar, case)
        if (row := if_today(plan, calendar, case, each, on=on))
    ]
    return sorted(rows, key=lambda row: str(row["due"]))


def if_today(
    plan: Plan, calendar: Calendar, case: Case, reading: Reading, *, on: date
) -> dict[str, Json] | None:
    """None where no step of people would end it: it stands still, is over, or must be waited out."""
    run = case.runs[reading.seat][reading.run - 1]
    procedure = plan.workflow.procedures[reading.seat]
    leg = _ending(plan, procedure, reading, run.state)
    if leg is None:
        return None
    step = "作出决定" if reading.clock == DECISION else procedure.actions[leg.action].label
    shown = clock_shown(plan, calendar, case, reading, on=on)
    following = [
        _begun(plan, calendar, procedure, name, on=on)
        for name, clock in procedure.clocks.items()
        if leg.to in clock.runs_in and not clock.runs_out
    ]
    return {**shown, "step": f"今天{step}", "following": following}


def _ending(plan: Plan, procedure: Procedure, reading: Reading, state: str) -> Leg | None:
    """The next step of people that would end the time limit."""
    clock = procedure.clocks[reading.clock]
    if reading.standing != "running" or clock.runs_out or state not in clock.runs_in:
        return None
    leg = next_leg(procedure, state)
    if leg is None or leg.to in (*clock.runs_in, *clock.stopped_in):
        return None
    by = procedure.actions[leg.action].by
    return leg if any(plan.workflow.roles[each].kind != "automatic" for each in by) else None


def _begun(
    plan: Plan, calendar: Calendar, procedure: Procedure, name: str, *, on: date
) -> dict[str, Json]:
    """A time limit that would begin today: the service of a permit, in ten days (行政许可法44)."""
    clock = procedure.clocks[name]
    limit = plan.limits.time(clock.limit, on)
    reckoning = due_date(calendar, on, limit)
    return {
        "label": clock.label,
        "limit": limit_in_words(limit),
        "due": reckoning.due.isoformat(),
        "provisional": reckoning.provisional,
        "cited": cited(plan.workflow, plan.limits.basis(clock.limit, on)),
    }
