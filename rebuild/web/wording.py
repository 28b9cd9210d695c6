"""How a fact is written on a page: dates, weekdays, digests, numbers without their common beginning."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

_WEEKDAYS = "一二三四五六日"


def weekday(day: date, *, language: str = "zh") -> str:
    """周四, or Thu."""
    if language == "en":
        return f"{day:%a}"
    return f"周{_WEEKDAYS[day.weekday()]}"


def day(given: date | str | None) -> str:
    """2024-02-29, or nothing."""
    return _date(given).isoformat() if given else ""


def short_day(given: date | str | None) -> str:
    """02-29: in a list, where the year is plain."""
    return f"{_date(given):%m-%d}" if given else ""


def long_day(given: date | str) -> str:
    """2024-02-29 周四: where someone must act."""
    found = _date(given)
    return f"{found.isoformat()} {weekday(found)}"


def phone_day(given: date | str) -> str:
    """2 月 29 日 周四."""
    found = _date(given)
    return f"{found.month} 月 {found.day} 日 {weekday(found)}"


def moment(given: datetime | str) -> str:
    """2024-02-29 14:32."""
    found = datetime.fromisoformat(given) if isinstance(given, str) else given
    return f"{found:%Y-%m-%d %H:%M}"


def tail(number: str) -> str:
    """0001: the end of a case number, for lists in which all begin alike."""
    return number.rpartition("-")[2]


def short_digest(digest: str) -> str:
    """a1b2 77f0."""
    return f"{digest[:4]} {digest[4:8]}"


def size(octets: int) -> str:
    """318 KB."""
    for unit, many in (("MB", 1 << 20), ("KB", 1 << 10)):
        if octets >= many:
            return (
                f"{octets / many:.0f} {unit}"
                if octets >= 10 * many
                else f"{octets / many:.1f} {unit}"
            )
    return f"{octets} B"


def _date(given: date | str) -> date:
    if isinstance(given, str):
        return date.fromisoformat(given[:10])
    return given


FILTERS: Mapping[str, Callable[..., Any]] = {
    "day": day,
    "short_day": short_day,
    "long_day": long_day,
    "phone_day": phone_day,
    "moment": moment,
    "tail": tail,
    "short_digest": short_digest,
    "size": size,
}
