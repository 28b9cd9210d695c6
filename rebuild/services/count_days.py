"""计算期限: a time limit counted from a day, told with every day counted and every day left out."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from rebuild.errors import InputError
from rebuild.law.calendar import Calendar
from rebuild.law.spans import Span
from rebuild.law.time_limits import Limit, Reckoning, Unit, due_date, parse_limit

NamedLimit = Callable[[str, date], tuple[Limit, str]]  # a name of law.yaml, a day: limit and basis

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LITERAL = re.compile(r"[-+]?[0-9.]+[a-z]*")
_COUNTED_BY = {
    Unit.WORKING_DAYS: "行政许可法82",
    Unit.CALENDAR_DAYS: "民法典201、203",
    Unit.MONTHS: "民法典202、203",
}


def count_days(
    limit: str, *, start: str, stops: Iterable[str] = (), calendar: Calendar, named: NamedLimit
) -> dict[str, Any]:
    """Count a limit, a literal like `5wd` or a name of the law's, from a day; stops are FROM..TO."""
    first = parse_day("start", start)
    length, basis = _limit(limit, first, named)
    reckoning = due_date(calendar, first, length, tuple(parse_stop(stop) for stop in stops))
    return told(reckoning, basis)


def told(reckoning: Reckoning, basis: str) -> dict[str, Any]:
    """A reckoning as plain data, dates as text."""
    rolled_from = reckoning.rolled_from
    return {
        "start": reckoning.start.isoformat(),
        "limit": {"value": reckoning.limit.value, "unit": reckoning.limit.unit.value},
        "due": reckoning.due.isoformat(),
        "provisional": reckoning.provisional,
        "counted": [day.isoformat() for day in reckoning.counted],
        "skipped": [
            {"date": day.isoformat(), "reason": reason} for day, reason in reckoning.skipped
        ],
        "stops": [
            {"from": first.isoformat(), "to": last.isoformat()} for first, last in reckoning.stops
        ],
        "rolled_from": rolled_from.isoformat() if rolled_from else None,
        "calendar_version": reckoning.calendar_version,
        "basis": basis,
    }


def parse_day(what: str, text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:  # the thirtieth of February
        pass
    raise InputError(what, f"“{text[:40]}”不是日期", "请写成 2024-09-23 的样子")


def parse_stop(text: str) -> Span:
    first, dots, last = text.partition("..")
    if not dots:
        raise InputError(
            "stop", f"“{text[:40]}”不是起止日期", "请写成 2024-01-25..2024-01-31 的样子"
        )
    return parse_day("stop", first), parse_day("stop", last)


def _limit(text: str, on: date, named: NamedLimit) -> tuple[Limit, str]:
    if _LITERAL.fullmatch(text):
        limit = parse_limit(text)
        return limit, _COUNTED_BY[limit.unit]
    return named(text, on)
