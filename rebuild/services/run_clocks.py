"""时限到期: fires whatever has fallen due in the office, in order, each as of the day after its last day, exactly once.

Its day is the day after the last day, whenever the office gets round to running this: running it
once after a month gives the same ledger as running it daily.
"""

from datetime import date, datetime
from heapq import heapify, heappop, heappush

from rebuild.services.asking import Fired
from rebuild.services.falling_due import ONE_DAY, Step, fire, next_step
from rebuild.services.in_hand import in_hand
from rebuild.services.office import Office
from rebuild.store import cases, lists


def run_clocks(office: Office, *, on: date, now: datetime, number: str = "") -> tuple[Fired, ...]:
    """Fire everything due before `on`, of every case or of one, earliest first, until nothing is left.

    The order is by day and then by case, over the whole office: so numbers are given in the same order
    whether this is run daily or once after a month.
    """
    fired: list[Fired] = []
    refused: set[Step] = set()
    with office.database.reading() as session:
        found = lists.due_clocks(session, until=on - ONE_DAY, limit=100_000)
    numbers = [number] if number else sorted({row.number for row in found})
    waiting = [
        (step.due, each)
        for each in numbers
        if (step := _waiting(office, each, on, refused)) is not None
    ]
    heapify(waiting)
    while waiting:
        due, each = heappop(waiting)
        done = _fire(office, each, due, on, now, refused)
        if done is not None:
            fired.append(done)
        step = _waiting(office, each, on, refused)
        if step is not None:
            heappush(waiting, (step.due, each))
    return tuple(sorted(fired, key=lambda one: (one.on, one.number)))


def _waiting(office: Office, number: str, on: date, refused: set[Step]) -> Step | None:
    with office.database.reading() as session:
        case = cases.folded(session, cases.get(session, number))
        return next_step(office.plan_of(session, case), office.calendar, case, on, refused)


def _fire(
    office: Office, number: str, due: date, on: date, now: datetime, refused: set[Step]
) -> Fired | None:
    """Do what is next in a case; None where someone else has just done it, and what is next has time."""
    with office.database.writing() as session:
        hand = in_hand(session, office, number)
        step = next_step(hand.plan, office.calendar, hand.case, on, refused)
        if step is None or step.due > due:
            return None
        fired = fire(hand, step, now)
        if not fired.outcome.allowed:
            refused.add(step)
        return fired
