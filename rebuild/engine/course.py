"""The course of one request: every procedure it moves, in order, and the events that tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rebuild.cases import events as happened
from rebuild.cases.apply import apply_all
from rebuild.cases.facts import SYSTEM, Actor, Case, Flag, Json
from rebuild.engine.answers import read_answers
from rebuild.engine.clocks import last_days
from rebuild.engine.decision import DocumentDue, Request
from rebuild.engine.definition import Action
from rebuild.engine.judging import judged, not_offered, unreadable
from rebuild.engine.machine import Slot, destination
from rebuild.engine.plan import Plan
from rebuild.engine.record import record
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Finding, Situation

LONGEST_CHAIN = 12  # follow-ups of one action; more would be a definition that calls itself


@dataclass(slots=True)
class Course:
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
            self.findings.append(not_offered(self.plan, seat, name, run))
            return
        answers, complaints = read_answers(action.asks, given)
        self.findings += [unreadable(complaint, actor) for complaint in complaints]
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
            self.findings.append(not_offered(self.plan, run.seat, situation.action, run))
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


def _since(action: Action, situation: Situation) -> date:
    """The day the new state counts from: an answer's, or the day the old state began."""
    if action.effective == "entered":
        return situation.run.visits[-1].since
    if action.effective and action.effective in situation.answers:
        return date.fromisoformat(situation.answers[action.effective])
    return situation.on


def _acting_role(action: Action, actor: Actor) -> str:
    return next((role for role in action.by if role in actor.roles), "")
