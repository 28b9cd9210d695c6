"""时限到期: fires whatever has fallen due, in order, each as of the day after its last day, exactly once.

A clock's action is taken as actor `clock` through the same door as everyone's. Its day is the day after
the last day, whenever the office gets round to running this: running it once after a month gives the
same ledger as running it daily.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush

from rebuild.cases.facts import CLOCK, Case
from rebuild.engine.clocks import Reading, open_readings
from rebuild.engine.decide import blocks
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.services.act import Asked, Outcome, act
from rebuild.services.office import Office
from rebuild.store import cases, lists

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fired:
    """One clock that has fallen due, and what came of it."""

    number: str
    seat: str
    clock: str
    label: str
    action: str
    due: date
    on: date
    outcome: Outcome


def run_clocks(office: Office, *, on: date, now: datetime, number: str = "") -> tuple[Fired, ...]:
    """Fire everything due before `on`, of every case or of one, earliest first, until nothing is left.

    The order is by day and then by case, over the whole office: so numbers are given in the same order
    whether this is run daily or once after a month.
    """
    fired: list[Fired] = []
    refused: set[tuple[str, str, int, str]] = set()
    with office.database.reading() as session:
        found = lists.due_clocks(session, until=on - ONE_DAY, limit=100_000)
    numbers = [number] if number else sorted({row.number for row in found})
    waiting = [
        (step[0].due, each, step)
        for each in numbers
        if (step := _next(office, each, on, refused)) is not None
    ]
    heapify(waiting)
    while waiting:
        _, each, (reading, action) = heappop(waiting)
        fired.append(_fire(office, each, reading, action, now))
        if not fired[-1].outcome.allowed:
            refused.add((each, reading.seat, reading.run, action))
        step = _next(office, each, on, refused)
        if step is not None:
            heappush(waiting, (step[0].due, each, step))
    return tuple(sorted(fired, key=lambda one: (one.on, one.number)))


def _next(
    office: Office, number: str, on: date, refused: set[tuple[str, str, int, str]]
) -> tuple[Reading, str] | None:
    """The earliest clock of a case that has an action to take and has not taken it yet."""
    with office.database.reading() as session:
        case = cases.folded(session, cases.get(session, number))
        plan = office.plan_of(session, case)
    waiting = [
        (reading, action)
        for reading, action in fallen_due(plan, office.calendar, case, on)
        if (number, reading.seat, reading.run, action) not in refused
    ]
    return min(waiting, key=lambda step: step[0].due) if waiting else None


def fallen_due(
    plan: Plan, calendar: Calendar, case: Case, on: date
) -> tuple[tuple[Reading, str], ...]:
    """Every running clock past its last day, with the action that is due and still open."""
    due = []
    for reading in open_readings(plan, calendar, case):
        if reading.standing != "running" or reading.due >= on:
            continue
        compiled = plan.procedures[reading.seat]
        run = case.runs[reading.seat][reading.run - 1]
        for name in compiled.offered[run.state]:
            if compiled.procedure.actions[name].when_due != reading.clock:
                continue
            if any(t.action == name and t.on > reading.due for t in run.taken):
                continue  # an overdue mark is set once for each last day
            if blocks(plan, calendar, case, reading.seat, name, reading.due + ONE_DAY):
                continue  # a permit does not lapse while its extension is being decided
            due.append((reading, name))
    return tuple(due)


def _fire(office: Office, number: str, reading: Reading, action: str, now: datetime) -> Fired:
    on = reading.due + ONE_DAY
    key = f"clock {number} {reading.seat} {reading.run} {reading.clock} {reading.due} {action}"
    outcome = act(
        office,
        Asked(number, reading.seat, action, {}, CLOCK, on, now, key=key),
    )
    return Fired(
        number, reading.seat, reading.clock, reading.label, action, reading.due, on, outcome
    )
