"""Answers, limits and votes as documents and pages tell them: decimals, labels, words."""

from collections.abc import Iterable, Mapping
from datetime import date

from rebuild.cases.facts import Answers, Case, Json, Run
from rebuild.documents.facts import Due
from rebuild.engine.clocks import Reading, run_readings
from rebuild.engine.definition import Field
from rebuild.engine.plan import Plan
from rebuild.law.areas import Area, Count
from rebuild.law.calendar import Calendar
from rebuild.law.consensus import Policy, passed, statutory_278, unanimous
from rebuild.law.owners import counted_ballots, households_of, policy_on, tally_of
from rebuild.law.rule import Limits
from rebuild.law.time_limits import Limit, Unit, due_date

UNITS = {Unit.WORKING_DAYS: "个工作日", Unit.CALENDAR_DAYS: "日", Unit.MONTHS: "个月"}
POLICIES = {Policy.UNANIMOUS: "全体业主一致同意", Policy.STATUTORY_278: "民法典第二百七十八条"}
SOURCE = "面积取自不动产登记簿"


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


def tally_told(case: Case, run: Run, limits: Limits) -> dict[str, Json]:
    """A round's count as its papers show it: exact fractions beside percentages, each test in words."""
    count = tally_of(case, run)
    policy = policy_on(limits, run.visits[-1].since)
    statutory = statutory_278(count)
    ballots = counted_ballots(case, run)
    present, yes, total = count.taking_part, count.agreeing, count.total
    tests = [
        _test("参与表决面积", present.area.fraction_of(total.area), "≥2/3", statutory.quorum_area),
        _test(
            "参与表决人数", present.heads.fraction_of(total.heads), "≥2/3", statutory.quorum_heads
        ),
        _test("同意面积", yes.area.fraction_of(present.area), "≥3/4", statutory.approval_area),
        _test("同意人数", yes.heads.fraction_of(present.heads), "≥3/4", statutory.approval_heads),
        _test("全体一致同意", yes.area.fraction_of(total.area), "全体", unanimous(count)),
    ]
    return {
        "policy": policy.value,
        "policy_label": POLICIES[policy],
        "passed": passed(count, policy),
        "total": {"area": str(total.area), "heads": total.heads.number},
        "taking_part": _part(present, total),
        "agreeing": _part(yes, present),
        "tests": tests,
        "source": SOURCE,
        "against": _answering(case, run, ballots, "disagree"),
        "abstaining": _answering(case, run, ballots, "abstain"),
        "votes": _votes(case, ballots),
    }


def _test(label: str, share: str, threshold: str, ok: bool) -> dict[str, Json]:
    return {"label": label, "share": share, "threshold": threshold, "passed": ok}


def _part(part: Count, whole: Count) -> dict[str, Json]:
    return {
        "area": str(part.area),
        "heads": part.heads.number,
        "area_percent": part.area.percent_of(whole.area),
        "heads_percent": part.heads.percent_of(whole.heads),
        "area_share": part.area.fraction_of(whole.area),
        "heads_share": part.heads.fraction_of(whole.heads),
    }


def _answering(case: Case, run: Run, ballots: Iterable[Json], vote: str) -> dict[str, Json]:
    units = {ballot.unit for ballot in ballots if ballot.vote == vote}
    area = sum(each.area for each in households_of(case, run) if each.unit in units)
    return {"area": str(Area(area)), "heads": len(units)}


def _votes(case: Case, ballots: Iterable[Json]) -> Mapping[str, str]:
    """One word a household: what its owners answered, or nothing where they differ."""
    given: dict[str, set[str]] = {}
    for ballot in ballots:
        given.setdefault(ballot.unit, set()).add(ballot.vote)
    return {unit: next(iter(votes)) if len(votes) == 1 else "" for unit, votes in given.items()}
