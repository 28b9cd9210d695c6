"""停止计算: when a clock stood still, on which ground, and how long it was told to take, and told again (行政许可法45)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rebuild.cases.facts import NOTHING, Answers, Run, Visit
from rebuild.cases.needed_time import times_told
from rebuild.engine.definition import Clock, Procedure
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import Limit, Unit, due_date

ONE_DAY = timedelta(days=1)
KIND, SUBJECT = "kind", "subject"


@dataclass(frozen=True, slots=True)
class Telling:
    """What the applicant was told: on which day, how many working days in all, and so until when."""

    on: date
    needed: int
    until: date
    late: bool  # told after the time told before had ended


@dataclass(frozen=True, slots=True)
class Standstill:
    """One time a clock stood still: from the day it stopped to the day before it went on."""

    first: date
    last: date | None  # None while it still stands
    ground: str
    told: tuple[Telling, ...]  # none where nothing was told

    @property
    def needed(self) -> int | None:
        return self.told[-1].needed if self.told else None

    @property
    def told_until(self) -> date | None:
        return self.told[-1].until if self.told else None

    def overrun(self, on: date) -> bool:
        """Whether it lasts, or lasted, longer than was told."""
        return self.told_until is not None and (self.last or on) > self.told_until


def standstills(
    procedure: Procedure, calendar: Calendar, run: Run, clock: Clock, *, started: date
) -> Iterator[Standstill]:
    """Every standstill of a clock since a day, in order."""
    for visit, following in pairwise((*run.visits, None)):
        if visit is None or visit.state not in clock.stopped_in or visit.since < started:
            continue
        last = following.since - ONE_DAY if following else None
        if last is not None and last < visit.since:
            continue  # it went on the same day
        answers = _answers(run, visit.action, visit.since)
        told = tuple(_tellings(calendar, run, visit, following.since if following else None))
        yield Standstill(visit.since, last, _ground(procedure, visit.action, answers), told)


def _tellings(calendar: Calendar, run: Run, visit: Visit, until: date | None) -> Iterator[Telling]:
    before: date | None = None
    for on, needed in times_told(run, visit, until):
        ends = due_date(calendar, visit.since, Limit(needed, Unit.WORKING_DAYS)).due
        yield Telling(on, needed, ends, late=before is not None and on > before)
        before = ends


def _answers(run: Run, action: str, on: date) -> Answers:
    """What was answered when the clock was stopped."""
    for taken in reversed(run.taken):
        if taken.action == action and taken.on == on:
            return taken.answers
    return NOTHING


def _ground(procedure: Procedure, name: str, answers: Answers) -> str:
    """启动特别程序：检测（地基承载力）; 申请听证."""
    action = procedure.actions.get(name)
    if action is None:
        return ""
    choices = next((field.choices for field in action.asks if field.name == KIND), {})
    kind, subject = choices.get(answers.get(KIND, ""), ""), answers.get(SUBJECT, "")
    told = f"{kind}（{subject}）" if kind and subject else kind
    return f"{action.label}：{told}" if told else action.label
