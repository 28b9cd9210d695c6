"""先办到期: what time has already decided in a case is done before anything else, as of the day after each last day.

The office runs this over all its cases (`run_clocks`), and so does every action over its own case
(`act`): whoever comes first does it, and does it the same way. A clock acts as actor `clock`, in an
entry and a transaction of its own, under a key that names its last day.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rebuild.cases.apply import apply
from rebuild.cases.events import DocumentIssued
from rebuild.cases.facts import CLOCK, Case, Document
from rebuild.engine.clocks import Reading, open_readings
from rebuild.engine.decide import Allowed, Refused, blocks
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.services.asking import Asked, Fired, Outcome
from rebuild.services.in_hand import InHand
from rebuild.services.office import Office
from rebuild.services.settle import carry_out, decided
from rebuild.store.cases import Stored

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """An action of the clock that is due: on the day after the last day, whenever anyone gets round to it."""

    number: str
    seat: str
    run: int
    clock: str
    label: str
    action: str
    due: date

    @property
    def on(self) -> date:
        return self.due + ONE_DAY

    def asked(self, now: datetime) -> Asked:
        key = f"clock {self.number} {self.seat} {self.run} {self.clock} {self.due} {self.action}"
        return Asked(
            self.number, self.seat, self.action, {}, CLOCK, self.on, now, key=key, run=self.run
        )

    def fired(self, outcome: Outcome) -> Fired:
        return Fired(
            self.number, self.seat, self.clock, self.label, self.action, self.due, self.on, outcome
        )


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
            day = reading.due + ONE_DAY
            if blocks(plan, calendar, case, reading.seat, name, day, reading.run):
                continue  # a permit does not lapse while its extension is being decided
            due.append((reading, name))
    return tuple(due)


def next_step(
    plan: Plan, calendar: Calendar, case: Case, on: date, refused: Set[Step] = frozenset()
) -> Step | None:
    """The earliest action of a clock that is due in a case, less those that were refused."""
    waiting = [
        step
        for reading, action in fallen_due(plan, calendar, case, on)
        if (step := _step(case.number, reading, action)) not in refused
    ]
    return min(waiting, key=lambda step: step.due) if waiting else None


def next_step_in(hand: InHand, on: date, refused: Set[Step] = frozenset()) -> Step | None:
    """As `next_step`; what is remembered of the lists says at once that nothing is due, as it mostly is."""
    if hand.shown and not any(clock.due and clock.due < on for clock in hand.shown.clocks):
        return None
    return next_step(hand.plan, hand.office.calendar, hand.case, on, refused)


def fire(hand: InHand, step: Step, now: datetime) -> Fired:
    """Do what is due. Where that is refused it is told, and not entered again each time anyone comes by."""
    asked = step.asked(now)
    decision = decided(hand.office, hand.plan, hand.case, asked)
    if isinstance(decision, Refused):
        version = hand.stored.version
        outcome = Outcome(step.number, version, False, decision.findings, (), hand.case)
    else:
        outcome = carry_out(hand, asked, decision)
    return step.fired(outcome)


def rehearse(
    office: Office, plan: Plan, stored: Stored, case: Case, on: date, now: datetime
) -> tuple[tuple[Fired, ...], Case]:
    """What an action on a day would have to do first, and the case as that would leave it; nothing is written."""
    fired: list[Fired] = []
    refused: set[Step] = set()
    while (step := next_step(plan, office.calendar, case, on, refused)) is not None:
        decision = decided(office, plan, case, step.asked(now))
        if isinstance(decision, Refused):
            refused.add(step)
            continue
        case = _with_papers(decision, step)
        fired.append(step.fired(Outcome(step.number, stored.version, True, (), (), case)))
    return tuple(fired), case


def _with_papers(decision: Allowed, step: Step) -> Case:
    """The case decided, with its papers still without number, so that what follows finds them."""
    case = decision.case
    for due in decision.documents:
        paper = Document("", due.kind, "", "", step.on, due.seat, due.run, "", due.unit)
        case = apply(case, DocumentIssued(paper, due.begins, due.begun))
    return case


def _step(number: str, reading: Reading, action: str) -> Step:
    return Step(
        number, reading.seat, reading.run, reading.clock, reading.label, action, reading.due
    )
