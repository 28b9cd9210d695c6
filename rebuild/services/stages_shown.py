"""阶段条: the way of a case in nine cells: what is done and when, where it stands, what is still to come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.engine.plan import Plan
from rebuild.law.owners import tally_of
from rebuild.services.main_path import main_end
from rebuild.services.project import MAIN, stage_of

# A plan is drawn for the planning permit, and the archive follows the registration: one cell each.
JOINED = {"design": "planning", "closed": "handover"}
DONE, PRESENT, LATER = "done", "present", "later"


@dataclass(frozen=True, slots=True)
class _Way:
    """The cells of a workflow, and the days a case entered and left each."""

    cells: tuple[str, ...]
    here: int
    left: Mapping[str, date]


def stages_shown(
    plan: Plan, case: Case, *, state_label: str, clock: dict[str, Json] | None
) -> list[dict[str, Json]]:
    """One row a cell; `clock` is the limit that runs where the case waits, for the present cell's share."""
    way = _way(plan, case)
    outcomes = dict(_outcomes(case))
    over = case.state(MAIN) == main_end(plan.workflow.procedures[MAIN])
    rows = []
    for place, name in enumerate(way.cells):
        standing = DONE if over or place < way.here else PRESENT if place == way.here else LATER
        row: dict[str, Json] = {
            "stage": name,
            "label": plan.workflow.stages[name],
            "standing": standing,
            "note": "",
            "date": None,
            "used": 0,
            "whole": 0,
        }
        if standing == DONE:
            row["note"] = outcomes.get(name, "")
            row["date"] = way.left[name].isoformat() if name in way.left else None
        elif standing == PRESENT:
            row["note"] = state_label
            if clock:
                # 审查 第 6/20 日: there is room for no more in a ninth of the bar.
                row["note"] = state_label.removesuffix("中")
                row |= {"used": clock["used"], "whole": clock["whole"]}
        rows.append(row)
    return rows


def _way(plan: Plan, case: Case) -> _Way:
    cells = tuple(name for name in plan.workflow.stages if name not in JOINED)
    run = case.run(MAIN)
    assert run is not None, "a case begins with its own procedure"
    present = _broken_off(plan, run) or stage_of(plan, case)
    here = JOINED.get(present, present)
    return _Way(cells, cells.index(here) if here in cells else 0, dict(_left(plan, run)))


def _broken_off(plan: Plan, run: Run) -> str:
    """The stage in which a case ended that did not come to the end people set out for."""
    procedure = plan.procedures[run.seat].procedure
    if not procedure.states[run.state].final or run.state == main_end(procedure):
        return ""
    before = (procedure.states[visit.state].stage for visit in reversed(run.visits[:-1]))
    return next(filter(None, before), "")


def _left(plan: Plan, run: Run) -> Iterator[tuple[str, date]]:
    """For every stage the day it was last left for another."""
    states = plan.procedures[run.seat].procedure.states
    before = ""
    for visit in run.visits:
        stage = states[visit.state].stage or before
        stage = JOINED.get(stage, stage)
        if before and stage != before:
            yield before, visit.since
        before = stage
    if states[run.state].final and before:
        yield before, run.visits[-1].since


def _outcomes(case: Case) -> Iterator[tuple[str, str]]:
    """What came of a stage, where one word says it."""
    if case.appraisal:
        yield "appraisal", f"{case.appraisal.appraised_on:%Y-%m} {case.appraisal.grade}级"
    round_of_voting = case.run("consensus")
    if round_of_voting and case.roll:
        count = tally_of(case, round_of_voting)
        yield "consensus", f"{count.agreeing.heads.number} / {count.total.heads.number} 户同意"
