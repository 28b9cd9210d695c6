"""停止计算: when a clock stood still, on which ground, and how long it had been told to take (行政许可法45)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rebuild.cases.facts import NOTHING, Answers, Run
from rebuild.engine.definition import Clock, Procedure
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import Limit, Unit, due_date

ONE_DAY = timedelta(days=1)
NEEDED = "needed_days"  # what the action that stops a clock asks: the time told in writing
KIND, SUBJECT = "kind", "subject"


@dataclass(frozen=True, slots=True)
class Standstill:
    """One time a clock stood still: from the day it stopped to the day before it went on."""

    first: date
    last: date | None  # None while it still stands
    ground: str
    needed: int | None  # working days told; None where the law asks for no such notice
    told_until: date | None

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
        needed = answers.get(NEEDED)
        until = (
            due_date(calendar, visit.since, Limit(needed, Unit.WORKING_DAYS)).due
            if needed
            else None
        )
        yield Standstill(
            visit.since, last, _ground(procedure, visit.action, answers), needed, until
        )


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
