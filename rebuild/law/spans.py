"""Stretches of days: corresponding months, and the union of the times a clock stood still."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rebuild.errors import InputError

Span = tuple[date, date]  # first and last day, both included
LONGEST_IN_DAYS = 36_600  # a hundred years: beyond any time limit, yet counted at once
_ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the last of a month that has none (民法典202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_with_months(event_day: date, months: int) -> date:
    """The last day from which so many months end by the event; month ends make it not a subtraction."""
    first = add_months(event_day.replace(day=1), -months)
    day = first.replace(day=monthrange(first.year, first.month)[1])
    while add_months(day, months) > event_day:
        day -= _ONE_DAY
    return day


def merge_stops(stops: Iterable[Span]) -> tuple[Span, ...]:
    """The union of the stops, in order, so that no day is stopped twice."""
    merged: list[Span] = []
    for first, last in sorted(stops):
        if last < first:
            raise InputError("停止计算", f"{first}至{last}的起止颠倒", "请把较早的一天写在前面")
        if merged and (first - merged[-1][1]).days <= 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    if sum((last - first).days for first, last in merged) > LONGEST_IN_DAYS:
        raise InputError("停止计算", "停止的日子超出可以计算的范围", "请核对停止计算的起止日期")
    return tuple(merged)


def stopped_days(stops: tuple[Span, ...], *, after: date) -> frozenset[date]:
    return frozenset(
        day for first, last in stops for day in days_after(max(first - _ONE_DAY, after), last)
    )


def days_after(first: date, last: date) -> Iterator[date]:
    while first < last:
        first += _ONE_DAY
        yield first
