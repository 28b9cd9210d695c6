"""案情: where a case stands: every procedure, what can be done now, flags, permits, the next last days."""

from datetime import date

from rebuild.cases.facts import Actor, Case, Json, Run
from rebuild.engine.clocks import open_readings
from rebuild.engine.plan import Plan
from rebuild.law.areas import Area
from rebuild.law.calendar import Calendar
from rebuild.services.actions_told import actions_told
from rebuild.services.clocks_told import about, clock_told, has_passed, together
from rebuild.services.look_up import Found
from rebuild.services.permits_told import PERMIT, permits_told, standing_of_run
from rebuild.services.project import stage_of


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
        "procedures": [
            *together(
                (
                    _procedure(plan, calendar, case, run, on)
                    for runs in case.runs.values()
                    for run in runs
                ),
                "seat",
                "state",
                "since",
            )
        ],
        "actions": list(actions_told(plan, calendar, case, on=on, actor=actor)),
        "flags": [_flag(plan, case, name) for name in case.flags],
        "permits": list(permits_told(plan, calendar, case, on=on)),
        "dates": dates_told(plan, calendar, case, on=on),
        "documents": len(case.documents),
    }


def dates_told(plan: Plan, calendar: Calendar, case: Case, *, on: date) -> list[dict[str, Json]]:
    """Every clock not over and not run out, the earliest last day first."""
    told = together(
        (
            clock_told(plan, calendar, case, reading, on=on)
            for reading in open_readings(plan, calendar, case)
            if not has_passed(plan, reading, on)
        ),
        "seat", "clock", "started", "due",
    )  # fmt: skip
    return sorted(told, key=lambda each: (each["standing"] != "running", each["due"]))


def _procedure(plan: Plan, calendar: Calendar, case: Case, run: Run, on: date) -> dict[str, Json]:
    procedure = plan.workflow.procedures[run.seat]
    state = procedure.states[run.state]
    standing = standing_of_run(plan, calendar, run, on) if procedure.uses == PERMIT else None
    return {
        "seat": run.seat,
        "title": procedure.title,
        "run": run.number,
        "about": about(plan, case, run),
        "unit": run.unit,
        "state": run.state,
        # A permit that nobody used lapses by itself, also where no one has entered it yet.
        "label": standing.label if standing else state.label,
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
