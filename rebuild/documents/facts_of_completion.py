"""Facts of the end: verification, acceptance, filing, the plate, the archive."""

from rebuild.cases.facts import Json, Snapshot
from rebuild.documents.facts import Issuing, supplies
from rebuild.documents.facts_of_case import NONE, decimal, metres, snapshot
from rebuild.documents.facts_of_licence import contract

RATINGS = {"5": "非常满意", "4": "满意", "3": "基本满意", "2": "不满意", "1": "非常不满意"}
MEETS = "符合"


@supplies("permit_number")
def permit_number(issuing: Issuing) -> str:
    issued = issuing.latest("planning_permit")
    return issued.number if issued else ""


@supplies("verification_certificate.rows")
def verified_rows(issuing: Issuing) -> list[dict[str, str]]:
    """规划条件核实: every figure as permitted and as measured."""
    permitted, built = snapshot(issuing, "permitted"), snapshot(issuing, "as_built")
    return [
        _row(
            "建筑面积",
            f"{decimal(permitted.gross_area)}㎡",
            f"{decimal(built.gross_area)}㎡",
            _signed(built.gross_area - permitted.gross_area),
        ),
        _row("容积率", _ratio(permitted), _ratio(built), "—"),
        _row(
            "地上层数",
            f"{permitted.storeys_above}层",
            f"{built.storeys_above}层",
            f"{built.storeys_above - permitted.storeys_above}",
        ),
        _row(
            "檐口高度",
            f"{metres(permitted.eave_height)}米",
            f"{metres(built.eave_height)}米",
            _signed_metres(built.eave_height - permitted.eave_height),
        ),
        _row(
            "最高点高度",
            f"{metres(permitted.ridge_height)}米",
            f"{metres(built.ridge_height)}米",
            _signed_metres(built.ridge_height - permitted.ridge_height),
        ),
        _row(
            "最小间距",
            f"{metres(permitted.setback)}米",
            f"{metres(built.setback)}米",
            _signed_metres(built.setback - permitted.setback),
        ),
        _row("用途", permitted.land_use, built.land_use, "—"),
        _row(
            "户数",
            f"{len(permitted.units)}户",
            f"{len(built.units)}户",
            f"{len(built.units) - len(permitted.units)}",
        ),
    ]


def _row(label: str, permitted: str, measured: str, deviation: str) -> dict[str, str]:
    return {
        "label": label,
        "permitted": permitted,
        "measured": measured,
        "deviation": deviation,
        "conclusion": MEETS,
    }


def _ratio(figures: Snapshot) -> str:
    hundredths = figures.gross_area * 100 // figures.land_area
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _signed(hundredths: int) -> str:
    sign = "-" if hundredths < 0 else "+" if hundredths else ""
    return f"{sign}{decimal(abs(hundredths))}㎡"


def _signed_metres(millimetres: int) -> str:
    sign = "-" if millimetres < 0 else "+" if millimetres else ""
    return f"{sign}{metres(abs(millimetres))}米"


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
    opinions = {
        row["party"]: row["opinion"] for row in issuing.case.record("acceptance", "opinions", [])
    }
    representative = str(issuing.case.record("decision", "representative", ""))
    rows = [
        ("建设单位", issuing.case.applicant, "代表人", representative, True),
        (
            "勘察单位",
            contract(issuing, "survey_firm"),
            "项目负责人",
            contract(issuing, "survey_lead"),
            False,
        ),
        (
            "设计单位",
            contract(issuing, "designer"),
            "项目负责人",
            contract(issuing, "designer_lead"),
            False,
        ),
        (
            "施工单位",
            contract(issuing, "contractor"),
            "项目负责人",
            contract(issuing, "contractor_lead"),
            False,
        ),
        (
            "监理单位",
            contract(issuing, "supervisor"),
            "总监理工程师",
            contract(issuing, "supervisor_lead"),
            False,
        ),
    ]
    return [
        {
            "role": role,
            "name": name,
            "lead_title": title,
            "lead": lead,
            "citizen": citizen,
            "opinion": opinions.get(
                name, opinions.get(role, "不属强制监理工程。" if name == NONE else "")
            ),
        }
        for role, name, title, lead, citizen in rows
    ]


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
