"""规划许可: what an application needs before it is made, and what may not be lifted or granted."""

from rebuild.law.figures import larger
from rebuild.law.licensing import unfinished
from rebuild.law.permits import LIVE, standing_now
from rebuild.law.rule import BOOK, Situation, Verdict, rule
from rebuild.law.time_limits import due_date


@rule(
    "planning.existing_not_yet_locked",
    basis="in_place_rules",
    cure="现状测绘已锁定，不得更改；确有错误的，请另立突破事项",
    who="surveyor",
)
def existing_not_yet_locked(situation: Situation) -> Verdict:
    """现状测绘尚未锁定"""
    locked = situation.case.snapshots.get("existing")
    return f"现状测绘已于{locked.measured_on}锁定" if locked else None


@rule(
    "planning.existing_survey_locked",
    basis="in_place_rules",
    cure="请由测绘单位提交现状测绘成果",
    who="surveyor",
)
def existing_survey_locked(situation: Situation) -> Verdict:
    """现状测绘已锁定"""
    return None if "existing" in situation.case.snapshots else "现状测绘成果尚未提交"


@rule(
    "planning.design_submitted",
    basis="urban_planning_law art. 40",
    cure="请提交设计方案及指标",
    who="owner_rep",
)
def design_submitted(situation: Situation) -> Verdict:
    """设计方案已提交"""
    return None if "designed" in situation.case.snapshots else "设计方案及指标尚未提交"


@rule("planning.report_fresh", basis="local_policy", cure="请重新鉴定", who="appraiser")
def report_fresh(situation: Situation) -> Verdict:
    """鉴定报告在有效期内"""
    appraisal = situation.case.appraisal
    if appraisal is None:
        return "尚无鉴定报告"
    limit = situation.limits.time("report_freshness", situation.on)
    last = due_date(situation.calendar, appraisal.appraised_on, limit).end
    if situation.on > last:
        return f"鉴定报告{appraisal.report_number}作于{appraisal.appraised_on}，有效至{last}，今日{situation.on}已过期"
    return None


@rule(
    "planning.heritage_cleared",
    basis="heritage_rules art. 28",
    cure="请取得规划和文物主管部门同意",
    who="owner_rep",
)
def heritage_cleared(situation: Situation) -> Verdict:
    """不受历史文化保护限制，或已取得同意"""
    if situation.denied("heritage_cleared"):
        return "位于历史文化保护范围，尚未取得同意"
    return None


@rule(
    "planning.area_as_designed",
    basis="urban_planning_law art. 40",
    cure="请核对设计方案的建筑面积",
    who="planning_chief",
)
def area_as_designed(situation: Situation) -> Verdict:
    """准予的建筑面积不超过设计方案"""
    designed = situation.case.snapshots.get("designed")
    asked = situation.answers.get("floor_area")
    if designed and asked and asked > designed.gross_area:
        return larger("拟准予的建筑面积", asked, designed.gross_area, "设计方案")
    return None


@rule(
    "planning.variance_liftable",
    basis="local_policy",
    cure="请核对规则代码；不可突破的规则不能登记",
    who="planning_chief",
)
def variance_liftable(situation: Situation) -> Verdict:
    """突破的规则存在且可以突破"""
    code = situation.answers.get("rule")
    if code and (code not in BOOK or not BOOK[code].liftable):
        can = "、".join(name for name, each in BOOK.items() if each.liftable)
        return f"规则“{code}”不能突破；可以突破的有：{can}"
    return None


@rule(
    "planning.application_over",
    basis="licensing_law art. 32",
    cure="请先办结前一次申请",
    who="owner_rep",
)
def application_over(situation: Situation) -> Verdict:
    """前一次规划许可申请已办结并送达"""
    return unfinished(situation.case, "planning")


@rule(
    "planning.permit_gone",
    basis="urban_planning_law art. 40",
    cure="规划许可仍然有效，不需重新办理",
    who="owner_rep",
)
def permit_gone(situation: Situation) -> Verdict:
    """规划许可已失去效力"""
    standing = standing_now(situation, "planning_permit").word in LIVE
    return "规划许可尚未失效" if standing else None
