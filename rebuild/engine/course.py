"""The course of one request: every procedure it moves, in order, and the events that tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rebuild.cases import events as happened
from rebuild.cases.apply import apply_all
from rebuild.cases.facts import SYSTEM, Actor, Answers, Case, Json, Run
from rebuild.engine.answers import read_answers
from rebuild.engine.choosing import chosen, runs_by_household
from rebuild.engine.clocks import last_days, last_days_of_runs
from rebuild.engine.decision import DocumentDue, Request
from rebuild.engine.definition import Action
from rebuild.engine.judging import judged, not_offered, overtaken, undatable, unfit, unreadable
from rebuild.engine.machine import Slot, destination
from rebuild.engine.outcome import (
    about,
    displaced,
    documents_of,
    flags_of,
    rows_of,
    since_of,
    units_of,
)
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

    def take(
        self,
        seat: str,
        name: str,
        run: Run | None,
        given: Mapping[str, Json],
        actor: Actor,
        *,
        held: bool = False,
    ) -> None:
        """Take one action and all that follows; `held` moves the state a held run will return to."""
        self.depth += 1
        assert self.depth <= LONGEST_CHAIN, f"{seat}.{name} leads back to itself"
        self._take(seat, name, run, given, actor, held=held)
        self.depth -= 1

    def _take(
        self, seat: str, name: str, run: Run | None, given: Mapping[str, Json], actor: Actor,
        *, held: bool,
    ) -> None:  # fmt: skip
        action = self.plan.action(seat, name)
        if action is None or run is None:
            self.findings.append(not_offered(self.plan, seat, name, run))
            return
        answers, complaints = read_answers(action.asks, given)
        situation = self._situation(run, name, answers, actor)
        self.findings += [
            *(unreadable(complaint, actor) for complaint in complaints),
            # Who took a historic step then is in the papers; who may enter it is asked by `decide`.
            *(() if self.request.recorded else unfit(self.plan, action, actor)),
            *undatable(action, situation),
            *overtaken(self.plan, situation),
        ]
        state = self._judge(situation, action, readable=not complaints, held=held)
        if state is None or complaints or (self.findings and not self.request.recorded):
            return
        self._follow(situation, action, state, held=held)

    def _judge(
        self, situation: Situation, action: Action, *, readable: bool, held: bool
    ) -> str | None:
        """The state the action leads to; findings are collected whatever the machine says."""
        run = situation.run
        state = run.remembered if held else run.state
        compiled = self.plan.procedures[run.seat]
        before = len(self.findings)

        def judge() -> bool:
            if readable:
                self.findings += judged(self.plan, situation)
            return len(self.findings) == before

        reached = compiled.move(Slot(state, run.remembered, judge), situation.action)
        if reached is not None:
            return reached
        if situation.action not in compiled.offered.get(state, ()):
            self.findings.append(not_offered(self.plan, run.seat, situation.action, run))
            if self.request.recorded and readable:
                self.findings += judged(self.plan, situation)
        if not (self.request.recorded and readable):
            return None
        # A historic step goes where it says, whatever order the office's papers tell of.
        return destination(action, _source(action, state), run.remembered) or None

    def _follow(self, situation: Situation, action: Action, state: str, *, held: bool) -> None:
        run = situation.run
        events: list[happened.Event] = [self._taken(situation, action)]
        for name in action.records:
            events += record(name, situation)
        if action.raises or action.lowers:
            events += flags_of(action, situation, beside=self._beside(run.seat))
        events += _entered(situation, action, state, held=held)
        self._happened(*events)
        opened = self._opened(action, situation) if action.opens or action.opens_each else ()
        # The papers of a historic step were issued when it was taken; none is made up now.
        if action.issues and not self.request.recorded:
            self.documents += about(documents_of(action, situation, self.case), opened)
        for other, follow_ups in action.acts.items():
            self._take_first(other, follow_ups, situation)
        if state != run.state and not held:
            for other, follow_up in self.plan.listeners.get((run.seat, state), ()):
                self._tell(other, follow_up)

    def _taken(self, situation: Situation, action: Action) -> happened.ActionTaken:
        recorded, actor = self.request.recorded, situation.actor
        may = (*action.by, *self.plan.archivists) if recorded else action.by
        return happened.ActionTaken(
            seat=situation.run.seat,
            run=situation.run.number,
            action=situation.action,
            by=actor.id,
            role=next((role for role in may if role in actor.roles), ""),
            on=situation.on,
            answers=situation.answers,
            noted=tuple(finding.code for finding in self.findings) if recorded else (),
            recorded=recorded,
            instead_of=actor.instead_of,
        )

    def _tell(self, seat: str, name: str) -> None:
        """Let a procedure hear of a state entered elsewhere, if where it stands it listens for that."""
        run = chosen(self.plan, self.case, seat, name)
        if run is not None:
            self._follow_up(run, name, self.request.answers)

    def _follow_up(self, run: Run, name: str, told: Mapping[str, Json]) -> bool:
        """Take an action where the run offers it, or would once it is held no more; whether it followed."""
        offered = self.plan.procedures[run.seat].offered
        held = name not in offered[run.state]
        if held and name not in offered.get(run.remembered, ()):
            return False
        if self._passed_over(run, name, told):
            return False
        self._take_along(run, name, told, held=held)
        return True

    def _passed_over(self, run: Run, name: str, told: Mapping[str, Json]) -> bool:
        """Whether an action need not follow, and what it has to say does not follow."""
        action = self.plan.action(run.seat, name)
        if action is None or not action.optional:
            return False
        answers, complaints = read_answers(action.asks, _given(action, told))
        situation = self._situation(run, name, answers, SYSTEM)
        return bool(complaints or judged(self.plan, situation))

    def _take_first(self, seat: str, names: tuple[str, ...], situation: Situation) -> None:
        """Take along the first of these actions that fits; of procedures with a run for each household, in each."""
        if seat in self.plan.by_household:
            for row in rows_of(situation.answers):
                for name in names:
                    latest = runs_by_household(self.plan, self.case, seat, (row["unit"],), name)
                    if any(self._follow_up(run, name, row) for run in latest):
                        break
            return
        for name in names:
            run, action = chosen(self.plan, self.case, seat, name), self.plan.action(seat, name)
            if action is None or not action.optional:
                self._take_along_of(seat, name, run)
                return
            if run is not None and self._follow_up(run, name, self.request.answers):
                return

    def _take_along_of(self, seat: str, name: str, run: Run | None) -> None:
        action = self.plan.action(seat, name)
        given = _given(action, self.request.answers) if action else {}
        self.take(seat, name, run, given, SYSTEM)

    def _take_along(self, run: Run, name: str, told: Mapping[str, Json], *, held: bool) -> None:
        action = self.plan.action(run.seat, name)
        self.take(run.seat, name, run, _given(action, told) if action else {}, SYSTEM, held=held)

    def _situation(self, run: Run, name: str, answers: Answers, actor: Actor) -> Situation:
        return Situation(
            case=self.case,
            run=run,
            action=name,
            answers=answers,
            actor=actor,
            on=self.request.on,
            limits=self.plan.limits,
            calendar=self.calendar,
            settings=self.plan.procedures[run.seat].procedure.settings,
            due=last_days(self.plan, self.calendar, self.case),
            last_day=last_days_of_runs(self.plan, self.calendar),
        )

    def _opened(self, action: Action, situation: Situation) -> tuple[happened.ProcedureOpened, ...]:
        """Every procedure that begins: once, or for each household the action tells of."""
        units = units_of(situation.answers, self.case) if action.opens_each else []
        return (
            *(self._begun(seat, "") for seat in action.opens),
            *(self._begun(seat, unit) for seat in action.opens_each for unit in units),
        )

    def _begun(self, seat: str, unit: str) -> happened.ProcedureOpened:
        number = len(self.case.runs.get(seat, ())) + 1
        initial = self.plan.procedures[seat].procedure.initial
        opened = happened.ProcedureOpened(
            seat, number, initial, self.request.on, unit, beside=self._beside(seat)
        )
        self._happened(opened)
        return opened

    def _beside(self, seat: str) -> bool:
        return self.plan.procedures[seat].procedure.side_by_side

    def _happened(self, *events: happened.Event) -> None:
        self.events += events
        self.case = apply_all(self.case, events)


def _entered(
    situation: Situation, action: Action, state: str, *, held: bool
) -> tuple[happened.StateEntered, ...]:
    """The state an action enters; none where it stays in the one it is in."""
    run, name = situation.run, situation.action
    if held:
        # The case stays held; what happened elsewhere changes where it will go on from.
        since = run.visits[-1].since
        return (happened.StateEntered(run.seat, run.number, run.state, since, name, state),)
    if state == run.state and action.to == "stay":
        return ()
    since, fallen = since_of(action, situation), displaced(action, run)
    remembered = run.state if action.remembers else ""
    return (happened.StateEntered(run.seat, run.number, state, since, name, remembered, fallen),)


def _given(action: Action, told: Mapping[str, Json]) -> dict[str, Json]:
    """What of the request, or of a row of it, a follow-up asks for too."""
    asked = {each.name for each in action.asks}
    return {key: told[key] for key in told if key in asked}


def _source(action: Action, state: str) -> str:
    """The state a historic step is taken to have begun in, where its way depends on that."""
    if isinstance(action.to, Mapping) and state not in action.to:
        return next(iter(action.to))
    return state
