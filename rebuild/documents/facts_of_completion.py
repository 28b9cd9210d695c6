"""Facts of the end: verification, acceptance, filing, the plate, the archive."""

from collections.abc import Callable

from rebuild.cases.facts import Json, Snapshot
from rebuild.documents.facts import Issuing, supplies
from rebuild.documents.facts_of_case import NONE, decimal, metres, snapshot
from rebuild.documents.facts_of_permit import contract

RATINGS = {"5": "非常满意", "4": "满意", "3": "基本满意", "2": "不满意", "1": "非常不满意"}
MEETS = "符合"
CONTRACTED = (
    ("勘察单位", "survey_firm", "项目负责人", "survey_lead"),
    ("设计单位", "designer", "项目负责人", "designer_lead"),
    ("施工单位", "contractor", "项目负责人", "contractor_lead"),
    ("监理单位", "supervisor", "总监理工程师", "supervisor_lead"),
)


@supplies("permit_number")
def permit_number(issuing: Issuing) -> str:
    issued = issuing.latest("planning_permit")
    return issued.number if issued else ""


@supplies("verification_certificate.rows")
def verified_rows(issuing: Issuing) -> list[dict[str, str]]:
    """规划条件核实: every figure as permitted and as measured."""
    permitted, built = snapshot(issuing, "permitted"), snapshot(issuing, "as_built")
    return [
        _compared("建筑面积", permitted.gross_area, built.gross_area, decimal, "㎡"),
        _row("容积率", _ratio(permitted), _ratio(built), "—"),
        _compared("地上层数", permitted.storeys_above, built.storeys_above, str, "层"),
        _compared("檐口高度", permitted.eave_height, built.eave_height, metres, "米"),
        _compared("最高点高度", permitted.ridge_height, built.ridge_height, metres, "米"),
        _compared("最小间距", permitted.setback, built.setback, metres, "米"),
        _row("用途", permitted.land_use, built.land_use, "—"),
        _compared("户数", len(permitted.units), len(built.units), str, "户"),
    ]


def _compared(
    label: str, permitted: int, measured: int, write: Callable[[int], str], unit: str
) -> dict[str, str]:
    change = measured - permitted
    sign = "-" if change < 0 else "+" if change else ""
    told = f"{sign}{write(abs(change))}{unit}"
    return _row(label, f"{write(permitted)}{unit}", f"{write(measured)}{unit}", told)


def _row(label: str, permitted: str, measured: str, deviation: str) -> dict[str, str]:
    # The certificate exists only where every rule passed or a variance lifted it, which 备注 tells.
    return {
        "label": label,
        "permitted": permitted,
        "measured": measured,
        "deviation": deviation,
        "conclusion": MEETS,
    }


def _ratio(figures: Snapshot) -> str:
    return decimal(figures.gross_area * 100 // figures.land_area)


@supplies("measured_by")
def measured_by(issuing: Issuing) -> str:
    return snapshot(issuing, "as_built").measured_by


@supplies("measured_on")
def measured_on(issuing: Issuing) -> str:
    day = snapshot(issuing, "as_built").measured_on
    return day.isoformat() if day else ""


@supplies("verification_certificate.remarks")
def verification_remarks(issuing: Issuing) -> list[str]:
    lines = ["土地权属、用途与规划许可一致。"]
    return lines + [f"变通依据：{each.basis}" for each in issuing.case.variances]


@supplies("parties")
def parties(issuing: Issuing) -> list[dict[str, Json]]:
    """建设、勘察、设计、施工、监理: each with its responsible person and, once given, its opinion."""
    representative = str(issuing.case.record("decision", "representative", ""))
    owners = _party(issuing, "建设单位", issuing.case.applicant, "代表人", representative)
    return [{**owners, "citizen": True}] + [
        _party(issuing, role, contract(issuing, firm), title, contract(issuing, lead))
        for role, firm, title, lead in CONTRACTED
    ]


def _party(issuing: Issuing, role: str, name: str, title: str, lead: str) -> dict[str, Json]:
    given = issuing.case.record("acceptance", "opinions", [])
    opinions = {row["party"]: row["opinion"] for row in given}
    silent = "不属强制监理工程。" if role == "监理单位" and name == NONE else ""
    return {
        "role": role,
        "name": name,
        "lead_title": title,
        "lead": lead,
        "citizen": False,
        "opinion": opinions.get(name, opinions.get(role, silent)),
    }


@supplies("drawings_reviewed")
def drawings_reviewed(issuing: Issuing) -> str:
    return contract(issuing, "drawings_reviewed")


@supplies("contract_price")
def contract_price(issuing: Issuing) -> str:
    return decimal(issuing.case.record("contract", "contract_price", 0))


@supplies("started_on")
def started_on(issuing: Issuing) -> str:
    run = issuing.case.run("case")
    began = run.entered("building") if run else None
    return began.since.isoformat() if began else ""


@supplies("completion_filing.accepted_on")
def acceptance_day(issuing: Issuing) -> str:
    run = issuing.case.run("case")
    accepted = run.entered("accepted") if run else None
    return accepted.since.isoformat() if accepted else ""


@supplies("completion_filing.structure")
def new_structure(issuing: Issuing) -> str:
    return contract(issuing, "structure")


@supplies("completion_filing.gross_area")
def built_area(issuing: Issuing) -> str:
    return decimal(snapshot(issuing, "as_built").gross_area)


@supplies("completion_filing.storeys")
def built_storeys(issuing: Issuing) -> int:
    return snapshot(issuing, "as_built").storeys_above


@supplies("completion_filing.station_report")
def station_report(issuing: Issuing) -> str:
    return str(issuing.case.record("filing", "station_report", "") or NONE)


@supplies("opened_on")
def opened_on(issuing: Issuing) -> str:
    return issuing.case.opened_on.isoformat()


@supplies("closed_on")
def closed_on(issuing: Issuing) -> str:
    return issuing.on.isoformat()


@supplies("entries")
def entries(issuing: Issuing) -> list[dict[str, Json]]:
    """Every document of the case in the order of issue; copies for each household on one line."""
    rows: dict[tuple[str, str], dict[str, Json]] = {}
    for each in issuing.case.documents:
        key = (each.kind, each.issued_on.isoformat())
        row = rows.get(key)
        if row is None:
            rows[key] = {
                "stage": issuing.labels.get(each.seat, ""),
                "title": each.title,
                "number": each.number,
                "issued_on": each.issued_on.isoformat(),
                "copies": 1,
            }
        else:
            row["number"] = f"{str(row['number']).split(' 等')[0]} 等"
            row["copies"] += 1
    return list(rows.values())


@supplies("timeline")
def timeline(issuing: Issuing) -> list[dict[str, str]]:
    run = issuing.case.run("case")
    return [
        {"label": issuing.labels.get(visit.state, visit.state), "on": visit.since.isoformat()}
        for visit in (run.visits[1:] if run else ())
    ]


@supplies("rating")
def rating(issuing: Issuing) -> str:
    given = str(issuing.case.record("archive", "rating", ""))
    return RATINGS.get(given, given)


@supplies("shelf")
def shelf(issuing: Issuing) -> str:
    return str(issuing.case.record("archive", "shelf", ""))
