"""What of a case is kept in columns, for lists and work queues; all of it can be computed from the case."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


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
