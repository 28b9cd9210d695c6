"""What of a case is kept in columns, for lists and work queues; all of it can be computed from the case."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rebuild.cases.making import quickly_made


class RunRow(NamedTuple):
    """Where one run of a procedure stands. A tuple, because a step compares many of them."""

    seat: str
    run: int
    state: str
    since: date


class ClockRow(NamedTuple):
    """One time limit: `standing` is running, stopped or over; only a running one falls due."""

    seat: str
    run: int
    clock: str
    standing: str
    due: date | None
    provisional: bool


class TaskRow(NamedTuple):
    """What is to be done next in a case, by whom, until when.

    `urgency` is the last day of the time limit that presses, or what stands after every day: that
    there is none, that it stands still, that the case is over.
    """

    region: str
    main_state: str
    turn: str
    urgency: str
    seat: str
    state: str
    action: str
    clock_seat: str = ""
    clock: str = ""
    started: str = ""
    whole: int = 0
    working: bool = False
    kept: int = 0
    provisional: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class Projection:
    """A case as the lists show it."""

    address: str
    applicant: str
    households: int
    state: str
    stage: str
    runs: tuple[RunRow, ...] = ()
    clocks: tuple[ClockRow, ...] = ()
    initials: str | None = ""  # pinyin to seek by; None where they stay as they are written
    task: TaskRow | None = None
