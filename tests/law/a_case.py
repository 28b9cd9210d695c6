"""A case in which everything is in order: each test spoils one thing of it."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rebuild.cases.facts import (
    Actor,
    Appraisal,
    Ballot,
    Building,
    Case,
    Document,
    Household,
    Owner,
    Roll,
    Run,
    Service,
    Snapshot,
    Taken,
    UnitFigure,
    Visit,
)
from rebuild.engine.calendars import load_calendars
from rebuild.engine.clocks import last_days, last_days_of_runs
from rebuild.engine.load import load
from rebuild.engine.plan import Plan, compile_workflow
from rebuild.engine.publish import fingerprint
from rebuild.law.book import rules
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Situation

WORKFLOWS = Path(__file__).parents[2] / "workflows"
DAY = date(2024, 3, 4)  # a Monday
CLERK = Actor("clerk", "经办人甲", frozenset({"planning_clerk", "housing_clerk"}))
CHIEF = Actor("chief", "负责人乙", frozenset({"planning_chief", "housing_chief"}))

SURVEYED = Snapshot(
    gross_area=57922,
    land_area=20000,
    storeys_above=3,
    storeys_below=0,
    eave_height=9600,
    ridge_height=11200,
    setback=3200,
    footprint=((0, 0), (16000, 0), (16000, 12067), (0, 12067)),
    parcel="510199001001GB00001",
    land_use="住宅",
    units=(UnitFigure("101", "业主甲", 3407), UnitFigure("102", "业主乙", 3407), UnitFigure("201", "业主丙", 10000)),
    measured_by="示例测绘院",
    measured_on=date(2023, 7, 12),
)  # fmt: skip
CONTRACT = {
    "contractor": "示例建筑工程有限公司",
    "contractor_qualified": True,
    "funds_committed": True,
    "safety_measures": True,
    "fire_design": True,
    "drawings_reviewed": "示审〔2024〕31号",
    "contract_price": 188_000_000,
    "contract_area": 57922,
}


@cache
def the_plan() -> Plan:
    """The shipped workflow, compiled."""
    rules()
    workflow = load(WORKFLOWS / "d_grade_rebuild").workflow
    return compile_workflow(workflow, fingerprint(workflow))


@cache
def the_calendar() -> Calendar:
    return load_calendars(WORKFLOWS / "calendar")


def a_run(
    seat: str, state: str, *taken: Taken, since: date = DAY, also: tuple[Visit, ...] = ()
) -> Run:
    """A run that stands in `state` since a day, after what was taken in it."""
    return Run(seat, 1, since, state, (*also, Visit(state, since, "")), taken)


def took(action: str, on: date = DAY, *, by: str = "clerk", **answers: Any) -> Taken:
    return Taken(action, on, by, "", answers)


def three_households() -> tuple[Household, ...]:
    return tuple(
        Household(unit, area, (Owner(name),))
        for unit, area, name in (("101", 3407, "业主甲"), ("102", 3407, "业主乙"), ("201", 10000, "业主丙"))
    )  # fmt: skip


def a_case(**changes: Any) -> Case:
    """Both permits in force, the owners of one mind, papers, money and measures in order."""
    households = three_households()
    notice = took("announce", date(2023, 6, 1), opens_on="2023-06-17", closes_on="2023-07-02")
    frozen = took("freeze_roll", date(2023, 6, 1))
    case = Case(
        number="WF-510105-2024-0001",
        workflow="d_grade_rebuild",
        workflow_version=1,
        workflow_hash="",
        opened_on=date(2023, 5, 4),
        region="510105",
        runs={
            "case": (a_run("case", "designing"),),
            "consensus": (
                a_run("consensus", "effective", frozen, notice, since=date(2023, 7, 11)),
            ),
            "planning_permit": (a_run("planning_permit", "effective", since=date(2024, 2, 6)),),
            "construction_permit": (a_run("construction_permit", "effective", since=DAY),),
        },
        building=Building("89号院1栋", "君平街89号", "510105", "砖木结构", 3, 57922, 20000, households=3),
        appraisal=Appraisal("示鉴〔2023〕89号", "示例鉴定所", "D", "demolish", date(2023, 5, 16), ("甲", "乙"), True),
        roll=Roll(date(2023, 5, 5), households),
        ballots={1: tuple(Ballot(each.unit, "agree", date(2023, 6, 20)) for each in households)},
        snapshots=dict.fromkeys(("existing", "designed", "permitted", "as_built"), SURVEYED),
        services=tuple(
            Service("danger_notice", each.owners[0].name, "direct", date(2023, 5, 18), unit=each.unit)
            for each in households
        ),
        documents=(Document("1", "danger_notice", "1", "", date(2023, 5, 18), "case", 1, ""),),
        records={
            "contract": CONTRACT,
            "funds": {"total": 188_000_000},
            "plate": {"design_life": 50},
            "fire": {"number": "示消备〔2025〕7号", "spot_check": "passed"},
            "materials": {"list": "竣工图"},
            "demolition": {"starts_on": "2024-03-19"},
        },
    )  # fmt: skip
    return replace(case, **changes)


def with_run(case: Case, run: Run) -> Case:
    return replace(case, runs={**case.runs, run.seat: (run,)})


def with_snapshot(case: Case, kind: str, **changes: Any) -> Case:
    return replace(
        case, snapshots={**case.snapshots, kind: replace(case.snapshots[kind], **changes)}
    )


def with_record(case: Case, subject: str, **facts: Any) -> Case:
    return replace(
        case, records={**case.records, subject: {**case.records.get(subject, {}), **facts}}
    )


def with_household(case: Case, unit: str, **changes: Any) -> Case:
    households = tuple(replace(h, **changes) if h.unit == unit else h for h in case.households)
    return replace(case, roll=Roll(date(2023, 5, 5), households))


def says(
    code: str,
    case: Case | None = None,
    *,
    seat: str = "case",
    on: date = DAY,
    by: Actor = CHIEF,
    **answers: Any,
) -> tuple[str, ...]:
    """What one rule says of a case, and of what is asked in it; nothing where all is well."""
    case, plan = case or a_case(), the_plan()
    run = case.run(seat) or a_run(seat, "draft")
    situation = Situation(
        case, run, "", answers, by, on, plan.limits, the_calendar(),
        plan.procedures[seat].procedure.settings, last_days(plan, the_calendar(), case),
        last_days_of_runs(plan, the_calendar()),
    )  # fmt: skip
    return tuple(finding.message for finding in rules()[code].findings(situation))
