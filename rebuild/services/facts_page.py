"""基本信息: the house, its measured pictures side by side, what may not change, variances, permits, contract, money."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from rebuild.cases.facts import Case, Json, Snapshot
from rebuild.cases.identity import mask_name
from rebuild.engine.definition import Field
from rebuild.engine.plan import Plan
from rebuild.errors import NotFound
from rebuild.law.areas import Area
from rebuild.law.calendar import Calendar
from rebuild.law.figures import metres
from rebuild.law.rule import BOOK
from rebuild.services.look_up import Found
from rebuild.services.money_told import money_told
from rebuild.services.permits_told import permits_told
from rebuild.services.proof_table import proof_table
from rebuild.services.shown import shown_answers

PICTURES = {
    "existing": "现状测绘",
    "designed": "设计方案",
    "permitted": "规划许可",
    "as_built": "竣工测量",
}
SUBJECTS = {"vote": "表决公告", "decision": "业主共同决定", "contract": "施工合同", "funds": "资金"}
_RECORDS = "facts."


def facts_page(found: Found, calendar: Calendar, *, on: date, households: bool) -> dict[str, Json]:
    """What is known of the house; of the households' money only to whoever may see who they are."""
    case, plan = found.case, found.plan
    return {
        "building": _building(case),
        "appraisal": _appraisal(plan, case),
        "pictures": _pictures(case),
        "units": _units(case) if households else [],
        "proofs": list(_proofs(plan, calendar, case, on)),
        "variances": list(_variances(case, on)),
        "permits": list(permits_told(plan, calendar, case, on=on)),
        "records": list(_records(plan, case)),
        "money": _money(found) if households else None,
        "opened_on": case.opened_on.isoformat(),
        "region": case.region,
    }


def _building(case: Case) -> dict[str, Json] | None:
    house = case.building
    if house is None:
        return None
    return {
        "name": house.name,
        "address": house.address,
        "structure": house.structure,
        "storeys": house.storeys,
        "gross_area": str(Area(house.gross_area)),
        "land_area": str(Area(house.land_area)),
        "year_built": house.year_built,
        "use": house.use,
        "households": house.households,
    }


def _appraisal(plan: Plan, case: Case) -> dict[str, Json] | None:
    report = case.appraisal
    if report is None:
        return None
    return {
        "number": report.report_number,
        "body": report.body,
        "grade": report.grade,
        "handling": _choice(plan, "handling", report.handling),
        "on": report.appraised_on.isoformat(),
        "appraisers": list(report.appraisers),
        "findings": report.findings,
    }


def _choice(plan: Plan, name: str, value: str) -> str:
    """What the forms of the case's own version call a choice."""
    for procedure in plan.workflow.procedures.values():
        for action in procedure.actions.values():
            for asked in action.asks:
                if asked.name == name and value in asked.choices:
                    return asked.choices[value]
    return value


def _pictures(case: Case) -> dict[str, Json]:
    """Every measure of every picture there is, the first of them being what the others are held against."""
    there = [name for name in PICTURES if name in case.snapshots]
    rows = []
    for label, read in _MEASURES.items():
        values = [read(case.snapshots[name]) for name in there]
        rows.append(
            {
                "label": label,
                "cells": [
                    {"words": each, "changed": label not in _WHO_MEASURED and each != values[0]}
                    for each in values
                ],
            }
        )
    return {"heads": [PICTURES[name] for name in there], "rows": rows if there else []}


_MEASURES: Mapping[str, Callable[[Snapshot], str]] = {
    "建筑面积": lambda of: f"{Area(of.gross_area)} ㎡",
    "用地面积": lambda of: f"{Area(of.land_area)} ㎡",
    "容积率": lambda of: _ratio(of),
    "层数": lambda of: f"地上 {of.storeys_above}、地下 {of.storeys_below}",
    "檐口高度": lambda of: metres(of.eave_height),
    "最高点": lambda of: metres(of.ridge_height),
    "与相邻建筑最小距离": lambda of: metres(of.setback),
    "外轮廓": lambda of: f"{len(of.footprint)} 个角点",
    "宗地代码": lambda of: of.parcel,
    "用途": lambda of: of.land_use,
    "户数": lambda of: f"{len(of.units)} 户",
    "测绘单位": lambda of: of.measured_by or "—",
    "测绘日期": lambda of: of.measured_on.isoformat() if of.measured_on else "—",
}

_WHO_MEASURED = ("测绘单位", "测绘日期")


def _ratio(of: Snapshot) -> str:
    """To four places, cut off: only for people to read; rules compare exact figures."""
    parts = of.gross_area * 10_000 // of.land_area if of.land_area else 0
    return f"{parts // 10_000}.{parts % 10_000:04d}"


def _units(case: Case) -> list[dict[str, Json]]:
    """Unit by unit, its area in every picture."""
    there = [name for name in PICTURES if name in case.snapshots]
    areas: dict[str, dict[str, int]] = {}
    for name in there:
        for each in case.snapshots[name].units:
            areas.setdefault(each.unit, {})[name] = each.area
    return [
        {
            "unit": unit,
            "cells": [
                {
                    "words": str(Area(found[name])) if name in found else "—",
                    "changed": found.get(name) != found.get(there[0]),
                }
                for name in there
            ],
        }
        for unit, found in areas.items()
    ]


def _proofs(plan: Plan, calendar: Calendar, case: Case, on: date) -> Iterator[dict[str, Json]]:
    """Each comparison the law asks for, once, as the actions that rest on it show it."""
    seen = set()
    for procedure in plan.workflow.procedures.values():
        for action in procedure.actions.values():
            table = proof_table(plan, calendar, case, action, on=on)
            if table and (table["now"], table["then"]) not in seen:
                seen.add((table["now"], table["then"]))
                yield table


def _variances(case: Case, on: date) -> Iterator[dict[str, Json]]:
    for each in case.variances:
        known = BOOK.get(each.rule)
        yield {
            "rule": known.label if known else each.rule,
            "basis": each.basis,
            "organ": each.organ,
            "scope": each.scope,
            "expires": each.expires.isoformat() if each.expires else "",
            "in_force": each.expires is None or on <= each.expires,
        }


def _records(plan: Plan, case: Case) -> Iterator[dict[str, Json]]:
    """Facts put on record, under the words of the forms they came from."""
    for subject, title in SUBJECTS.items():
        facts = case.records.get(subject)
        if facts:
            fields = _fields(plan, subject)
            shown = shown_answers([each for each in fields.values() if each.name in facts], facts)
            rows = [
                {"label": fields[name].label, "value": _word(fields[name], value)}
                for name, value in shown.items()
                if not isinstance(value, list)
            ]
            if rows:
                yield {"title": title, "rows": rows}


def _fields(plan: Plan, subject: str) -> Mapping[str, Field]:
    return {
        asked.name: asked
        for procedure in plan.workflow.procedures.values()
        for action in procedure.actions.values()
        if f"{_RECORDS}{subject}" in action.records
        for asked in action.asks
    }


def _word(asked: Field, value: Json) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if asked.type == "name":
        return mask_name(str(value))
    return f"{value} {asked.unit}".strip()


def _money(found: Found) -> dict[str, Json] | None:
    try:
        return money_told(found)
    except NotFound:
        return None
