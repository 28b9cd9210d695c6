"""Facts of the owners' vote: notice, ballot, result, decision."""

from rebuild.cases.facts import Json
from rebuild.documents.facts import Issuing, supplies
from rebuild.documents.facts_of_case import (
    AREA_SOURCES,
    building_of,
    decimal,
    project,
)
from rebuild.documents.wording import masked

VOTES = {
    "agree": "同意",
    "disagree": "反对",
    "abstain": "弃权",
    "invalid": "废票",
    "split": "意见不一",
}
SILENT = "未表决"
WAYS = (
    "到现场领取表决票并当场书面表决",
    "书面委托他人表决，委托书写明姓名、事项、权限和期限并签名",
    "行动不便的，由社区工作人员和见证人上门收取",
)


def announced(issuing: Issuing, name: str) -> str:
    return str(issuing.case.record("vote", name, ""))


@supplies("opens_on")
def opens_on(issuing: Issuing) -> str:
    return announced(issuing, "opens_on")


@supplies("closes_on")
def closes_on(issuing: Issuing) -> str:
    return announced(issuing, "closes_on")


@supplies("matter")
def matter(issuing: Issuing) -> str:
    """The matter of a licence, or of a vote."""
    return issuing.settings.get("matter") or announced(issuing, "matter")


@supplies("budget")
def budget(issuing: Issuing) -> str:
    cents = issuing.case.record("vote", "budget", 0)
    return decimal(cents)


@supplies("total_area")
def total_area(issuing: Issuing) -> str:
    return decimal(sum(each.area for each in issuing.case.households))


@supplies("roll_day")
def roll_day(issuing: Issuing) -> str:
    frozen = issuing.run.last("freeze_roll")
    return frozen.on.isoformat() if frozen else ""


@supplies("counters")
def counters(issuing: Issuing) -> list[str]:
    return [row["name"] for row in issuing.case.record("vote", "counters", [])]


@supplies("ways")
def ways(issuing: Issuing) -> list[str]:
    return list(WAYS)


@supplies("vote_notice.contact")
def vote_contact(issuing: Issuing) -> str:
    return announced(issuing, "contact")


@supplies("envelope")
def envelope(issuing: Issuing) -> list[dict[str, str]]:
    """What the owners are asked to agree to: the old house on the left, the new on the right."""
    old = building_of(issuing)
    ratio = f"{old.gross_area / old.land_area:.2f}" if old.land_area else ""
    return [
        {"label": "建筑面积", "existing": f"{decimal(old.gross_area)}㎡", "planned": "不增加"},
        {"label": "容积率", "existing": ratio, "planned": "不增加"},
        {"label": "层数", "existing": f"{old.storeys}层", "planned": "不变"},
        {"label": "占地范围", "existing": "原外轮廓", "planned": "不超出"},
        {"label": "土地权属", "existing": "各户共用", "planned": "不变"},
        {"label": "用途", "existing": old.use, "planned": "不变"},
        {"label": "户数", "existing": f"{len(issuing.case.households)}户", "planned": "一一对应"},
        {"label": "结构", "existing": old.structure, "planned": "按现行规范"},
    ]


@supplies("thresholds")
def thresholds(issuing: Issuing) -> list[str]:
    lines = [
        "参与表决：专有部分面积和业主人数均达到全体的三分之二以上（≥2/3）",
        "表决同意：在参与表决的业主中，面积和人数均达到四分之三以上（≥3/4）",
    ]
    if issuing.tally.get("policy") == "unanimous":
        lines.append("原址重建的实施条件：全体业主一致同意（面积、人数均为100%）")
    if issuing.tally.get("policy") == "local_share":
        label, asked = issuing.tally["policy_label"], issuing.tally["whole_threshold"]
        lines.append(f"原址重建的实施条件：达到{label}（同意的面积和人数占全体{asked}）")
    if issuing.tally.get("silence_counts"):
        lines.append("按已备案的本地规定，已联系到本人而未表决的，计入已表决的多数意见")
    return lines


@supplies("serial")
def serial(issuing: Issuing) -> str:
    units = [each.unit for each in issuing.case.households]
    return f"{units.index(issuing.unit) + 1}/{len(units)}"


@supplies("owners")
def owners(issuing: Issuing) -> list[dict[str, str]]:
    return [
        {"name": owner.name, "share": "全部" if owner.share == 1 else str(owner.share)}
        for owner in issuing.household.owners
    ]


@supplies("area")
def area(issuing: Issuing) -> str:
    return decimal(issuing.household.area)


@supplies("area_source")
def area_source(issuing: Issuing) -> str:
    return AREA_SOURCES[issuing.household.area_source]


@supplies("tally")
def tally(issuing: Issuing) -> Json:
    return dict(issuing.tally)


@supplies("vote_result.households")
def voters(issuing: Issuing) -> list[dict[str, str]]:
    """Every household's answer as the law counts it, names masked: this sheet hangs at the gate."""
    votes = issuing.tally["votes"]
    return [
        {
            "unit": each.unit,
            "owner": "、".join(masked(owner.name) for owner in each.owners),
            "area": decimal(each.area),
            "vote": VOTES.get(votes.get(each.unit, ""), SILENT),
        }
        for each in issuing.case.households
    ]


@supplies("vote_result.masked")
def result_is_masked(issuing: Issuing) -> bool:
    return True


@supplies("posted_from")
def posted_from(issuing: Issuing) -> str:
    posted = issuing.run.entered("posted")
    return posted.since.isoformat() if posted else issuing.on.isoformat()


@supplies("posted_to")
def posted_to(issuing: Issuing) -> str:
    return issuing.dues["posting"].due.isoformat()


@supplies("objections")
def objections(issuing: Issuing) -> int:
    return sum(1 for taken in issuing.run.taken if taken.action == "object")


@supplies("decided_on")
def decided_on(issuing: Issuing) -> str:
    return issuing.on.isoformat()


@supplies("owners_decision.units")
def decision_units(issuing: Issuing) -> list[dict[str, str]]:
    return [
        {
            "unit": each.unit,
            "owner": "、".join(owner.name for owner in each.owners),
            "area": decimal(each.area),
            "share": "全部"
            if len(each.owners) == 1
            else "、".join(str(o.share) for o in each.owners),
        }
        for each in issuing.case.households
    ]


@supplies("representative")
def representative(issuing: Issuing) -> str:
    return str(issuing.case.record("decision", "representative", ""))


@supplies("temporary_housing")
def temporary_housing(issuing: Issuing) -> str:
    return str(issuing.case.record("decision", "temporary_housing", ""))


@supplies("pay_by")
def pay_by(issuing: Issuing) -> str:
    return str(issuing.case.record("decision", "pay_by", ""))


@supplies("account")
def account(issuing: Issuing) -> str:
    return str(issuing.case.record("decision", "account", ""))


@supplies("owners_decision.items")
def decision_items(issuing: Issuing) -> list[str]:
    """What the owners decided, item by item, in the words of the vote and the figures of the house."""
    old = building_of(issuing)
    decision = issuing.case.records["decision"]
    count = len(issuing.case.households)
    return [
        f"拆除现{old.name}危险房屋，在原址恢复重建，项目名称为{project(issuing)}。",
        f"重建后建筑面积不超过{decimal(old.gross_area)}㎡，容积率、层数（{old.storeys}层）、高度、占地范围和土地权属不变。",
        f"{count}户的户数、位置和产权人一一对应，各户专有面积以本决定书附列面积为准，差异依法结算。",
        f"建设资金预算总额{decimal(issuing.case.record('vote', 'budget', 0))}元，由全体业主按专有面积分摊，存入专用账户，超支另行共同决定。",
        f"推举{decision['representative']}为业主代表，负责申请许可、签订合同、组织验收和办理登记，重大变更须再经业主共同决定。",
        f"以“{decision['applicant']}”名义申请规划许可、施工许可并办理竣工验收备案。",
        f"过渡安置：{decision.get('temporary_housing') or '由各户自行安排，社区协助'}。",
        "未按期出资的，由全体业主协商处理；退出的，应当依法办理权利转移，本决定对受让人继续有效。",
        "因本决定发生争议的，先由社区调解；调解不成的，依法向人民法院起诉。",
    ]
