"""竣工: acceptance before filing, filing before the keys, and nothing left over when the case is closed."""

from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.time_limits import due_date, latest_day_before

FIVE = {
    "design_done": "完成设计和合同约定的各项内容",
    "files_complete": "有完整的技术档案和施工管理资料",
    "tests_passed": "有主要材料、构配件和设备的进场试验报告",
    "units_signed": "各单位分别签署质量合格文件",
    "warranty": "有施工单位签署的工程保修书",
}


@rule(
    "completion.contract_known",
    basis="quality_rules art. 16",
    cure="请先登记施工合同",
    who="owner_rep",
)
def contract_known(situation: Situation) -> Verdict:
    """各参建单位已登记"""
    return None if situation.case.record("contract", "contractor") else "各参建单位尚未登记"


@rule(
    "completion.five_conditions",
    basis="quality_rules art. 16",
    cure="请具备条件后组织验收",
    who="owner_rep",
)
def five_conditions(situation: Situation) -> Verdict:
    """竣工验收五项条件齐备"""
    return [f"不具备条件：{label}" for name, label in FIVE.items() if situation.denied(name)]


@rule(
    "completion.station_told",
    basis="acceptance_supervision",
    cure="请提前七个工作日书面通知质量监督机构，并相应推迟验收",
    who="owner_rep",
)
def station_told(situation: Situation) -> Verdict:
    """验收七个工作日前已书面通知质量监督机构"""
    run = situation.case.run("case")
    told = run.last("notify_station") if run else None
    if told is None:
        return "尚未书面通知质量监督机构"
    failed = run.last("accept_fail") if run else None
    if run and failed and told not in run.after("accept_fail"):
        return f"{failed.on}验收不合格，重新验收须再次书面通知质量监督机构"
    limit = situation.limits.time("station_notice", situation.on)
    latest = latest_day_before(situation.calendar, situation.on, limit).due
    if told.on > latest:
        return f"通知日期{told.on}，今日验收最迟应于{latest}通知"
    return None


@rule("completion.plate_fixed", basis="local_policy", cure="请安装竣工标志牌", who="owner_rep")
def plate_fixed(situation: Situation) -> Verdict:
    """竣工标志牌已安装"""
    return None if situation.case.record("plate", "design_life") else "竣工标志牌尚未安装"


@rule(
    "completion.fire_filed",
    basis="fire_law art. 13",
    cure="请先办理消防备案；抽查不合格的须整改",
    who="owner_rep",
)
def fire_filed(situation: Situation) -> Verdict:
    """消防备案已办理且抽查未不合格"""
    number = situation.case.record("fire", "number")
    if not number:
        return "尚未办理消防备案"
    if situation.case.record("fire", "spot_check") == "failed":
        return f"消防备案{number}抽查不合格，应当停止使用"
    return None


@rule(
    "completion.papers_complete",
    basis="quality_rules art. 49",
    cure="请补齐备案文件",
    who="owner_rep",
)
def papers_complete(situation: Situation) -> Verdict:
    """备案文件齐全"""
    missing = [
        row["name"] for row in situation.answers.get("papers", ()) if row.get("present") is False
    ]
    return f"尚缺：{'、'.join(missing)}" if missing else None


@rule(
    "completion.refile_in_time",
    basis="quality_rules art. 49",
    cure="已过十五日，请依法另行处理",
    who="housing_chief",
)
def refile_in_time(situation: Situation) -> Verdict:
    """在备案后十五日内责令"""
    filed = situation.run.entered("filed")
    if filed is None:
        return None
    limit = situation.limits.time("refile", situation.on)
    due = due_date(situation.calendar, filed.since, limit).due
    return f"备案日{filed.since}，责令期限至{due}" if situation.on > due else None


@rule(
    "completion.every_household_received",
    basis="construction_law art. 61",
    cure="请补齐签收",
    who="owner_committee",
)
def every_household_received(situation: Situation) -> Verdict:
    """每户已签收"""
    return _missing(situation, "keys", "签收")


@rule(
    "completion.every_household_registered",
    basis="registration_rules art. 20",
    cure="请待各户登记完成",
    who="registry",
)
def every_household_registered(situation: Situation) -> Verdict:
    """每户已登记"""
    return _missing(situation, "titles", "登记")


@rule(
    "completion.materials_handed_in",
    basis="urban_planning_law art. 45",
    cure="请向规划主管部门报送竣工资料",
    who="owner_rep",
)
def materials_handed_in(situation: Situation) -> Verdict:
    """竣工资料已报送规划主管部门"""
    return None if situation.case.record("materials", "list") else "竣工资料尚未报送规划主管部门"


@rule(
    "completion.clocks_met",
    basis="procedure_rules",
    cure="请先办结紧急处置、复议和诉讼",
    who="housing_clerk",
)
def clocks_met(situation: Situation) -> Verdict:
    """没有未了的紧急处置、复议或者诉讼"""
    names = {"emergency": "险情应急", "appeal": "复议或诉讼"}  # of the case, or against a decision
    marks = ((flag.name.partition(".")[2], flag) for flag in situation.case.flags.values())
    return [
        f"{names[mark]}自{flag.raised_on}起未办结：{flag.note}"
        for mark, flag in marks
        if mark in names
    ]


def _missing(situation: Situation, answer: str, what: str) -> Verdict:
    if answer not in situation.answers:
        return None
    done = {row.get("unit") for row in situation.answers[answer]}
    units = [each.unit for each in situation.case.households]
    missing = [unit for unit in units if unit not in done]
    strangers = [str(unit) for unit in done if unit not in units]
    problems = [f"应{what}{len(units)}户，尚缺：{'、'.join(missing)}"] if missing else []
    return problems + ([f"不在名册内的房号：{'、'.join(strangers)}"] if strangers else [])
