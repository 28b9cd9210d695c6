"""办理时限: which clocks run, when each is due, what happens then, and why: derived from events, never stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from rebuild.cases.facts import Case, Run, Visit
from rebuild.cases.making import quickly_made
from rebuild.engine.definition import Clock
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.spans import Span
from rebuild.law.time_limits import Limit, Reckoning, due_date, extend

Standing = Literal["running", "stopped", "over"]
ONE_DAY = timedelta(days=1)
_MOST_LATEST = 4096


@quickly_made
@dataclass(frozen=True, slots=True)
class Reading:
    """One clock of one run: since when, until when, whose turn it is, and the whole reckoning."""

    seat: str
    run: int
    clock: str
    label: str
    standing: Standing
    started: date
    due: date
    provisional: bool
    extended: int
    turn: str
    basis: str
    reckoning: Reckoning
    ended: date | None = None

    @property
    def late(self) -> bool:
        """Whether it ended after its last day."""
        return self.ended is not None and self.ended > self.due


_LATEST: dict[tuple[object, ...], tuple[Reading | None, object]] = {}


def readings(plan: Plan, calendar: Calendar, case: Case) -> tuple[Reading, ...]:
    """Every clock the case has had, in order of procedure and start."""
    return tuple(
        reading
        for runs in case.runs.values()
        for run in runs
        for reading in run_readings(plan, calendar, run)
    )


def open_readings(plan: Plan, calendar: Calendar, case: Case) -> tuple[Reading, ...]:
    """The clocks not yet over."""
    return tuple(
        reading
        for runs in case.runs.values()
        for run in runs
        for reading in run_readings(plan, calendar, run, only_open=True)
    )


def run_readings(
    plan: Plan, calendar: Calendar, run: Run, *, only_open: bool = False
) -> Iterator[Reading]:
    """The clocks of one run; those already over need not be counted where nobody asks for them."""
    compiled = plan.procedures[run.seat]
    words = compiled.procedure.clocks
    if only_open:
        # Most clocks, at any one time, are over: their history need not even be walked.
        for name in compiled.clocks[run.state]:
            reading = latest_of_run(plan, calendar, run, name)
            if reading is not None and reading.ended is None:
                yield reading
        return
    for name, clock in words.items():
        for span in _spans(run, clock):
            yield _read(plan, calendar, run, name, clock, span)


def latest(plan: Plan, calendar: Calendar, case: Case, seat: str, clock: str) -> Reading | None:
    """The last reading of one clock of the current run of a seat."""
    run = case.run(seat)
    return latest_of_run(plan, calendar, run, clock) if run else None


def latest_of_run(plan: Plan, calendar: Calendar, run: Run, clock: str) -> Reading | None:
    """The last reading of one clock of a run, counted once for the lists, the rules and the next action."""
    compiled = plan.procedures[run.seat]
    word = compiled.procedure.clocks.get(clock)
    if word is None:
        return None
    telling = compiled.telling[clock]
    # All that is read of a run; frozen, so that the same objects say that nothing has changed.
    read = (
        plan,
        calendar,
        run.visits,
        *([taken for taken in run.taken if taken.action in telling] if telling else ()),
    )
    key = (*map(id, read), run.seat, run.number, run.followed_on, clock)
    found = _LATEST.get(key)
    if found is None:
        spans = tuple(_spans(run, word))
        reading = _read(plan, calendar, run, clock, word, spans[-1]) if spans else None
        if len(_LATEST) >= _MOST_LATEST:
            _LATEST.clear()
        # What was read is kept beside it: no other object can come to have its identity.
        found = _LATEST[key] = reading, read
    return found[0]


def last_days(plan: Plan, calendar: Calendar, case: Case) -> Callable[[str, str], date | None]:
    """Asks for the last day of a clock, and only then counts: most rules never do."""

    def last_day(seat: str, clock: str) -> date | None:
        reading = latest(plan, calendar, case, seat, clock)
        return reading.due if reading and reading.standing != "over" else None

    return last_day


def last_days_of_runs(plan: Plan, calendar: Calendar) -> Callable[[Run, str], date | None]:
    """Asks for the last day of a clock of any run, also where it has stopped counting long ago."""

    def last_day(run: Run, clock: str) -> date | None:
        reading = latest_of_run(plan, calendar, run, clock)
        return reading.due if reading else None

    return last_day


class _Running(NamedTuple):
    """One time a clock ran: from when, when it stood still, when it was over."""

    start: date
    stops: tuple[Span, ...]
    stopped_since: date | None
    ended: date | None


def _spans(run: Run, clock: Clock) -> Iterator[_Running]:
    """Every time a clock ran, each over at the latest when an action ends it or another run follows."""
    for span in _stays(run.visits, clock):
        ended = _ended(run, clock, span)
        over = ended.ended or run.followed_on is None
        yield ended if over else ended._replace(ended=run.followed_on)


def _stays(visits: tuple[Visit, ...], clock: Clock) -> Iterator[_Running]:
    current: _Running | None = None
    for visit in visits:
        runs, stands = visit.state in clock.runs_in, visit.state in clock.stopped_in
        if current is None:
            if runs:
                current = _Running(visit.since, (), None, None)
            continue
        if current.stopped_since is not None and not stands:
            current = _resumed(current, visit.since)
        elif stands and current.stopped_since is None:
            current = _Running(current.start, current.stops, visit.since, None)
        if not runs and not stands:
            yield current._replace(ended=visit.since)
            current = None
    if current is not None:
        yield current


def _ended(run: Run, clock: Clock, span: _Running) -> _Running:
    """The same span, over on the day one of the actions that end the clock was taken."""
    if not clock.ended_by:
        return span
    for taken in run.taken:
        if taken.action not in clock.ended_by:
            continue
        day = taken.answers.get(clock.ended_on)
        on = date.fromisoformat(day) if day else taken.on
        if span.start <= on <= (span.ended or on):
            return span._replace(ended=on)
    return span


def _resumed(current: _Running, on: date) -> _Running:
    """Stopped from the day it was stopped to the day before it went on, both included."""
    since = current.stopped_since
    assert since is not None
    stop = ((since, on - ONE_DAY),) if on > since else ()
    return _Running(current.start, (*current.stops, *stop), None, None)


def _read(
    plan: Plan, calendar: Calendar, run: Run, name: str, clock: Clock, span: _Running
) -> Reading:
    limits = plan.limits
    extensions = _extensions(plan, run, name, clock, span)
    limit = limits.time(clock.limit, span.start)
    reckoning = due_date(calendar, span.start, limit, span.stops)
    for extension in extensions:
        reckoning = extend(calendar, reckoning, extension)
    standing: Standing = "over" if span.ended else "stopped" if span.stopped_since else "running"
    return Reading(
        seat=run.seat,
        run=run.number,
        clock=name,
        label=clock.label,
        standing=standing,
        started=span.start,
        due=reckoning.due,
        provisional=reckoning.provisional,
        extended=len(extensions),
        turn=clock.turn,
        basis=limits.basis(clock.limit, span.start),
        reckoning=reckoning,
        ended=span.ended,
    )


def _extensions(plan: Plan, run: Run, name: str, clock: Clock, span: _Running) -> tuple[Limit, ...]:
    """What each extension told while a clock ran adds to it."""
    if not clock.extension:
        return ()
    compiled = plan.procedures[run.seat]
    actions = compiled.procedure.actions
    return tuple(
        plan.limits.time(clock.extension, taken.on)
        for taken in run.taken
        if taken.action in compiled.telling[name]
        and actions[taken.action].extends == name
        and taken.on >= span.start
        and (span.ended is None or taken.on <= span.ended)
    )
