"""Facts of a licence: intake, decision, certificate, its annex, its service."""

from rebuild.cases.facts import Json, Snapshot, Taken
from rebuild.documents.facts import Due, Issuing, supplies
from rebuild.documents.facts_of_case import NONE, building_of, decimal, owners_of

METHODS = {
    "direct": "直接送达",
    "family": "成年家属签收",
    "left": "留置送达",
    "electronic": "电子送达",
    "post": "邮寄送达",
    "agent": "委托送达",
    "announce": "公告送达",
}
PERMITS = {"planning_permit": "建设工程规划许可证", "construction_permit": "建筑工程施工许可证"}
FORMS = {"original": "原件", "copy": "复印件"}


def submitted(issuing: Issuing) -> Taken | None:
    return issuing.run.last("submit")


def permitted(issuing: Issuing) -> Snapshot:
    """What is permitted, or, before a decision, what is designed."""
    snapshots = issuing.case.snapshots
    return snapshots.get("permitted") or snapshots["designed"]


def scale_of(snapshot: Snapshot) -> str:
    return f"住宅建筑面积{decimal(snapshot.gross_area)}㎡，共{snapshot.storeys_above}层"


@supplies("received_on")
def received_on(issuing: Issuing) -> str:
    received = issuing.run.entered("received")
    first = next((each for each in issuing.run.visits if each.state == "received"), received)
    return first.since.isoformat() if first else ""


@supplies("accepted_on")
def accepted_on(issuing: Issuing) -> str:
    reviewed = next((each for each in issuing.run.visits if each.state == "under_review"), None)
    return reviewed.since.isoformat() if reviewed else ""


@supplies("deemed")
def deemed(issuing: Issuing) -> bool:
    return issuing.action == "deem_accept"


def _decision(issuing: Issuing) -> Due:
    return issuing.dues["decision"]


@supplies("acceptance_notice.legal_limit")
def legal_limit(issuing: Issuing) -> str:
    return _decision(issuing).words


@supplies("acceptance_notice.due_on")
def decision_due(issuing: Issuing) -> str:
    return _decision(issuing).due.isoformat()


@supplies("promised_limit")
def promised_limit(issuing: Issuing) -> str:
    promised = issuing.dues.get("promised")
    return promised.words if promised else ""


@supplies("promised_due_on")
def promised_due(issuing: Issuing) -> str:
    promised = issuing.dues.get("promised")
    return promised.due.isoformat() if promised else ""


@supplies("materials")
def materials(issuing: Issuing) -> list[dict[str, Json]]:
    asked = submitted(issuing)
    return [
        {
            "name": row["name"],
            "form": FORMS[row["form"]],
            "pages": row["pages"],
            "count": row.get("count", 1),
        }
        for row in (asked.answers["materials"] if asked else ())
    ]


@supplies("query_code", "receipt_number")
def query_code(issuing: Issuing) -> str:
    return issuing.case.number


@supplies("supplement_notice.due_on")
def supplement_due(issuing: Issuing) -> str:
    return issuing.dues["supplement"].due.isoformat()


@supplies("due_words")
def due_words(issuing: Issuing) -> str:
    return f"自收到本告知书之日起{issuing.dues['supplement'].words}"


@supplies("rolled")
def rolled(issuing: Issuing) -> bool:
    return issuing.dues["supplement"].rolled


@supplies("law_article")
def law_article(issuing: Issuing) -> str:
    return issuing.settings["law_article"]


@supplies("scale")
def scale(issuing: Issuing) -> str:
    return scale_of(permitted(issuing))


@supplies("certificate_name")
def certificate_name(issuing: Issuing) -> str:
    return PERMITS[issuing.settings["permit"]]


@supplies("certificate_number")
def certificate_number(issuing: Issuing) -> str:
    issued = issuing.latest(issuing.settings["permit"])
    return issued.number if issued else ""


@supplies("validity")
def validity(issuing: Issuing) -> str:
    if issuing.settings["permit"] == "planning_permit":
        return "自核发之日起一年内开工；确需延期的，应当在期满前申请"
    return "自领取之日起三个月内开工；因故不能按期开工的，应当在期满前申请延期，以两次为限，每次不超过三个月"


@supplies("conditions")
def conditions(issuing: Issuing) -> list[str]:
    lines = [f"按批准的图纸和规模（{scale_of(permitted(issuing))}）建设，不得擅自变更。"]
    return lines + [
        f"依据{each.basis}（{each.organ}）：{each.scope}。"
        for each in issuing.case.variances
        if each.expires is None or issuing.on <= each.expires
    ]


@supplies("duties")
def duties(issuing: Issuing) -> list[str]:
    if issuing.settings["permit"] == "planning_permit":
        return ["在施工现场公示本许可内容。", "开工前申请验线，竣工后申请规划核实。"]
    return ["将施工许可证放置施工现场备查。", "竣工验收合格后十五日内办理竣工验收备案。"]


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


@supplies("planning_permit.remarks")
def planning_remarks(issuing: Issuing) -> list[str]:
    count = len(issuing.case.households)
    return ["D级危房原址恢复重建。面积、容积率、", f"土地权属不变。{count}户名单见附件。"]


@supplies("service_receipt.document_title")
def served_title(issuing: Issuing) -> str:
    served = _served_document(issuing)
    return served.title if served else ""


@supplies("service_receipt.document_number")
def served_number(issuing: Issuing) -> str:
    served = _served_document(issuing)
    return served.number if served else ""


def _served_document(issuing: Issuing) -> Json:
    return issuing.latest("danger_notice", issuing.unit)


def _service(issuing: Issuing) -> Json:
    found = [each for each in issuing.case.services if each.unit == issuing.unit]
    return found[-1] if found else None


@supplies("place")
def place(issuing: Issuing) -> str:
    return f"{building_of(issuing).address}{issuing.unit}室"


@supplies("method")
def method(issuing: Issuing) -> str:
    service = _service(issuing)
    return METHODS[service.method] if service else ""


@supplies("receiver")
def receiver(issuing: Issuing) -> str:
    service = _service(issuing)
    return service.receiver if service else ""


@supplies("relation")
def relation(issuing: Issuing) -> str:
    service = _service(issuing)
    if service is None:
        return ""
    return "本人" if service.receiver == owners_of(issuing) else METHODS[service.method]


@supplies("served_on")
def served_on(issuing: Issuing) -> str:
    service = _service(issuing)
    return service.on.isoformat() if service else ""


@supplies("note")
def note(issuing: Issuing) -> str:
    service = _service(issuing)
    return service.note if service else ""


@supplies("server")
def server(issuing: Issuing) -> str:
    return issuing.actor


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
    return lines


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
