"""亮灯: how pressing a time limit is, from what is left of it; a lamp changes nothing, it only warns."""

from datetime import date
from enum import Enum

from rebuild.law.calendar import Calendar
from rebuild.law.list_lamps import FEW
from rebuild.law.spans import days_after, stopped_days
from rebuild.law.time_limits import Reckoning, Unit, working_days_between


class Lamp(Enum):
    """From plenty to too late; 停表 while the clock stands still."""

    GREEN = "green"
    YELLOW = "yellow"
    AMBER = "amber"
    RED = "red"
    STOPPED = "stopped"


def lamp(
    calendar: Calendar, reckoning: Reckoning, *, started: date, on: date, stopped: bool
) -> Lamp:
    """Red after the last day, amber in its last three working days, green while more than half is left.

    Between green and amber it is yellow. Half is of the whole time, extensions included, counted in
    the time's own days; the last three days are working days, whatever the time is counted in.
    """
    due = reckoning.due
    if stopped:
        return Lamp.STOPPED
    if on > due:
        return Lamp.RED
    if working_days_between(calendar, on, due) <= FEW:
        return Lamp.AMBER
    left, whole = (_length(calendar, reckoning, since) for since in (on, started))
    return Lamp.GREEN if left * 2 > whole else Lamp.YELLOW


def _length(calendar: Calendar, reckoning: Reckoning, since: date) -> int:
    if reckoning.limit.unit is not Unit.WORKING_DAYS:
        return (reckoning.due - since).days
    stopped = stopped_days(reckoning.stops, after=since)
    return sum(
        1
        for day in days_after(since, reckoning.due)
        if calendar.is_working_day(day) and day not in stopped
    )
