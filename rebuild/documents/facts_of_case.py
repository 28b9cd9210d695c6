"""Facts every kind may ask for: the building, the applicant, the organ, the parties, the remedies."""

from rebuild.cases.facts import Building, Snapshot
from rebuild.documents.facts import Issuing, supplies

AREA_SOURCES = {"register": "不动产登记簿", "survey": "实测成果", "contract": "买卖合同"}
HANDLING = {
    "treat": "处理使用",
    "observe": "观察使用",
    "stop_use": "停止使用",
    "demolish": "整体拆除",
}
NONE = "/"


def decimal(hundredths: int) -> str:
    """Whole hundredths as a decimal: 57922 is "579.22"."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def metres(millimetres: int) -> str:
    """Whole millimetres as metres."""
    return f"{millimetres // 1000}.{millimetres % 1000:03d}"


def building_of(issuing: Issuing) -> Building:
    assert issuing.case.building is not None, "a case is registered with its building"
    return issuing.case.building


def owners_of(issuing: Issuing) -> str:
    return "、".join(owner.name for owner in issuing.household.owners)


def snapshot(issuing: Issuing, kind: str) -> Snapshot:
    return issuing.case.snapshots[kind]


@supplies("number")
def number(issuing: Issuing) -> str:
    return issuing.number


@supplies("issued_on")
def issued_on(issuing: Issuing) -> str:
    return issuing.on.isoformat()


@supplies("unit")
def unit(issuing: Issuing) -> str:
    return issuing.unit


@supplies("addressee")
def addressee(issuing: Issuing) -> str:
    return owners_of(issuing)


@supplies("applicant")
def applicant(issuing: Issuing) -> str:
    return issuing.case.applicant


@supplies("project")
def project(issuing: Issuing) -> str:
    return str(
        issuing.case.record("funds", "project", "")
        or f"{building_of(issuing).name}住宅危房原址恢复重建项目"
    )


@supplies("building")
def building(issuing: Issuing) -> str:
    return building_of(issuing).name


@supplies("location")
def location(issuing: Issuing) -> str:
    return building_of(issuing).address


@supplies("gross_area")
def gross_area(issuing: Issuing) -> str:
    return decimal(building_of(issuing).gross_area)


@supplies("households")
def households(issuing: Issuing) -> int:
    return len(issuing.case.households) or building_of(issuing).households


@supplies("structure")
def structure(issuing: Issuing) -> str:
    return building_of(issuing).structure


@supplies("storeys")
def storeys(issuing: Issuing) -> int:
    return building_of(issuing).storeys


@supplies("organ")
def organ(issuing: Issuing) -> str:
    return issuing.organ["name"]


@supplies("organ_code")
def organ_code(issuing: Issuing) -> str:
    return issuing.organ["code"]


@supplies("contact", "clerk")
def contact(issuing: Issuing) -> str:
    return issuing.organ["contact"]


@supplies("phone")
def phone(issuing: Issuing) -> str:
    return issuing.organ["phone"]


@supplies("contacts")
def contacts(issuing: Issuing) -> list[dict[str, str]]:
    return [{"name": name, "phone": call} for name, call in issuing.contacts.items()]


@supplies("organiser")
def organiser(issuing: Issuing) -> str:
    """Who called the vote, by the full name its notice gave; the role of whoever acts, where none was given."""
    notice = issuing.run.last("announce")
    return str(notice.answers.get("organiser") or issuing.role) if notice else issuing.role


@supplies("remedies")
def remedies(issuing: Issuing) -> dict[str, str]:
    """救济告知: review organ, its web address, court; the periods are law and stand in the template."""
    return {name: issuing.organ[name] for name in ("review_organ", "review_url", "court")}


@supplies("report_number")
def report_number(issuing: Issuing) -> str:
    appraisal = issuing.case.appraisal
    return appraisal.report_number if appraisal else ""


@supplies("appraised_on")
def appraised_on(issuing: Issuing) -> str:
    appraisal = issuing.case.appraisal
    return appraisal.appraised_on.isoformat() if appraisal else ""


@supplies("appraisal_body")
def appraisal_body(issuing: Issuing) -> str:
    appraisal = issuing.case.appraisal
    return appraisal.body if appraisal else ""


@supplies("grade")
def grade(issuing: Issuing) -> str:
    appraisal = issuing.case.appraisal
    return appraisal.grade if appraisal else ""


@supplies("handling")
def handling(issuing: Issuing) -> str:
    appraisal = issuing.case.appraisal
    return HANDLING[appraisal.handling] if appraisal else ""


@supplies("variances")
def variances(issuing: Issuing) -> list[dict[str, str]]:
    """突破事项 in force on the day of issue."""
    return [
        {"rule": each.rule, "basis": each.basis, "organ": each.organ, "scope": each.scope}
        for each in issuing.case.variances
        if each.expires is None or issuing.on <= each.expires
    ]


@supplies("danger_notice.sequence")
def sequence(issuing: Issuing) -> str:
    units = [each.unit for each in issuing.case.households]
    return f"{len(units)}户之{units.index(issuing.unit) + 1}"


@supplies("danger_notice.orders")
def orders(issuing: Issuing) -> list[dict[str, str]]:
    return [
        {
            "what": "停止使用",
            "how": "自收到本通知之时起，任何人不得居住、使用、出租。",
            "by": "立即",
        },
        {
            "what": "撤离",
            "how": str(issuing.answers.get("leave_how", "人员与贵重物品全部撤出，切断水电气。")),
            "by": str(issuing.answers["leave_by"]),
        },
        {"what": "不得进入", "how": "围挡以内不得进入；确需取物的，由社区陪同。", "by": "长期"},
    ]
