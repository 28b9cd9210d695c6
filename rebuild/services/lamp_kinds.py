"""灯: which of the five lamps a clock lights on a page, and how many of its days are used and left."""

from datetime import date

from rebuild.cases.facts import Case, Json
from rebuild.engine.clocks import ONE_DAY, Reading
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.list_lamps import list_lamp
from rebuild.law.time_limits import Unit, days_left
from rebuild.services.clocks_told import has_passed, stopped_since


def clock_shown(
    plan: Plan, calendar: Calendar, case: Case, reading: Reading, *, on: date
) -> dict[str, Json]:
    """An open clock as a measure: its lamp, its days used and left of the whole, in its own days."""
    run = case.runs[reading.seat][reading.run - 1]
    since = stopped_since(plan, run, reading.clock) if reading.standing == "stopped" else None
    # While it stands still, what was left the evening before stays left.
    as_of = min(on, since - ONE_DAY) if since else on
    due = None if since else reading.due
    lamp = list_lamp(due, stopped=since is not None, on=on, works=calendar.is_working_day)
    passed = has_passed(plan, reading, on)
    left = days_left(calendar, reading.reckoning, as_of)
    whole = days_left(calendar, reading.reckoning, reading.started)
    return {
        "seat": reading.seat,
        "clock": reading.clock,
        "run": reading.run,
        "label": reading.label,
        "lamp": "normal" if passed else lamp,
        "passed": passed,
        "left": left,
        "used": whole if passed else max(0, whole - left),  # nobody is late after such a one
        "whole": whole,
        "working": reading.reckoning.limit.unit is Unit.WORKING_DAYS,
        "started": reading.started.isoformat(),
        "stopped_since": since.isoformat() if since else None,
        "due": reading.due.isoformat(),
        "provisional": reading.provisional,
        "role": reading.turn,
        # A right that is lost by itself presses nobody.
        "presses": not plan.procedures[reading.seat].procedure.clocks[reading.clock].runs_out,
    }
