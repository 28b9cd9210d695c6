"""危险房屋鉴定: who may grade a building, and who must have been told of it."""

from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.service import effective_on

HANDLING = {
    "treat": "处理使用",
    "observe": "观察使用",
    "stop_use": "停止使用",
    "demolish": "整体拆除",
}


@rule(
    "appraisal.body_listed",
    basis="local_policy",
    cure="请改由名录内的鉴定机构鉴定",
    who="owner_rep",
)
def body_listed(situation: Situation) -> Verdict:
    """鉴定机构在本地名录内"""
    if situation.denied("listed"):
        return f"{situation.answers.get('body', '该机构')}不在本地房屋安全鉴定机构名录内"
    return None


@rule(
    "appraisal.whole_building",
    basis="danger_rules art. 8",
    cure="请将鉴定范围扩大到整幢",
    who="owner_rep",
)
def whole_building(situation: Situation) -> Verdict:
    """鉴定范围为整幢"""
    if situation.denied("whole_building"):
        return "鉴定范围小于整幢，不能据以认定整幢危房"
    return None


@rule(
    "appraisal.two_appraisers",
    basis="danger_rules art. 10",
    cure="请补充鉴定人员并由其签名",
    who="appraiser",
)
def two_appraisers(situation: Situation) -> Verdict:
    """鉴定人员不少于规定人数"""
    names = {row["name"] for row in situation.answers.get("appraisers", ())}
    least = situation.figure("appraisers")
    if "appraisers" in situation.answers and len(names) < least:
        return f"鉴定人员{len(names)}人，应不少于{least}人"
    return None


@rule("appraisal.sealed", basis="danger_rules", cure="请加盖房屋安全鉴定专用章", who="appraiser")
def sealed(situation: Situation) -> Verdict:
    """鉴定报告已盖章"""
    if situation.denied("sealed"):
        return f"鉴定报告{situation.answers.get('report_number', '')}未加盖鉴定专用章"
    return None


@rule(
    "appraisal.dated_in_time",
    basis="danger_rules art. 8",
    cure="请核对鉴定日期",
    who="appraiser",
)
def dated_in_time(situation: Situation) -> Verdict:
    """鉴定日期不晚于今日"""
    appraised = situation.day("appraised_on")
    if appraised and appraised > situation.on:
        return f"鉴定日期{appraised}晚于今日{situation.on}"
    return None


@rule(
    "appraisal.grade_d",
    basis="appraisal_standard",
    cure="非D级请按“出具鉴定报告（非D级）”办理",
    who="appraiser",
)
def grade_d(situation: Situation) -> Verdict:
    """危险性等级为D级"""
    grade = situation.answers.get("grade")
    if grade and grade != "D":
        return f"报告鉴定为{grade}级，原址重建只适用于D级（整幢危房）"
    return None


@rule(
    "appraisal.grade_not_d",
    basis="appraisal_standard",
    cure="D级请按“出具鉴定报告（D级）”办理",
    who="appraiser",
)
def grade_not_d(situation: Situation) -> Verdict:
    """危险性等级不是D级"""
    if situation.answers.get("grade") == "D":
        return "报告鉴定为D级，不应转出本流程"
    return None


@rule(
    "appraisal.handling_class",
    basis="danger_rules art. 9",
    cure="请核对处理类别，或转其他治理方式",
    who="appraiser",
)
def handling_class(situation: Situation) -> Verdict:
    """处理类别为停止使用或整体拆除"""
    handling = situation.answers.get("handling")
    if handling in ("treat", "observe"):
        return f"处理类别为“{HANDLING[handling]}”，原址重建应为停止使用或整体拆除"
    return None


@rule(
    "appraisal.other_body", basis="local_policy", cure="请委托另一家名录内机构复核", who="owner_rep"
)
def other_body(situation: Situation) -> Verdict:
    """复核由另一家机构作出"""
    before, body = situation.case.appraisal, situation.answers.get("body")
    if situation.run.state == "reappraising" and before and body == before.body:
        return f"复核鉴定仍由{body}作出，应由其他机构复核"
    return None


@rule(
    "appraisal.served_after_issue",
    basis="danger_rules art. 10",
    cure="请先制发通知书，再登记送达",
    who="housing_clerk",
)
def served_after_issue(situation: Situation) -> Verdict:
    """送达在通知书制发之后，且送达的是名册上的户"""
    issued = [each.issued_on for each in situation.case.documents if each.kind == "danger_notice"]
    if not issued:
        return "危险房屋通知书尚未制发"
    units = {each.unit for each in situation.case.households}
    return [
        problem
        for row in situation.answers.get("services", ())
        for problem in _wrong_service(row, units, min(issued).isoformat(), situation.on.isoformat())
    ]


def _wrong_service(row: dict[str, str], units: set[str], issued: str, today: str) -> list[str]:
    problems = []
    if row.get("unit") not in units:
        problems.append(f"房号{row.get('unit')}不在业主名册内")
    if not issued <= row.get("on", "") <= today:
        problems.append(
            f"{row.get('unit')}的送达日期{row.get('on')}不在制发日{issued}至登记日{today}之间"
        )
    return problems


@rule(
    "appraisal.every_household_served",
    basis="danger_rules art. 10",
    cure="请逐户送达；无法送达的，公告送达满三十日",
    who="housing_clerk",
)
def every_household_served(situation: Situation) -> Verdict:
    """危险房屋通知书已送达每一户"""
    served = {
        each.unit
        for each in situation.case.services
        if each.kind == "danger_notice"
        and effective_on(situation.calendar, situation.limits, each) <= situation.on
    }
    missing = [each.unit for each in situation.case.households if each.unit not in served]
    if not situation.case.households:
        return "业主名册尚未登记，无从核对送达"
    if missing:
        total = len(situation.case.households)
        return f"应送达{total}户，已送达{total - len(missing)}户，尚缺：{'、'.join(missing)}"
    return None


@rule("appraisal.grade_d_stands", basis="appraisal_standard", cure="请重新鉴定", who="appraiser")
def grade_d_stands(situation: Situation) -> Verdict:
    """D级鉴定结论仍然有效"""
    appraisal = situation.case.appraisal
    if appraisal is None:
        return "尚无鉴定报告"
    if appraisal.grade != "D":
        return f"现行鉴定结论为{appraisal.grade}级，不是D级"
    return None
