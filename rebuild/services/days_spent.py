"""日子花在哪里: the working days of one case by side, in all and stage by stage."""

from datetime import date

from rebuild.cases.facts import Case, Json
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.services.in_view import Seen
from rebuild.services.oversight_time import whose_days
from rebuild.services.time_used import time_used


def days_spent(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> dict[str, Json]:
    """As the oversight page tells it of many cases, of this one alone: nothing is averaged."""
    stages = list(whose_days(calendar, [Seen(plan, case, ())], on))
    return {**time_used(plan, calendar, case, on=on), "stages": stages}
