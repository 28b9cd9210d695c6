"""推算: the day of every step still to come, if everyone takes all the time the law gives, or goes at another pace."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from rebuild.cases.facts import Case
from rebuild.engine.clocks import ONE_DAY, open_readings
from rebuild.engine.definition import Action
from rebuild.engine.machine import destination, sources
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.spans import Span
from rebuild.law.time_limits import Reckoning, due_date, earliest_day_after, extend
from rebuild.services.clocks_told import extensions, stopped_since
from rebuild.services.main_path import Leg, main_end, main_path
from rebuild.services.pace import ALL_THE_TIME, Pace
from rebuild.services.project import MAIN

# Rules that make people wait: the limit runs from the action on, or before it, or must be over.
WAITS_AFTER = {
    "consensus.notice_time": "vote_notice",
    "demolition.filed_before": "demolition_notice",
}
WAITS_BEFORE = {"completion.station_told": "station_notice"}
THE_DAY_AFTER = "consensus.posting_over"
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One action still to be taken: since when it can be waited for, and until when at the latest."""

    seat: str
    state: str
    action: str
    to: str
    since: date
    until: date
    limits: tuple[tuple[str, Reckoning], ...]  # the law.yaml names it was counted by


@dataclass(slots=True)
class _Clock:
    start: date
    stops: tuple[Span, ...] = ()
    stopped: date | None = None
    extended_on: tuple[date, ...] = ()


@dataclass(slots=True)
class Walk:
    """The rest of a case, walked on paper from a day on."""

    plan: Plan
    calendar: Calendar
    case: Case
    day: date
    stops: tuple[Span, ...] = ()
    pace: Pace = ALL_THE_TIME
    steps: list[Step] = field(default_factory=list)
    _entered: dict[str, date] = field(default_factory=dict)
    _at: dict[str, str] = field(default_factory=dict)
    _clocks: dict[tuple[str, str], _Clock] = field(default_factory=dict)
    _depth: int = 0

    def to_the_end(self) -> tuple[Step, ...]:
        """Every step to the end people set out for; none where the case has ended otherwise."""
        for seat, runs in self.case.runs.items():
            self._at[seat] = runs[-1].remembered or runs[-1].state
            self._entered[seat] = runs[-1].visits[-1].since
        for reading in open_readings(self.plan, self.calendar, self.case):
            run = self.case.runs[reading.seat][reading.run - 1]
            self._clocks[reading.seat, reading.clock] = _Clock(
                reading.started,
                reading.reckoning.stops,
                stopped_since(self.plan, run, reading.clock),
                extensions(self.plan, run, reading),
            )
        main = self.plan.workflow.procedures[MAIN]
        for leg in main_path(main, self._at[MAIN], main_end(main)) or ():
            self._take(MAIN, leg)
        return tuple(self.steps)

    def _reach(self, seat: str, goal: str) -> None:
        self._depth += 1
        assert self._depth < DEEPEST, f"{seat} waits for itself"
        procedure = self.plan.workflow.procedures[seat]
        way = main_path(procedure, self._at[seat], goal) if seat in self._at else None
        if way is None:  # not begun yet, or ended otherwise: a new run begins
            self._begin(seat)
            way = main_path(procedure, procedure.initial, goal) or ()
        for leg in way:
            if self._at[seat] == leg.state:  # another procedure may have taken this one along
                self._take(seat, leg)
        self._depth -= 1

    def _begin(self, seat: str) -> None:
        """Someone must open a second run; a first one is opened by the action that led here."""
        if seat in self._at:
            state = self._at[MAIN]
            for name in self.plan.procedures[MAIN].offered[state]:
                action = self.plan.workflow.procedures[MAIN].actions[name]
                if seat in action.opens and action.to == "stay":
                    self._step(MAIN, Leg(state, name, state), self.day, ())
        self._enter(seat, self.plan.workflow.procedures[seat].initial)

    def _take(self, seat: str, leg: Leg) -> None:
        action = self.plan.workflow.procedures[seat].actions[leg.action]
        carrier = self._carrier(seat, leg.action) if "system" in action.by else None
        if action.when is not None:
            self._reach(action.when.procedure, action.when.enters[0])
        elif carrier is not None:
            other, name = carrier
            procedure = self.plan.workflow.procedures[other]
            source = sources(procedure, procedure.actions[name])[0]
            self._reach(other, source)
            self._take(other, Leg(source, name, destination(procedure.actions[name], source)))
        else:
            self._wait(seat, leg, action)
        self._enter(seat, leg.to)
        for other, name in action.along:
            carried = self.plan.workflow.procedures[other].actions[name]
            if not carried.optional and (other in self._at or other in action.opens):
                self._enter(other, destination(carried, self._at.get(other, carried.from_[0])))

    def _carrier(self, seat: str, name: str) -> tuple[str, str] | None:
        """The action of another procedure that takes this one along in the same transaction."""
        for other, procedure in self.plan.workflow.procedures.items():
            for each, action in procedure.actions.items():
                if (seat, name) in action.along:
                    return other, each
        return None

    def _wait(self, seat: str, leg: Leg, action: Action) -> None:
        since, limits = self.day, list(self._bounds(seat, leg))
        bounds = [reckoning.due for _, reckoning in limits]
        until = max(since, min(bounds)) if bounds else since
        if bounds and THE_DAY_AFTER in action.rules:
            until += ONE_DAY  # a wait the law itself asks for: no pace shortens it
        else:
            paced = self._paced(seat, leg)
            until = max(since, paced) if paced else until
        for waits in self._waits(action, WAITS_BEFORE, since):
            limits.append(waits)
            until = max(until, waits[1].due)
        self._step(seat, leg, until, tuple(limits))
        for waits in self._waits(action, WAITS_AFTER, until):
            last = self.steps[-1]
            self.steps[-1] = replace(last, limits=(*last.limits, waits))
            self.day = max(self.day, waits[1].due)

    def _paced(self, seat: str, leg: Leg) -> date | None:
        entered = self._entered.get(seat, self.day)
        return self.pace.until(self.calendar, (seat, leg.state), entered=entered)

    def _step(
        self, seat: str, leg: Leg, until: date, limits: tuple[tuple[str, Reckoning], ...]
    ) -> None:
        self.steps.append(Step(seat, leg.state, leg.action, leg.to, self.day, until, limits))
        self.day = until

    def _bounds(self, seat: str, leg: Leg) -> Iterable[tuple[str, Reckoning]]:
        """The clocks that this step ends; those another action ends bind it only where they stand alone."""
        procedure = self.plan.workflow.procedures[seat]
        ending = {
            name: clock
            for name, clock in procedure.clocks.items()
            if leg.state in clock.runs_in and leg.to not in (*clock.runs_in, *clock.stopped_in)
        }
        own = {name: clock for name, clock in ending.items() if not clock.ended_by}
        for name, clock in (own or ending).items():
            if (seat, name) in self._clocks:
                yield clock.limit, self._reckon(seat, name)

    def _reckon(self, seat: str, name: str) -> Reckoning:
        clock = self.plan.workflow.procedures[seat].clocks[name]
        running, limits = self._clocks[seat, name], self.plan.limits
        stops = (*running.stops, *(self.stops if clock.stopped_in else ()))
        limit = limits.time(clock.limit, running.start)
        reckoning = due_date(self.calendar, running.start, limit, stops)
        for on in running.extended_on:
            reckoning = extend(self.calendar, reckoning, limits.time(clock.extension, on))
        return reckoning

    def _waits(
        self, action: Action, table: dict[str, str], on: date
    ) -> Iterable[tuple[str, Reckoning]]:
        for code in action.rules:
            if code in table:
                limit = self.plan.limits.time(table[code], on)
                yield table[code], earliest_day_after(self.calendar, on, limit)

    def _enter(self, seat: str, state: str) -> None:
        """Stand in a state: clocks begin, stand still, go on or are over."""
        self._at[seat], self._entered[seat] = state, self.day
        for name, clock in self.plan.workflow.procedures[seat].clocks.items():
            running = self._clocks.get((seat, name))
            if state in clock.runs_in:
                if running is None:
                    self._clocks[seat, name] = _Clock(self.day)
                elif running.stopped is not None:
                    if self.day > running.stopped:
                        running.stops = (*running.stops, (running.stopped, self.day - ONE_DAY))
                    running.stopped = None
            elif running is not None and state not in clock.stopped_in:
                del self._clocks[seat, name]
            elif running is not None and running.stopped is None:
                running.stopped = self.day
