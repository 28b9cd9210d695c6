"""Which rules stand in the way of an action, and the reasons that come before any rule."""

from datetime import date

from rebuild.cases.facts import NOTHING, SYSTEM, Actor, Case, Run
from rebuild.engine.clocks import last_days
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Finding, Situation
from rebuild.law.variances import lifted


def judged(plan: Plan, situation: Situation) -> list[Finding]:
    """Every finding of every rule of an action, less those a variance lifts."""
    found = [
        finding
        for rule in plan.rules[situation.run.seat, situation.action]
        for finding in rule.findings(situation)
    ]
    return (
        [each for each in found if not lifted(each, situation.case, situation.on)]
        if found
        else found
    )


def offered(plan: Plan, case: Case) -> tuple[tuple[str, str], ...]:
    """Every (procedure, action) the current states offer, whoever asks."""
    return tuple(
        (seat, action)
        for seat, runs in case.runs.items()
        for action in plan.procedures[seat].offered[runs[-1].state]
    )


def blocks(
    plan: Plan, calendar: Calendar, case: Case, seat: str, action: str, on: date
) -> tuple[Finding, ...]:
    """What stands in the way of an action today, whoever asks and before anything is filled in."""
    run = case.run(seat)
    assert run is not None
    settings = plan.procedures[seat].procedure.settings
    due = last_days(plan, calendar, case)
    situation = Situation(
        case, run, action, NOTHING, SYSTEM, on, plan.limits, calendar, settings, due
    )
    return tuple(judged(plan, situation))


def not_offered(plan: Plan, seat: str, name: str, run: Run | None) -> Finding:
    action, title = (
        plan.action(seat, name),
        plan.workflow.procedures[seat].title if seat in plan.workflow.procedures else seat,
    )
    if run is None:
        message = f"“{title}”尚未开始，不能办理“{action.label if action else name}”"
        return Finding("engine.not_open", message, "procedure_rules", "请先办理前一程序", "clerk")
    procedure = plan.procedures[seat].procedure
    label = procedure.states[run.state].label
    can = "、".join(
        procedure.actions[each].label for each in plan.procedures[seat].offered[run.state]
    )
    message = f"“{title}”现为“{label}”，此时不能办理“{action.label if action else name}”"
    cure = f"此时可以办理：{can}" if can else "该程序已经结束"
    return Finding("engine.not_offered", message, "procedure_rules", cure, "clerk")


def unreadable(complaint: str, actor: Actor) -> Finding:
    return Finding(
        "engine.answer",
        complaint,
        "procedure_rules",
        "请更正后重新提交",
        next(iter(actor.roles), "clerk"),
    )
