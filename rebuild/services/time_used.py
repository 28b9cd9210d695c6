"""办理用时: whose turn it was on every working day of a case, and what the organs have used of their budget."""

from bisect import bisect_left
from collections import Counter
from datetime import date

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
    split.update(sides_by_day(plan, calendar, case, on=on).values())
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
    main = case.run(MAIN)
    assert main is not None, "a case begins with its own procedure"
    over = plan.workflow.procedures[MAIN].states[main.state].final
    last = min(on, main.visits[-1].since) if over else on
    changes = _changes(case)
    sides: dict[int, str] = {}  # by how many changes there had been when the day began
    found = {}
    for day in days_after(case.opened_on, last):
        if calendar.is_working_day(day):
            so_far = bisect_left(changes, day)
            if so_far not in sides:
                sides[so_far] = _side(plan, case, day)
            found[day] = sides[so_far]
    return found


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
