"""Facts of a licence on its way: intake, supplement, decision."""

from rebuild.cases.facts import Json, Taken
from rebuild.documents.facts import Due, Issuing, supplies
from rebuild.documents.facts_of_permit import permitted, scale_of

PERMITS = {"planning_permit": "建设工程规划许可证", "construction_permit": "建筑工程施工许可证"}
FORMS = {"original": "原件", "copy": "复印件"}


def submitted(issuing: Issuing) -> Taken | None:
    return issuing.run.last("submit")


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
    """Whether silence decided, and not the organ (行政许可法32, 50)."""
    return issuing.action in ("deem_accept", "extend_by_silence")


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
