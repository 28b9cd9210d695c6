"""办理时限: counting days under the law: working days, calendar days, months; stops and extensions."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from rebuild.cases.making import quickly_made
from rebuild.errors import InputError
from rebuild.law.calendar import ONE_DAY, Calendar
from rebuild.law.spans import (
    LONGEST_IN_DAYS,
    Span,
    add_months,
    days_after,
    latest_with_months,
    merge_stops,
    stopped_days,
)

STOPPED = "停止计算"
_LONGEST_IN_MONTHS = 1_200


class Unit(Enum):
    """Three kinds of time, which the law never mixes."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Limit:
    """期限: a length of time; below zero it is counted back from an event, as in 听证七日前."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        longest = _LONGEST_IN_MONTHS if self.unit is Unit.MONTHS else LONGEST_IN_DAYS
        if abs(self.value) > longest:
            raise InputError("期限", f"{self.value} 超出可以计算的范围", "请写一百年以内的期限")

    @classmethod
    @lru_cache(maxsize=1024)  # the same few again and again: one object, known again at once
    def of(cls, value: int, unit: str) -> "Limit":
        return cls(value, Unit(unit))


Skipped = tuple[date, str]


@quickly_made
@dataclass(frozen=True, slots=True)
class Reckoning:
    """A due date with all that led to it, so that anyone can count it again."""

    start: date
    limit: Limit
    due: date
    provisional: bool  # a year without a holiday notice was counted through
    counted: tuple[date, ...]  # empty for months, which are not counted by days
    skipped: tuple[Skipped, ...]
    stops: tuple[Span, ...]  # merged, in order
    rolled_from: date | None  # where the time ended, if that was a rest day (民法典203)
    calendar_version: str

    @property
    def end(self) -> date:
        """The last day before any roll to a working day; extensions are counted from here."""
        return self.rolled_from or self.due


_LITERAL = re.compile(r"(-?)([1-9][0-9]{0,5})(wd|cd|mo)")
_UNITS = {"wd": Unit.WORKING_DAYS, "cd": Unit.CALENDAR_DAYS, "mo": Unit.MONTHS}


def parse_limit(text: str) -> Limit:
    """Read `5wd`, `15cd`, `3mo`; `-7wd` is counted back from an event."""
    found = _LITERAL.fullmatch(text)
    if found is None:
        raise InputError(f"期限“{text[:40]}”", "写法不对", "请写数字加单位，如 5wd、15cd、3mo")
    sign, digits, unit = found.groups()
    return Limit(int(sign + digits), _UNITS[unit])


def due_date(
    calendar: Calendar, start: date, limit: Limit, stops: Iterable[Span] = ()
) -> Reckoning:
    """The last day of a time limit.

    The start day is not counted (民法典201, 民诉85). Working days leave out rest days and count
    make-up days (行政许可法82). Months end on the corresponding day, or the month's last (民法典202).
    Days and months that end on a rest day run on to the next working day (民法典203). Stopped days
    (行政许可法45) are not counted, once each however the stops overlap.
    """
    merged = merge_stops(stops) if stops else ()
    if limit.value < 0:
        if merged:
            raise InputError("停止计算", "从某日往前推算的期限不能停止", "请去掉停止计算的日期")
        return latest_day_before(calendar, start, limit)
    return _forward(calendar, start, limit, merged)


def extend(
    calendar: Calendar, current: Reckoning, limit: Limit, stops: Iterable[Span] = ()
) -> Reckoning:
    """延期: count on from where the current time ends, not from the day a rest day moved it to."""
    return due_date(calendar, current.end, limit, (*current.stops, *stops))


def earliest_day_after(calendar: Calendar, filed: date, limit: Limit) -> Reckoning:
    """The first day something may happen that was to be filed so long before (安全条例11: 15日前).

    No roll: it is not a last day to do something, and the event may fall on a rest day.
    """
    forward = Limit(abs(limit.value), limit.unit)
    return _within_reach(lambda: _count_forward(calendar, filed, forward, (), roll=False))


def latest_day_before(calendar: Calendar, event_day: date, limit: Limit) -> Reckoning:
    """The last day to file for an event: the exact opposite of `earliest_day_after`.

    Never rolled, for a later day would break the law. Counted in working days it is a working day.
    """
    back = Limit(-abs(limit.value), limit.unit)
    return _within_reach(lambda: _count_back(calendar, event_day, back))


def working_days_between(calendar: Calendar, first: date, last: date) -> int:
    """Working days after `first`, up to and including `last`."""
    return sum(1 for day in days_after(first, last) if calendar.is_working_day(day))


def days_left(calendar: Calendar, reckoning: Reckoning, on: date) -> int:
    """What is left of a time limit at the end of a day, in its own days; below zero it is overdue.

    Working days leave out the stops still ahead. Months are told in calendar days.
    """
    due = reckoning.due
    if reckoning.limit.unit is not Unit.WORKING_DAYS:
        return (due - on).days
    if on > due:
        return -working_days_between(calendar, due, on)
    stopped = stopped_days(reckoning.stops, after=on)
    return sum(
        1 for day in days_after(on, due) if calendar.is_working_day(day) and day not in stopped
    )


# Rules, clocks and lists ask again and again for the days of a case, and they are seldom other ones.
@lru_cache(maxsize=4096)
def _forward(calendar: Calendar, start: date, limit: Limit, stops: tuple[Span, ...]) -> Reckoning:
    with_roll = limit.unit is not Unit.WORKING_DAYS or limit.value == 0
    return _within_reach(lambda: _count_forward(calendar, start, limit, stops, roll=with_roll))


def _count_forward(
    calendar: Calendar, start: date, limit: Limit, stops: tuple[Span, ...], *, roll: bool
) -> Reckoning:
    working = limit.unit is Unit.WORKING_DAYS
    length = limit.value
    if limit.unit is Unit.MONTHS:
        length = (add_months(start, limit.value) - start).days
    if working or stops:
        end, counted, skipped = _day_by_day(calendar, start, length, stops, working=working)
    else:
        # Nothing is left out, so the end is known without walking there.
        end, skipped = start + timedelta(days=length), []
        counted = [] if limit.unit is Unit.MONTHS else list(days_after(start, end))
    due = calendar.working_day_from(end) if roll else end
    skipped += _rest_days(calendar, end, due)
    return Reckoning(
        start=start,
        limit=limit,
        due=due,
        provisional=not calendar.known_through(min(start + ONE_DAY, due) if working else end, due),
        counted=() if limit.unit is Unit.MONTHS else tuple(counted),
        skipped=tuple(skipped),
        stops=stops,
        rolled_from=end if due != end else None,
        calendar_version=calendar.version,
    )


def _day_by_day(
    calendar: Calendar, start: date, length: int, stops: tuple[Span, ...], *, working: bool
) -> tuple[date, list[date], list[Skipped]]:
    """Where so many counted days end, with every day on the way and why it counts or does not."""
    stopped = stopped_days(stops, after=start)
    counted: list[date] = []
    skipped: list[Skipped] = []
    end = start
    while len(counted) < length:
        end += ONE_DAY
        reason = calendar.rest_reason(end) if working else None
        if reason is None and end in stopped:
            reason = STOPPED
        if reason is None:
            counted.append(end)
        else:
            skipped.append((end, reason))
    return end, counted, skipped


def _count_back(calendar: Calendar, event_day: date, limit: Limit) -> Reckoning:
    length = -limit.value
    counted: list[date] = []
    skipped: tuple[Skipped, ...] = ()
    due = event_day
    if limit.unit is Unit.MONTHS:
        due = latest_with_months(event_day, length)
    elif limit.unit is Unit.CALENDAR_DAYS:
        due = event_day - timedelta(days=length)
        counted = list(days_after(due, event_day))
    elif length:
        # The day itself is not counted, so the n-th working day back from the event is the first
        # one counted, and the last day to file is the working day before it.
        day = event_day + ONE_DAY
        for _ in range(length):
            day = calendar.previous_working_day(day)
            counted.append(day)
        due = calendar.previous_working_day(day)
        counted.reverse()
        skipped = tuple(
            (day, reason)
            for day in days_after(due, event_day)
            if (reason := calendar.rest_reason(day)) is not None
        )
    working = limit.unit is Unit.WORKING_DAYS
    return Reckoning(
        start=event_day,
        limit=limit,
        due=due,
        provisional=working and not calendar.known_through(due, event_day),
        counted=tuple(counted),
        skipped=skipped,
        stops=(),
        rolled_from=None,
        calendar_version=calendar.version,
    )


def _rest_days(calendar: Calendar, end: date, due: date) -> list[Skipped]:
    """The rest days a roll passes over, the first of which is the end itself."""
    days = (end + timedelta(days=offset) for offset in range((due - end).days))
    return [(day, calendar.rest_reason(day) or "") for day in days]


def _within_reach(count: Callable[[], Reckoning]) -> Reckoning:
    """Dates end with the year 9999, and begin with the year 1."""
    try:
        return count()
    except (OverflowError, ValueError):
        raise InputError("日期", "超出可以计算的范围", "请核对起算日期和期限") from None
