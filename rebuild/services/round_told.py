"""表决经过: whom a round has reached, its result sheets, its objections, and those a majority left behind."""

from collections.abc import Mapping

from rebuild.cases.facts import Case, Json, Run
from rebuild.cases.identity import mask_name
from rebuild.engine.definition import Field
from rebuild.engine.plan import Plan
from rebuild.law.areas import Area
from rebuild.law.ballots import SHEET_DIGEST
from rebuild.law.breakdown import breakdown
from rebuild.law.mediation import dissenting, settlements
from rebuild.law.objections import objections_of
from rebuild.law.owners import ROUND, counted_ballots, households_of, units_of

Told = dict[str, Json]


def sheets_told(run: Run) -> list[Told]:
    """Every result sheet of e-voting that was imported, with the hash of the very file."""
    return [
        {
            "on": taken.on.isoformat(),
            "source": taken.answers["source"],
            "ballots": len(taken.answers["ballots"]),
            "sha256": taken.answers.get(SHEET_DIGEST),
        }
        for taken in run.taken
        if taken.action == "import_evotes"
    ]


def reach_told(plan: Plan, case: Case, run: Run) -> Told:
    """Who has not answered, who has not even been reached, and every visit, letter and call."""
    visits = _visits(plan, run)
    answered = {ballot.unit for ballot in counted_ballots(case, run)}
    waiting = [
        {
            "unit": each.unit,
            "area": str(Area(each.area)),
            "owners": [mask_name(owner.name) for owner in each.owners],
            "reached": any(row["reached"] for row in visits if row["unit"] == each.unit),
            "visits": [row for row in visits if row["unit"] == each.unit],
        }
        for each in households_of(case, run)
        if each.unit not in answered
    ]
    return {
        "waiting": waiting,
        "not_reached": [row["unit"] for row in waiting if not row["reached"]],
        "visits": visits,
    }


def _visits(plan: Plan, run: Run) -> list[Told]:
    labels = _choices(plan, ROUND, "log_visit", "kind")
    return [
        {
            "unit": taken.answers["unit"],
            "kind": taken.answers["kind"],
            "kind_label": labels.get(taken.answers["kind"], taken.answers["kind"]),
            "on": taken.answers["visited_on"],
            "by": taken.answers["by_whom"],
            "reached": taken.answers["reached"],
            "result": taken.answers["result"],
        }
        for taken in run.taken
        if taken.action == "log_visit"
    ]


def objections_told(run: Run) -> list[Told]:
    return [
        {
            "id": each.id,
            "by": mask_name(each.by),
            "note": each.note,
            "on": each.on.isoformat(),
            "answered_on": each.answered_on.isoformat() if each.answered_on else None,
            "answer": each.answer,
            "material": each.material,
            "settled": each.settled,
        }
        for each in objections_of(run)
    ]


def dissenting_told(plan: Plan, case: Case, run: Run) -> list[Told]:
    """After a majority: each unit that did not agree, as it answered, and how it was settled."""
    if run.state != "effective":
        return []
    labels = _choices(plan, "case", "record_agreement", "kind")
    settled = {each.unit: each for each in settlements(case)}
    answers = dict(breakdown(units_of(case, run)).units)
    return [
        {
            "unit": unit,
            "vote": answers[unit].value,
            "settled": unit in settled,
            "settlement": (
                {
                    "kind": settled[unit].kind,
                    "kind_label": labels.get(settled[unit].kind, ""),
                    "on": settled[unit].on.isoformat(),
                    "paper": settled[unit].paper,
                }
                if unit in settled
                else None
            ),
        }
        for unit in dissenting(case)
    ]


def _choices(plan: Plan, seat: str, action: str, field: str) -> Mapping[str, str]:
    """How a form of the case's own version names its choices."""
    word = plan.action(seat, action)
    asks: tuple[Field, ...] = word.asks if word else ()
    return next((each.choices for each in asks if each.name == field), {})
