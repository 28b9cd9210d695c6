"""May this person do this today, and what follows: pure, and every reason at once.

The same call gives the clerk's buttons, the "why is this blocked" page, the dry run, the replay and
the real thing. What follows from an action stands in plain sight as a tuple of events.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rebuild.cases import events as happened
from rebuild.cases.apply import apply_all
from rebuild.cases.facts import NOTHING, SYSTEM, Actor, Answers, Case, Flag, Json, Run
from rebuild.engine.answers import read_answers
from rebuild.engine.clocks import last_days
from rebuild.engine.definition import Action
from rebuild.engine.machine import Slot, destination
from rebuild.engine.plan import Plan
from rebuild.engine.record import record
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Finding, Situation
from rebuild.law.variances import lifted

LONGEST_CHAIN = 12  # follow-ups of one action; more would be a definition that calls itself


@dataclass(frozen=True, slots=True)
class Request:
    """What someone asks to do. `recorded` enters a historic step: findings are noted, not obeyed."""

    seat: str
    action: str
    answers: Mapping[str, Json]
    actor: Actor
    on: date
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class DocumentDue:
    """A document that an allowed action issues; its number and facts are given in the transaction."""

    kind: str
    seat: str
    run: int
    action: str
    answers: Answers
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    events: tuple[happened.Event, ...]
    documents: tuple[DocumentDue, ...]
    case: Case
    noted: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    findings: tuple[Finding, ...]


Decision = Allowed | Refused


def decide(plan: Plan, calendar: Calendar, case: Case, request: Request) -> Decision:
    """Judge a request, and follow an allowed one through every procedure it moves."""
    course = _Course(plan, calendar, case, request)
    course.take(request.seat, request.action, request.answers, request.actor)
    if course.findings and not request.recorded:
        return Refused(tuple(course.findings))
    return Allowed(
        tuple(course.events), tuple(course.documents), course.case, tuple(course.findings)
    )


def open_procedures(plan: Plan, seats: tuple[str, ...], on: date) -> tuple[happened.Event, ...]:
    """The events that begin the first run of each of these procedures."""
    return tuple(
        happened.ProcedureOpened(seat, 1, plan.procedures[seat].procedure.initial, on)
        for seat in seats
    )


@dataclass(slots=True)
class _Course:
    """The course of one request: what has followed so far."""

    plan: Plan
    calendar: Calendar
    case: Case
    request: Request
    events: list[happened.Event] = field(default_factory=list)
    documents: list[DocumentDue] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    depth: int = 0

    def take(self, seat: str, name: str, given: Mapping[str, Json], actor: Actor) -> None:
        self.depth += 1
        assert self.depth <= LONGEST_CHAIN, f"{seat}.{name} leads back to itself"
        action, run = self.plan.action(seat, name), self.case.run(seat)
        if action is None or run is None:
            self.findings.append(_not_offered(self.plan, seat, name, run))
            return
        answers, complaints = read_answers(action.asks, given)
        self.findings += [_unreadable(complaint, actor) for complaint in complaints]
        self._role(action, actor)
        situation = Situation(
            case=self.case,
            run=run,
            action=name,
            answers=answers,
            actor=actor,
            on=self.request.on,
            limits=self.plan.limits,
            calendar=self.calendar,
            settings=self.plan.procedures[seat].procedure.settings,
            due=last_days(self.plan, self.calendar, self.case),
        )
        state = self._judge(situation, action, readable=not complaints)
        if state is None or (self.findings and not self.request.recorded):
            return
        self._follow(situation, action, state)

    def _role(self, action: Action, actor: Actor) -> None:
        if not actor.roles & set(action.by):
            wanted = (
                "、".join(
                    self.plan.workflow.roles[role].label
                    for role in action.by
                    if role in self.plan.workflow.roles
                )
                or "系统"
            )
            self.findings.append(
                Finding(
                    "engine.role",
                    f"“{action.label}”由{wanted}办理，{actor.name}不具有该身份",
                    "procedure_rules",
                    f"请交由{wanted}办理",
                    next(iter(action.by)),
                )
            )

    def _judge(self, situation: Situation, action: Action, *, readable: bool) -> str | None:
        """The state the action leads to; findings are collected whatever the machine says."""
        run = situation.run
        compiled = self.plan.procedures[run.seat]
        before = len(self.findings)

        def judge() -> bool:
            if readable:
                self.findings += judged(self.plan, situation)
            return len(self.findings) == before

        slot = Slot(run.state, run.remembered, judge)
        state = compiled.move(slot, situation.action)
        if state is not None:
            return state
        if situation.action not in compiled.offered.get(run.state, ()):
            self.findings.append(_not_offered(self.plan, run.seat, situation.action, run))
            if self.request.recorded and readable:
                self.findings += judged(self.plan, situation)
        if not (self.request.recorded and readable):
            return None
        # A historic step goes where it says, whatever order the office's papers tell of.
        source = run.state if not isinstance(action.to, Mapping) else next(iter(action.to))
        return destination(action, source, run.remembered) or None

    def _follow(self, situation: Situation, action: Action, state: str) -> None:
        run, on, seat = situation.run, situation.on, situation.run.seat
        noted = tuple(finding.code for finding in self.findings) if self.request.recorded else ()
        self._happened(
            happened.ActionTaken(
                seat,
                run.number,
                situation.action,
                situation.actor.id,
                _acting_role(action, situation.actor),
                on,
                situation.answers,
                noted,
                self.request.recorded,
            ),
            *(event for name in action.records for event in record(name, situation)),
            *self._flags(action, situation),
        )
        if state != run.state or action.to != "stay":
            remembered = run.state if action.remembers else ""
            since = _since(action, situation)
            self._happened(
                happened.StateEntered(seat, run.number, state, since, situation.action, remembered)
            )
        self._issue(situation, action)
        self._open(action)
        for other, follow_up in action.acts.items():
            self._take_along(other, follow_up, situation)
        if state != run.state:
            for other, follow_up in self.plan.listeners.get((seat, state), ()):
                if self._offers(other, follow_up):
                    self._take_along(other, follow_up, situation)

    def _take_along(self, seat: str, name: str, situation: Situation) -> None:
        action = self.plan.action(seat, name)
        asked = {each.name for each in action.asks} if action else set()
        raw = self.request.answers
        self.take(seat, name, {key: raw[key] for key in raw if key in asked}, SYSTEM)

    def _offers(self, seat: str, name: str) -> bool:
        run = self.case.run(seat)
        return run is not None and name in self.plan.procedures[seat].offered[run.state]

    def _open(self, action: Action) -> None:
        for seat in action.opens:
            number = len(self.case.runs.get(seat, ())) + 1
            initial = self.plan.procedures[seat].procedure.initial
            self._happened(happened.ProcedureOpened(seat, number, initial, self.request.on))

    def _issue(self, situation: Situation, action: Action) -> None:
        run = situation.run
        for issue in action.issues:
            units = (
                [each.unit for each in self.case.households]
                if issue.to == "each_household"
                else [""]
            )
            self.documents += [
                DocumentDue(
                    issue.document,
                    run.seat,
                    run.number,
                    situation.action,
                    situation.answers,
                    unit,
                )
                for unit in units
            ]

    def _flags(self, action: Action, situation: Situation) -> tuple[happened.Event, ...]:
        note = str(situation.answers.get("note", action.label))
        seat, on = situation.run.seat, situation.on
        # Two permits can each be stayed: a flag belongs to the procedure that raised it.
        raised = [
            happened.FlagRaised(Flag(f"{seat}.{name}", on, note, seat)) for name in action.raises
        ]
        lowered = [happened.FlagLowered(f"{seat}.{name}", on, note) for name in action.lowers]
        return (*raised, *lowered)

    def _happened(self, *events: happened.Event) -> None:
        self.events += events
        self.case = apply_all(self.case, events)


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


def _since(action: Action, situation: Situation) -> date:
    """The day the new state counts from: an answer's, or the day the old state began."""
    if action.effective == "entered":
        return situation.run.visits[-1].since
    if action.effective and action.effective in situation.answers:
        return date.fromisoformat(situation.answers[action.effective])
    return situation.on


def _acting_role(action: Action, actor: Actor) -> str:
    return next((role for role in action.by if role in actor.roles), "")


def _not_offered(plan: Plan, seat: str, name: str, run: Run | None) -> Finding:
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


def _unreadable(complaint: str, actor: Actor) -> Finding:
    return Finding(
        "engine.answer",
        complaint,
        "procedure_rules",
        "请更正后重新提交",
        next(iter(actor.roles), "clerk"),
    )
