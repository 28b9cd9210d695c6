"""Facts of the two certificates and of the annex with the owners."""

from rebuild.cases.facts import Document, Json, Snapshot, Taken
from rebuild.documents.facts import Issuing, supplies
from rebuild.documents.facts_of_case import NONE, building_of, decimal
from rebuild.documents.wording import day

CERTIFICATES = ("planning_permit", "construction_permit")


def permitted(issuing: Issuing) -> Snapshot:
    """What is permitted, or, before a decision, what is designed."""
    snapshots = issuing.case.snapshots
    return snapshots.get("permitted") or snapshots["designed"]


def scale_of(snapshot: Snapshot) -> str:
    return f"住宅建筑面积{decimal(snapshot.gross_area)}㎡，共{snapshot.storeys_above}层"


def contract(issuing: Issuing, name: str) -> str:
    """One word of the construction contract; "/" where there is none."""
    return str(issuing.case.record("contract", name, "") or NONE)


@supplies("planning_permit_number")
def planning_permit_number(issuing: Issuing) -> str:
    issued = issuing.latest("planning_permit")
    return issued.number if issued else ""


@supplies("construction_permit_number")
def construction_permit_number(issuing: Issuing) -> str:
    issued = issuing.latest("construction_permit")
    return issued.number if issued else ""


@supplies("planning_permit.location", "construction_permit.location")
def permit_location(issuing: Issuing) -> str:
    return building_of(issuing).address


@supplies("planning_permit.attachments")
def attachments(issuing: Issuing) -> list[str]:
    lines = ["总平面图、各层平面图、立面图、剖面图；", "原址重建指标对比表"]
    basis = [each.basis for each in issuing.case.variances]
    if basis:
        lines[-1] += "；变通执行依据"
        lines += [f"（{each}）" for each in basis]
    return lines


def certificate(issuing: Issuing) -> Document | None:
    """The certificate as it was first handed out; none where it is older than these files."""
    paper = issuing.run.paper
    return next((each for each in issuing.case.documents if each.id == paper), None)


def printed_again(issuing: Issuing) -> list[str]:
    """变更记载: what a certificate printed anew says of those before it; nothing on the first."""
    first = certificate(issuing) if issuing.run.seat in CERTIFICATES else None
    if first is None:
        return []
    lines = []
    if version_of(issuing) > 1:
        changed = issuing.run.last("change")
        assert changed is not None, "a second version comes of a change"
        lines.append(
            f"第{version_of(issuing)}版：{day(changed.on)}变更{_decided(issuing, changed)}。"
        )
    if issuing.action == "replace_lost":
        lines.append("遗失补发，原件作废。")  # its day stands on the face
    return [*lines, f"{day(first.issued_on)}首次核发。"]


def _decided(issuing: Issuing, changed: Taken) -> str:
    """（示住建许变〔2025〕1号）; the change itself is written out in that decision."""
    run = issuing.run
    numbers = [
        each.number
        for each in issuing.case.documents
        if (each.kind, each.seat, each.run, each.issued_on)
        == ("permit_decision", run.seat, run.number, changed.on)
    ]
    return f"（{numbers[-1]}）" if numbers else ""


def version_of(issuing: Issuing) -> int:
    return 1 + sum(1 for each in issuing.run.taken if each.action == "change")


@supplies("planning_permit.version", "construction_permit.version")
def certificate_version(issuing: Issuing) -> int:
    """1 as first granted; after a change 2, 3 …"""
    return version_of(issuing) if issuing.run.seat in CERTIFICATES else 1


@supplies("planning_permit.reissued_on", "construction_permit.reissued_on")
def reissued_on(issuing: Issuing) -> str:
    """The day it is handed out again for one that was lost; empty where none was."""
    return issuing.on.isoformat() if issuing.action == "replace_lost" else ""


@supplies("planning_permit.remarks")
def planning_remarks(issuing: Issuing) -> list[str]:
    count = len(issuing.case.households)
    lines = ["D级危房原址恢复重建。面积、容积率、", f"土地权属不变。{count}户名单见附件。"]
    return lines + printed_again(issuing)


@supplies("construction_permit.remarks")
def construction_remarks(issuing: Issuing) -> list[str]:
    count = len(issuing.case.households)
    lines = [
        f"D级危房原址恢复重建；规划许可{planning_permit_number(issuing)}；",
        f"{count}户名单附后"
        + "".join(f"；变通依据：{each.basis}" for each in issuing.case.variances)
        + ("；" if contract(issuing, "supervisor") == NONE else "。"),
    ]
    if contract(issuing, "supervisor") == NONE:
        lines.append("不属强制监理工程。")
    return lines + printed_again(issuing)


@supplies("construction_permit.scale")
def construction_scale(issuing: Issuing) -> str:
    return f"{scale_of(permitted(issuing)).replace('共', '地上')}，{contract(issuing, 'structure')}"


@supplies("contract_start")
def contract_start(issuing: Issuing) -> str:
    return contract(issuing, "begins_on")


@supplies("contract_end")
def contract_end(issuing: Issuing) -> str:
    return contract(issuing, "ends_on")


@supplies("construction_permit.units")
def contracted(issuing: Issuing) -> dict[str, Json]:
    """勘察、设计、施工、监理 and 工程总承包; none where there is no such party."""
    return {
        "general_contractor": None,
        "surveyor": _party(issuing, "survey_firm", "survey_lead"),
        "designer": _party(issuing, "designer", "designer_lead"),
        "contractor": _party(issuing, "contractor", "contractor_lead"),
        "supervisor": _party(issuing, "supervisor", "supervisor_lead"),
    }


def _party(issuing: Issuing, firm: str, lead: str) -> dict[str, str] | None:
    name = contract(issuing, firm)
    return None if name == NONE else {"name": name, "person": contract(issuing, lead)}


@supplies("masked")
def masked_copy(issuing: Issuing) -> bool:
    """The original carries the owners' names; a public copy is made from it with names masked."""
    return False


@supplies("construction_permit.owners")
def annex(issuing: Issuing) -> list[dict[str, Json]]:
    """产权人名单: every unit as it was and as it is permitted to be."""
    planned = {each.unit: each.area for each in permitted(issuing).units}
    representative = str(issuing.case.record("decision", "representative", ""))
    return [
        {
            "unit": each.unit,
            "floor": _floor(each.unit),
            "names": [owner.name for owner in each.owners],
            "existing_area": decimal(each.area),
            "planned_area": decimal(planned.get(each.unit, each.area)),
            "change": signed(planned.get(each.unit, each.area) - each.area),
            "note": "代表人" if representative in [owner.name for owner in each.owners] else "",
        }
        for each in issuing.case.households
    ]


@supplies("construction_permit.totals")
def annex_totals(issuing: Issuing) -> dict[str, str]:
    was = sum(each.area for each in issuing.case.households)
    planned = {each.unit: each.area for each in permitted(issuing).units}
    will_be = sum(planned.get(each.unit, each.area) for each in issuing.case.households)
    return {
        "existing_area": decimal(was),
        "planned_area": decimal(will_be),
        "change": signed(will_be - was),
    }


def signed(hundredths: int) -> str:
    """A difference of areas with its sign: "-1.00", "0.00", "+1.00"."""
    sign = "-" if hundredths < 0 else "+" if hundredths else ""
    return f"{sign}{decimal(abs(hundredths))}"


def _floor(unit: str) -> int:
    """The floor a room number tells: 305 is on the third."""
    digits = "".join(sign for sign in unit if sign.isdigit())
    return int(digits[:-2] or "0") if len(digits) > 2 else 0
