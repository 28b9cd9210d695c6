"""拆除: nothing is torn down before the planning permit, the filing, and the last household's leaving."""

from datetime import date

from rebuild.law.permits import permit_live
from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.time_limits import earliest_day_after


@rule(
    "demolition.planning_permit_live",
    basis="local_policy",
    cure="请先取得规划许可；紧急情况依应急处置办理",
    who="owner_rep",
)
def planning_permit_live(situation: Situation) -> Verdict:
    """拆除前已取得有效的规划许可"""
    return None if permit_live(situation, "planning_permit") else "尚无有效的建设工程规划许可证"


@rule(
    "demolition.contractor_qualified",
    basis="construction_law art. 50",
    cure="请委托具备资质的单位拆除",
    who="owner_rep",
)
def contractor_qualified(situation: Situation) -> Verdict:
    """拆除单位具备资质"""
    if situation.denied("qualified"):
        return f"拆除单位{situation.answers.get('contractor', '')}不具备相应资质"
    return None


@rule(
    "demolition.filed_before", basis="safety_rules art. 11", cure="请推迟拆除日期", who="owner_rep"
)
def filed_before(situation: Situation) -> Verdict:
    """拆除十五日前备案"""
    starts = situation.day("starts_on")
    limit = situation.limits.time("demolition_notice", situation.on)
    earliest = earliest_day_after(situation.calendar, situation.on, limit).due
    if starts and starts < earliest:
        return (
            f"备案日{situation.on}，计划{starts}拆除，不足{limit.value}日，最早可于{earliest}开始"
        )
    return None


@rule(
    "demolition.still_standing",
    basis="safety_rules art. 11",
    cure="旧房已拆除，不需再备案",
    who="owner_rep",
)
def still_standing(situation: Situation) -> Verdict:
    """旧房尚未拆除"""
    gone = situation.run.last("demolished")
    return f"旧房已于{gone.on}拆除" if gone else None


@rule("demolition.vacated", basis="danger_rules", cure="请待全部住户搬离", who="community")
def vacated(situation: Situation) -> Verdict:
    """全部住户已搬离"""
    return "仍有住户未搬离" if situation.denied("vacated") else None


@rule(
    "demolition.utilities_cut", basis="safety_rules art. 11", cure="请先切断水电气", who="owner_rep"
)
def utilities_cut(situation: Situation) -> Verdict:
    """水电气已切断"""
    return "水电气尚未切断" if situation.denied("utilities_cut") else None


@rule(
    "demolition.creditors_cleared",
    basis="civil_code art. 390",
    cure="请取得抵押权人书面同意、查封机关同意并登记",
    who="owner_rep",
)
def creditors_cleared(situation: Situation) -> Verdict:
    """抵押、查封已取得同意"""
    problems = []
    for household in situation.case.households:
        if household.mortgaged_to and not household.creditor_consents:
            problems.append(
                f"房号{household.unit}抵押给{household.mortgaged_to}，抵押权人尚未书面同意"
            )
        if household.seized_by and not household.court_consents:
            problems.append(f"房号{household.unit}被{household.seized_by}查封，尚未取得同意")
    return problems


@rule(
    "demolition.not_before_time",
    basis="safety_rules art. 11",
    cure="请核对拆除日期",
    who="contractor",
)
def not_before_time(situation: Situation) -> Verdict:
    """拆除不早于备案的开始日期"""
    starts = situation.case.record("demolition", "starts_on")
    if starts and situation.on < date.fromisoformat(starts):
        return f"备案的开始日期为{starts}，今日{situation.on}尚未到"
    return None
