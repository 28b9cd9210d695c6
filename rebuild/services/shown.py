"""Answers, limits and votes as documents and pages tell them: decimals, labels, words."""

from collections.abc import Iterable
from datetime import date

from rebuild.cases.facts import Answers, Json, Run
from rebuild.documents.facts import Due
from rebuild.engine.clocks import Reading, run_readings
from rebuild.engine.definition import Field
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Limits
from rebuild.law.time_limits import Limit, Unit, due_date

UNITS = {Unit.WORKING_DAYS: "个工作日", Unit.CALENDAR_DAYS: "日", Unit.MONTHS: "个月"}


def shown_answers(asks: Iterable[Field], answers: Answers) -> dict[str, Json]:
    """Answers as people read them; what the ledger keeps in whole units becomes decimals again."""
    return {
        field.name: _shown(field, answers[field.name]) for field in asks if field.name in answers
    }


def _shown(field: Field, value: Json) -> Json:
    match field.type:
        case "area" | "money":
            return f"{value // 100}.{value % 100:02d}"
        case "length":
            return f"{value // 1000}.{value % 1000:03d}"
        case "choice":
            return field.choices[value]
        case "list":
            return [shown_answers(field.of, row) for row in value]
        case _:
            return value


def limit_in_words(limit: Limit) -> str:
    """20个工作日, 30日, 3个月."""
    return f"{abs(limit.value)}{UNITS[limit.unit]}"


def dues_of(plan: Plan, calendar: Calendar, run: Run) -> dict[str, Due]:
    """Every clock of a run by its name, the latest time it ran; and the promised date beside the lawful one."""
    dues = {each.clock: _due(each, calendar) for each in run_readings(plan, calendar, run)}
    decision = dues.get("decision")
    if decision is not None:
        settings = plan.procedures[run.seat].procedure.settings
        promised = promised_due(plan.limits, calendar, settings.get("promised", ""), decision)
        if promised is not None:
            dues["promised"] = promised
    return dues


def promised_due(limits: Limits, calendar: Calendar, name: str, decision: Due) -> Due | None:
    """The office's own promise, where a seat has one (承诺期限)."""
    if name not in limits.entries:
        return None
    limit = limits.time(name, decision.started)
    reckoning = due_date(calendar, decision.started, limit)
    return Due(reckoning.due, limit_in_words(limit), False, decision.started)


def _due(reading: Reading, calendar: Calendar) -> Due:
    reckoning = reading.reckoning
    return Due(
        reading.due,
        limit_in_words(reckoning.limit),
        reckoning.rolled_from is not None,
        reading.started,
        # An extension is counted from where the time ended, which a rest day may have moved on.
        calendar.working_day_from(reckoning.start) if reading.extended else None,
    )


def figures_of(plan: Plan, run: Run, on: date) -> dict[str, int]:
    """The counts of the law that a seat's settings name, as of a day: how many extensions a permit may have."""
    settings = plan.procedures[run.seat].procedure.settings
    counts = {name for name, entry in plan.limits.entries.items() if entry.unit == "count"}
    return {
        name: plan.limits.figure(limit, on) for name, limit in settings.items() if limit in counts
    }
