"""推算说明: a forecast as plain data, each step with who must act, until when, and by which limit."""

from datetime import date

from rebuild.cases.facts import Case, Json
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.spans import Span
from rebuild.services.case_told import dates_told
from rebuild.services.citing import cited, role_label
from rebuild.services.forecast import Step, Walk
from rebuild.services.pace import AT_ONCE, Pace
from rebuild.services.project import MAIN
from rebuild.services.shown import limit_in_words


def forecast_told(
    plan: Plan,
    calendar: Calendar,
    case: Case,
    *,
    start: date,
    stops: tuple[Span, ...] = (),
    usual: Pace | None = None,
) -> dict[str, Json]:
    """The latest lawful days from a day on; `stops` are days on which no clock that can stop is counted.

    Beside them the days if everyone is as quick as usual in this office, and the shortest lawful way:
    nothing is waited for but what the law makes people wait for, such as posting and notice.
    """
    steps = Walk(plan, calendar, case, start, stops).to_the_end()
    run = case.run(MAIN)
    assert run is not None
    states = plan.workflow.procedures[MAIN].states
    return {
        "number": case.number,
        "from": start.isoformat(),
        "stops": [{"from": first.isoformat(), "to": last.isoformat()} for first, last in stops],
        "state": run.state,
        "state_label": states[run.state].label,
        "ended": states[run.state].final,
        "open": dates_told(plan, calendar, case, on=start),
        "steps": [step_told(plan, step) for step in steps],
        "end": steps[-1].until.isoformat() if steps else None,
        "usual": _paced(plan, calendar, case, start, stops, usual) if usual else None,
        "shortest": _paced(plan, calendar, case, start, stops, AT_ONCE),
        "provisional": any(reckoning.provisional for step in steps for _, reckoning in step.limits),
    }


def _paced(
    plan: Plan, calendar: Calendar, case: Case, start: date, stops: tuple[Span, ...], pace: Pace
) -> dict[str, Json]:
    steps = Walk(plan, calendar, case, start, stops, pace).to_the_end()
    return {
        "steps": [step_told(plan, step) for step in steps],
        "end": steps[-1].until.isoformat() if steps else None,
    }


def step_told(plan: Plan, step: Step) -> dict[str, Json]:
    workflow = plan.workflow
    procedure = workflow.procedures[step.seat]
    action = procedure.actions[step.action]
    people = [role for role in action.by if workflow.roles[role].kind != "automatic"]
    return {
        "seat": step.seat,
        "procedure": procedure.title,
        "state": step.state,
        "state_label": procedure.states[step.state].label,
        "action": step.action,
        "label": action.label,
        "to": step.to,
        "by": people,
        "by_labels": [role_label(workflow, role, seat=step.seat) for role in people],
        "since": step.since.isoformat(),
        "until": step.until.isoformat(),
        "limits": [
            {
                "name": name,
                "label": workflow.limits[name].label,
                "length": limit_in_words(reckoning.limit),
                "start": reckoning.start.isoformat(),
                "due": reckoning.due.isoformat(),
                "provisional": reckoning.provisional,
                "cited": cited(workflow, plan.limits.basis(name, reckoning.start)),
            }
            for name, reckoning in step.limits
        ],
    }
