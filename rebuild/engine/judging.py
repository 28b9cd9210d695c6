"""Which rules stand in the way of an action, and the reasons that come before any rule."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from rebuild.cases.facts import CLOCK, NOTHING, SYSTEM, Actor, Case, Run
from rebuild.engine.choosing import chosen, run_in_words, runs_offering
from rebuild.engine.clocks import last_days, last_days_of_runs, latest_of_run
from rebuild.engine.definition import Action
from rebuild.engine.outcome import displaced, since_of
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Finding, Situation
from rebuild.law.variances import lifted

BASIS = "procedure_rules"


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
    found: list[tuple[str, str]] = []
    for seat, runs in case.runs.items():
        compiled = plan.procedures[seat]
        by_state = compiled.offered
        actions = by_state[runs[-1].state]
        if compiled.procedure.side_by_side:
            actions = tuple(dict.fromkeys(each for run in runs for each in by_state[run.state]))
        found += [(seat, action) for action in actions]
    return tuple(found)


def blocks(
    plan: Plan, calendar: Calendar, case: Case, seat: str, action: str, on: date, number: int = 0
) -> tuple[Finding, ...]:
    """What stands in the way of an action today, whoever asks and before anything is filled in."""
    run = chosen(plan, case, seat, action, number)
    assert run is not None
    settings = plan.procedures[seat].procedure.settings
    situation = Situation(
        case, run, action, NOTHING, SYSTEM, on, plan.limits, calendar, settings,
        last_days(plan, calendar, case), last_days_of_runs(plan, calendar),
    )  # fmt: skip
    automatic = {"clock", "system"} >= set(plan.procedures[seat].procedure.actions[action].by)
    first = () if automatic else _clock_first(plan, situation)
    return (*first, *judged(plan, situation))


def unfit(plan: Plan, action: Action, actor: Actor) -> Iterator[Finding]:
    """Whether the action is not this person's to take."""
    if actor.roles & set(action.by):
        return
    roles = plan.workflow.roles
    wanted = "、".join(roles[role].label for role in action.by if role in roles) or "系统"
    yield Finding(
        "engine.role",
        f"“{action.label}”由{wanted}办理，{actor.name}不具有该身份",
        BASIS,
        f"请交由{wanted}办理",
        action.by[0],
    )


def unentitled(plan: Plan, actor: Actor) -> Iterator[Finding]:
    """Whether entering a historic step is not this person's: it may pass over every other rule."""
    if actor.roles & set(plan.archivists):
        return
    wanted = "、".join(plan.workflow.roles[role].label for role in plan.archivists)
    yield Finding(
        "engine.archivist",
        f"补录历史事项由{wanted}办理，{actor.name}不具有该身份"
        if wanted
        else "本流程没有指定可以补录历史事项的人员",
        BASIS,
        f"请把原始材料交由{wanted}补录" if wanted else "请先在流程定义中指定补录人员",
        next(iter(plan.archivists), "clerk"),
    )


def undatable(action: Action, situation: Situation) -> Iterator[Finding]:
    """Whether a state would count from before the one it follows, or from a day still to come."""
    if not action.effective:
        return
    before = situation.run.visits[-1 - len(displaced(action, situation.run))]
    since, first, on = since_of(action, situation), before.since, situation.on
    if not first <= since <= on:
        yield Finding(
            "engine.effective_day",
            f"“{action.label}”的生效日期{since}不在{first}至{on}之间",
            BASIS,
            "请核对日期",
            action.by[0],
        )


def overtaken(plan: Plan, situation: Situation) -> Iterator[Finding]:
    """What time has already decided comes before what anyone else may do."""
    # Follow-ups are no one's choice, and the clock is the one that puts it right.
    if situation.actor.id not in (CLOCK.id, SYSTEM.id):
        yield from _clock_first(plan, situation)


def _clock_first(plan: Plan, situation: Situation) -> tuple[Finding, ...]:
    run, on = situation.run, situation.on
    compiled = plan.procedures[run.seat]
    for name in compiled.timed[run.state]:
        action = compiled.procedure.actions[name]
        reading = latest_of_run(plan, situation.calendar, run, action.when_due)
        if reading is None or reading.standing != "running" or reading.due >= on:
            continue
        by_clock = replace(situation, action=name, answers=NOTHING, actor=CLOCK)
        if not judged(plan, by_clock):
            message = f"{reading.label}已于{reading.due}届满，应先按“{action.label}”处理"
            cure = "办理本案任何事项时将先按此处理；也可先运行到期处理"
            return (Finding("engine.clock_first", message, BASIS, cure, "clerk"),)
    return ()


def not_offered(plan: Plan, seat: str, name: str, run: Run | None) -> Finding:
    action, title = (
        plan.action(seat, name),
        plan.workflow.procedures[seat].title if seat in plan.workflow.procedures else seat,
    )
    if run is None:
        message = f"“{title}”尚未开始，不能办理“{action.label if action else name}”"
        return Finding("engine.not_open", message, BASIS, "请先办理前一程序", "clerk")
    procedure = plan.procedures[seat].procedure
    label = procedure.states[run.state].label
    can = "、".join(
        procedure.actions[each].label for each in plan.procedures[seat].offered[run.state]
    )
    message = f"“{title}”现为“{label}”，此时不能办理“{action.label if action else name}”"
    cure = f"此时可以办理：{can}" if can else "该程序已经结束"
    return Finding("engine.not_offered", message, BASIS, cure, "clerk")


def which_run(plan: Plan, case: Case, seat: str, name: str, number: int) -> Iterator[Finding]:
    """Whether more than one can be meant, where several stand side by side."""
    if number or len(case.runs.get(seat, ())) < 2:
        return
    offering = runs_offering(plan, case, seat, name)
    if len(offering) < 2:
        return
    word = plan.workflow.procedures[seat]
    listed = "、".join(run_in_words(case, run) for run in offering)
    message = f"“{word.title}”有{len(offering)}项都可以办理“{word.actions[name].label}”：{listed}"
    yield Finding("engine.which_run", message, BASIS, "请写明是第几项", word.actions[name].by[0])


def unreadable(complaint: str, actor: Actor) -> Finding:
    who = min(actor.roles, default="clerk")  # the same role in every process
    return Finding("engine.answer", complaint, BASIS, "请更正后重新提交", who)
