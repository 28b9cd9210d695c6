"""日条: the days of one time limit as cells, each with why it counts or does not, in one strip and by weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rebuild.cases.facts import Json
from rebuild.engine.clocks import ONE_DAY, Reading
from rebuild.law.calendar import WEEKEND, Calendar
from rebuild.law.time_limits import STOPPED, Reckoning, Unit

LONGEST = 45  # days that still stand side by side; more stand week under week
MOST_WEEKS = 9  # more, and those in the middle are left out
MOST_PAST = 20  # days past the last one that are still shown
WEEK = 7
_SATURDAY = 5
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Strip:
    """Which days are drawn: those of a reading, counted so, as of a day."""

    reading: Reading
    reckoning: Reckoning
    counted: tuple[date, ...]
    on: date
    begun_by: str = ""

    @property
    def today(self) -> date:
        """Up to which day is used: today, or the day the clock was over."""
        return min(self.on, self.reading.ended or self.on)

    @property
    def last(self) -> date:
        due = self.reckoning.due
        past = self.today if self.today > due else due
        return min(past, due + timedelta(days=MOST_PAST))


def strip_of(calendar: Calendar, strip: Strip) -> dict[str, Json]:
    """The cells, the months above them, the brackets below; and the same by weeks."""
    cells = list(_cells(calendar, strip))
    kinds = [each["kind"] for each in cells]
    used, coming = kinds.count("used"), kinds.count("coming")
    if strip.reckoning.due <= strip.today:
        used += "due" in kinds
    else:
        coming += "due" in kinds
    return {
        "cells": cells if len(cells) <= LONGEST else [],
        "months": _months(cells),
        "brackets": _brackets(cells, strip),
        "weeks": _weeks(cells, strip),
        "used": used,
        "coming": coming,
        "stopped": kinds.count("stopped"),
        "rest": kinds.count("rest"),
        "made_up": any(each["made_up"] for each in cells),
        "late": kinds.count("late"),
    }


def _cells(calendar: Calendar, strip: Strip) -> Iterator[dict[str, Json]]:
    places = {day: place for place, day in enumerate(strip.counted, start=1)}
    reasons = dict(strip.reckoning.skipped)
    day = strip.reckoning.start
    working = strip.reckoning.limit.unit is Unit.WORKING_DAYS
    while day <= strip.last:
        kind = _kind(calendar, strip, places, reasons, day)
        # Only where working days are counted does it matter which days are worked.
        rest = calendar.rest_reason(day) if working or day > strip.reckoning.end else None
        yield {
            "date": day.isoformat(),
            "day": day.day,
            "weekday": _WEEKDAYS[day.weekday()],
            "month": f"{day.year}-{day.month:02d}",
            "kind": kind,
            "ordinal": places.get(day),
            "rest": rest or "",
            "holiday": bool(rest) and rest != WEEKEND,
            "made_up": working
            and day.weekday() >= _SATURDAY
            and rest is None
            and calendar.known(day),
            "today": day == strip.on,
        }
        day += ONE_DAY


def _kind(
    calendar: Calendar,
    strip: Strip,
    places: dict[date, int],
    reasons: dict[date, str],
    day: date,
) -> str:
    reckoning = strip.reckoning
    if day == reckoning.start:
        return "start"
    if day == reckoning.due:
        return "due"
    if day > reckoning.due:
        return "late" if calendar.is_working_day(day) else "rest"
    if day in places:
        return "used" if day <= strip.today else "coming"
    if reasons.get(day) == STOPPED:
        return "stopped"
    if reckoning.limit.unit is Unit.MONTHS and day not in reasons:
        return "used" if day <= strip.today else "coming"
    return "rest"


def _months(cells: list[dict[str, Json]]) -> list[dict[str, Json]]:
    months: list[dict[str, Json]] = []
    for each in cells:
        if not months or months[-1]["month"] != each["month"]:
            year, month = each["month"].split("-")
            words = f"{int(month)} 月" if months else f"{year} 年 {int(month)} 月"
            months.append({"month": each["month"], "words": words, "span": 0})
        months[-1]["span"] += 1
    return months


def _brackets(cells: list[dict[str, Json]], strip: Strip) -> list[dict[str, Json]]:
    """Stretches of cells with a name beneath: stops, holidays, today, the last day."""
    brackets: list[dict[str, Json]] = []
    for each in cells:
        name = _bracket(each)
        if brackets and brackets[-1]["kind"] == name:
            brackets[-1]["span"] += 1
        else:
            brackets.append({"kind": name, "span": 1, "words": _words(name, each, strip)})
    return brackets


def _bracket(cell: dict[str, Json]) -> str:
    if cell["kind"] in ("start", "due"):
        return str(cell["kind"])
    if cell["today"]:
        return "today"
    if cell["kind"] == "stopped":
        return "stopped"
    return f"holiday {cell['rest']}" if cell["holiday"] else ""


def _words(name: str, cell: dict[str, Json], strip: Strip) -> str:
    match name.partition(" ")[0]:
        case "start":
            return "不计"
        case "due":
            return "到期"
        case "today":
            return "今天"
        case "stopped":
            return "停表"
        case "holiday":
            return str(cell["rest"])
    return ""


def _weeks(cells: list[dict[str, Json]], strip: Strip) -> list[list[dict[str, Json] | None] | int]:
    """Rows of seven, Monday first; a number stands for so many weeks that are left out."""
    blank: list[dict[str, Json] | None] = [None] * strip.reckoning.start.weekday()
    padded = [*blank, *cells]
    padded += [None] * (-len(padded) % WEEK)
    weeks = [padded[place : place + WEEK] for place in range(0, len(padded), WEEK)]
    if len(weeks) <= MOST_WEEKS:
        return list(weeks)
    now = (strip.on - strip.reckoning.start).days + len(blank)
    near = {0, 1, len(weeks) - 2, len(weeks) - 1, *range(now // WEEK - 1, now // WEEK + 2)}
    rows: list[list[dict[str, Json] | None] | int] = []
    for place, week in enumerate(weeks):
        if place in near:
            rows.append(week)
        elif rows and isinstance(rows[-1], int):
            rows[-1] += 1
        else:
            rows.append(1)
    return rows
