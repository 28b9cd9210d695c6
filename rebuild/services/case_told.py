"""案情: where a case stands: every procedure, what can be done now, flags, permits, the next last days."""

from collections.abc import Iterator
from datetime import date

from rebuild.cases.facts import Actor, Case, Json, Run
from rebuild.engine.clocks import open_readings
from rebuild.engine.plan import Plan
from rebuild.law.areas import Area
from rebuild.law.calendar import Calendar
from rebuild.law.permits import Standing, standing_of
from rebuild.services.actions_told import actions_told
from rebuild.services.clocks_told import clock_told
from rebuild.services.look_up import Found
from rebuild.services.project import stage_of

PERMIT = "permit"  # the procedure that seats of permits use
NOT_GRANTED = "尚未核发"


def case_told(
    found: Found, calendar: Calendar, *, on: date, actor: Actor | None = None
) -> dict[str, Json]:
    """Everything the case page begins with; with an actor, only what that person may do."""
    case, plan = found.case, found.plan
    stage = stage_of(plan, case)
    return {
        "number": case.number,
        "workflow": {
            "id": case.workflow,
            "version": case.workflow_version,
            "hash": case.workflow_hash,
            "title": plan.workflow.title,
        },
        "region": case.region,
        "opened_on": case.opened_on.isoformat(),
        "on": on.isoformat(),
        "version": found.stored.version,
        "building": _building(case),
        "applicant": case.applicant,
        "households": len(case.households),
        "stage": stage,
        "stage_label": plan.workflow.stages.get(stage, stage),
        "state": case.state("case"),
        "procedures": [_procedure(plan, run) for runs in case.runs.values() for run in runs],
        "actions": list(actions_told(plan, calendar, case, on=on, actor=actor)),
        "flags": [_flag(plan, case, name) for name in case.flags],
        "permits": list(permits_told(plan, case, on=on)),
        "dates": dates_told(plan, calendar, case, on=on),
        "documents": len(case.documents),
    }


def permits_told(plan: Plan, case: Case, *, on: date) -> Iterator[dict[str, Json]]:
    """Every permit the case was given, and whether it holds on a day."""
    for seat, procedure in plan.workflow.procedures.items():
        if procedure.uses != PERMIT:
            continue
        papers = [each for each in case.documents if each.kind == seat]
        # Each grant opens a run and issues a paper, so the two lists run side by side.
        for run, paper in zip(case.runs.get(seat, ()), papers, strict=False):
            standing = standing_of(run, on)
            yield {
                "seat": seat,
                "title": paper.title,
                "number": paper.number,
                "document": paper.id,
                "issued_on": paper.issued_on.isoformat(),
                "state": run.state,
                "standing": standing_in_words(plan, seat, standing),
                "live": standing.live,
                "version": standing.version,
                "since": standing.since.isoformat() if standing.since else None,
            }


def standing_in_words(plan: Plan, seat: str, standing: Standing) -> str:
    """有效, 使用中（已变更，第2版）, 有效（停止执行：示例裁定〔2024〕1号） ..."""
    known = plan.workflow.procedures[seat].states.get(standing.word)
    label = known.label if known else NOT_GRANTED
    marks = []
    if standing.version > 1:
        marks.append(f"已变更，第{standing.version}版")
    if standing.stayed:
        marks.append(f"停止执行：{standing.why}" if standing.why else "停止执行")
    return f"{label}（{'；'.join(marks)}）" if marks else label


def dates_told(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> list[dict[str, Json]]:
    """Every clock not over, the earliest last day first."""
    told = [
        clock_told(plan, calendar, case, reading, on=on)
        for reading in open_readings(plan, calendar, case)
    ]
    return sorted(told, key=lambda each: (each["standing"] != "running", each["due"]))


def _procedure(plan: Plan, run: Run) -> dict[str, Json]:
    procedure = plan.workflow.procedures[run.seat]
    state = procedure.states[run.state]
    return {
        "seat": run.seat,
        "title": procedure.title,
        "run": run.number,
        "state": run.state,
        "label": state.label,
        "since": run.visits[-1].since.isoformat(),
        "over": state.final,
    }


def _building(case: Case) -> dict[str, Json] | None:
    building = case.building
    if building is None:
        return None
    return {
        "name": building.name,
        "address": building.address,
        "structure": building.structure,
        "storeys": building.storeys,
        "gross_area": str(Area(building.gross_area)),
        "households": building.households,
    }


def _flag(plan: Plan, case: Case, name: str) -> dict[str, Json]:
    flag = case.flags[name]
    procedure = plan.workflow.procedures[flag.seat]
    raising = next(
        action.label
        for action in procedure.actions.values()
        if name.partition(".")[2] in action.raises
    )
    return {
        "name": name,
        "label": raising,
        "procedure": procedure.title,
        "raised_on": flag.raised_on.isoformat(),
        "note": flag.note,
    }
