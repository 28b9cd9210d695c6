"""施工许可: the conditions of 建筑法8, each by itself, and that no works go on without both live permits."""

from rebuild.cases.facts import Run
from rebuild.law.figures import area, yuan
from rebuild.law.licensing import unfinished
from rebuild.law.money import committed
from rebuild.law.permits import LIVE, permit_live, standing_now
from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.spans import add_months


@rule(
    "construction.planning_permit_live",
    basis="construction_law art. 8",
    cure="请先恢复或者重新取得规划许可",
    who="owner_rep",
)
def planning_permit_live(situation: Situation) -> Verdict:
    """规划许可有效"""
    return None if permit_live(situation, "planning_permit") else "建设工程规划许可证不在有效状态"


@rule(
    "construction.permit_live",
    basis="construction_law art. 7",
    cure="请先取得施工许可",
    who="owner_rep",
)
def construction_permit_live(situation: Situation) -> Verdict:
    """施工许可有效"""
    return (
        None if permit_live(situation, "construction_permit") else "建筑工程施工许可证不在有效状态"
    )


@rule(
    "construction.permit_in_use",
    basis="construction_law art. 10",
    cure="已报告中止施工的，请按恢复施工办理",
    who="owner_rep",
)
def permit_in_use(situation: Situation) -> Verdict:
    """施工许可在使用中，没有报告中止施工"""
    word = standing_now(situation, "construction_permit").word
    return None if word == "in_use" else "建筑工程施工许可证不在使用中"


@rule(
    "construction.no_live_permit",
    basis="construction_law art. 7",
    cure="已有有效的施工许可，不需重新申请",
    who="owner_rep",
)
def no_live_permit(situation: Situation) -> Verdict:
    """没有有效的施工许可"""
    # One whose execution is stayed is in nobody's way today, yet may be again tomorrow.
    standing = standing_now(situation, "construction_permit")
    return "已有未失效的建筑工程施工许可证" if standing.word in LIVE else None


@rule(
    "construction.application_over",
    basis="licensing_law art. 32",
    cure="请先办结前一次申请",
    who="owner_rep",
)
def application_over(situation: Situation) -> Verdict:
    """前一次施工许可申请已办结并送达"""
    return unfinished(situation.case, "construction")


@rule(
    "construction.case_permitted",
    basis="construction_law art. 7",
    cure="请待案件恢复到“已取得施工许可”后开工",
    who="owner_rep",
)
def case_permitted(situation: Situation) -> Verdict:
    """案件处于已取得施工许可的环节"""
    if situation.case.state("case") == "permitted":
        return None
    return "案件不在“已取得施工许可”环节，不能开工"


@rule(
    "construction.site_cleared",
    basis="construction_law art. 8",
    cure="请先完成拆除；拆除与施工同一合同的请写明",
    who="contractor",
)
def site_cleared(situation: Situation) -> Verdict:
    """场地已就绪，或拆除与施工为同一合同"""
    if _torn_down(situation.run) or situation.answers.get("same_contract") is True:
        return None
    return "旧房尚未拆除，且未写明拆除与施工为同一合同"


@rule(
    "construction.site_ready",
    basis="construction_law art. 8",
    cure="拆除进度应符合施工要求",
    who="contractor",
)
def site_ready(situation: Situation) -> Verdict:
    """拆除进度符合施工要求"""
    run = situation.case.run("case")
    opened = run.last("apply_construction") if run else None
    if run and _torn_down(run):
        return None
    if opened and opened.answers.get("same_contract"):
        return None
    return "旧房尚未拆除"


@rule(
    "construction.contractor_qualified",
    basis="construction_law art. 8",
    cure="请更换具备资质的施工单位",
    who="owner_rep",
)
def contractor_qualified(situation: Situation) -> Verdict:
    """已确定具备资质的施工单位"""
    if situation.case.record("contract", "contractor_qualified") is not True:
        name = situation.case.record("contract", "contractor", "施工单位")
        return f"{name}不具备相应资质或者安全生产许可证"
    return None


@rule(
    "construction.funds_committed",
    basis="construction_law art. 8",
    cure="请落实建设资金并提交承诺书",
    who="owner_rep",
)
def funds_committed(situation: Situation) -> Verdict:
    """建设资金已落实"""
    if situation.case.record("contract", "funds_committed") is not True:
        return "建设资金尚未落实"
    return _unfunded(situation, situation.case.record("contract", "contract_price", 0))


@rule(
    "construction.new_price_funded",
    basis="construction_law art. 8",
    cure="请先落实增加的建设资金",
    who="owner_rep",
)
def new_price_funded(situation: Situation) -> Verdict:
    """变更后的合同价格有资金保证"""
    price = situation.answers.get("contract_price")
    return _unfunded(situation, price) if price is not None else None


def _unfunded(situation: Situation, price: int) -> str | None:
    total = situation.case.record("funds", "total", 0)
    if price > total:
        return f"合同价格{yuan(price)}高于已落实资金{yuan(total)}"
    entered = committed(situation.case)
    grants = situation.case.record("funds", "grants", 0)
    if entered is not None and price > entered + grants:
        return (
            f"各户已认缴和已缴合计{yuan(entered)}，财政补助等{yuan(grants)}，"
            f"低于合同价格{yuan(price)}，差{yuan(price - entered - grants)}"
        )
    return None


@rule(
    "construction.drawings",
    basis="construction_law art. 8",
    cure="请提交满足施工需要的图纸及审查意见",
    who="owner_rep",
)
def drawings(situation: Situation) -> Verdict:
    """有满足施工需要的图纸"""
    if not situation.case.record("contract", "drawings_reviewed"):
        return "未写明施工图审查文号"
    return None


@rule(
    "construction.safety_measures",
    basis="safety_rules art. 10",
    cure="请报送保证质量和安全的具体措施",
    who="owner_rep",
)
def safety_measures(situation: Situation) -> Verdict:
    """有保证工程质量和安全的具体措施"""
    if situation.case.record("contract", "safety_measures") is not True:
        return "未报送保证工程质量和安全的具体措施"
    return None


@rule(
    "construction.fire_design",
    basis="fire_law art. 12",
    cure="请提供消防设计图纸及技术资料",
    who="owner_rep",
)
def fire_design(situation: Situation) -> Verdict:
    """已提供消防设计图纸"""
    if situation.case.record("contract", "fire_design") is not True:
        return "未提供消防设计图纸及技术资料，依法不得发给施工许可证"
    return None


@rule(
    "construction.scale_as_permitted",
    basis="construction_law art. 8",
    cure="请使合同规模与规划许可一致",
    who="owner_rep",
)
def scale_as_permitted(situation: Situation) -> Verdict:
    """合同规模与规划许可一致"""
    permitted = situation.case.snapshots.get("permitted")
    contract = situation.case.record("contract", "contract_area")
    if permitted and contract and contract != permitted.gross_area:
        return f"合同建筑面积{area(contract)}，规划许可{area(permitted.gross_area)}"
    return None


@rule(
    "construction.stopped_under_a_year",
    basis="construction_law art. 10",
    cure="中止满一年，恢复施工前请发证机关核验许可",
    who="owner_rep",
)
def stopped_under_a_year(situation: Situation) -> Verdict:
    """中止施工未满一年"""
    stopped = situation.run.entered("works_stopped")
    if stopped is None:
        return None
    limit = situation.limits.time("reverify", situation.on)
    full = add_months(stopped.since, limit.value)
    if situation.on >= full:
        return f"自{stopped.since}中止施工，至{full}已满{limit.value}个月"
    return None


def _torn_down(run: Run) -> bool:
    # Not whether the case stood at "site ready": a refused application leads back there too.
    return run.last("demolished") is not None or run.entered("building") is not None
