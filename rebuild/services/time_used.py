"""办理用时: whose turn it was on every working day of a case, and what the organs have used of their budget."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise

from rebuild.cases.facts import Case, Json, Run
from rebuild.engine.plan import Plan
from rebuild.law.budget import budget_of
from rebuild.law.calendar import Calendar
from rebuild.law.spans import days_after
from rebuild.services.citing import cited
from rebuild.services.project import MAIN
from rebuild.services.whose_turn import follow

SIDES = {"bureau": "审批机关", "owners": "业主", "builder": "施工单位", "other": "其他单位"}


def time_used(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> dict[str, Json]:
    """Working days by side, and the organs' own against the budget of the project's class.

    What the applicant takes is not the organs' time, nor what a clock stands still for (行政许可法45).
    """
    split = Counter(dict.fromkeys(SIDES, 0))
    for side, days in stretches(plan, calendar, case, on=on):
        split[side] += len(days)
    area = case.building.gross_area if case.building else 0
    budget = budget_of(plan.limits, area, case.opened_on)
    used = split["bureau"]
    return {
        "number": case.number,
        "on": on.isoformat(),
        "total": sum(split.values()),
        "sides": [
            {"side": side, "label": label, "days": split[side]} for side, label in SIDES.items()
        ],
        "budget": {
            "name": budget.name,
            "label": plan.workflow.limits[budget.name].label,
            "days": budget.days,
            "used": used,
            "left": budget.days - used,
            "cited": cited(plan.workflow, budget.basis),
        }
        if budget
        else None,
    }


def sides_by_day(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> dict[date, str]:
    """Whose turn it was on each working day after the case was opened, until it ended."""
    return {day: side for side, days in stretches(plan, calendar, case, on=on) for day in days}


def stretches(
    plan: Plan, calendar: Calendar, case: Case, *, on: date
) -> Iterator[tuple[str, tuple[date, ...]]]:
    """Whose turn it was, and the working days it stayed so: nothing moved in between."""
    main = case.run(MAIN)
    assert main is not None, "a case begins with its own procedure"
    over = plan.workflow.procedures[MAIN].states[main.state].final
    days = _working_days(calendar, case.opened_on, min(on, main.visits[-1].since) if over else on)
    # The day of a change still counts for whose turn it was when the day began.
    ends = [bisect_right(days, change) for change in _changes(case)]
    for first, last in pairwise([0, *ends, len(days)]):
        if first < last:
            yield _side(plan, case, days[first]), days[first:last]


# Of a case that is looked at again and again, the days are counted once a day.
@lru_cache(maxsize=1024)
def _working_days(calendar: Calendar, opened_on: date, last: date) -> tuple[date, ...]:
    return tuple(day for day in days_after(opened_on, last) if calendar.is_working_day(day))


def _changes(case: Case) -> list[date]:
    """The days on which anything moved; between two of them it is the same one's turn every day."""
    runs = [run for each in case.runs.values() for run in each]
    return sorted({run.opened_on for run in runs} | {v.since for run in runs for v in run.visits})


def _side(plan: Plan, case: Case, day: date) -> str:
    turn = follow(plan, lambda seat: _state(case, seat, day))
    role = plan.workflow.roles.get(turn.role)
    if role is None:
        return "other"
    return "bureau" if role.organ else role.side


def _state(case: Case, seat: str, day: date) -> str:
    """Where a procedure stood when a day began; the day a state is entered is the one before's."""
    runs = [run for run in case.runs.get(seat, ()) if run.opened_on < day]
    return _standing(runs[-1], day) if runs else ""


def _standing(run: Run, day: date) -> str:
    return next((visit.state for visit in reversed(run.visits) if visit.since < day), "")
