"""业主名册: who owns what, complete and in order before a round of voting freezes it."""

from fractions import Fraction

from rebuild.law.owners import ROUND
from rebuild.law.rule import Situation, Verdict, rule

OPEN_TO_A_NEW_ROLL = ("draft", "failed", "voided", "revoked")


@rule("consensus.units_once", basis="procedure_rules", cure="请删去重复的房号", who="community")
def units_once(situation: Situation) -> Verdict:
    """名册上每个房号只出现一次"""
    units = [row["unit"] for row in situation.answers.get("households", ()) if "unit" in row]
    return [
        f"房号{unit}出现{units.count(unit)}次"
        for unit in dict.fromkeys(units)
        if units.count(unit) > 1
    ]


@rule(
    "consensus.shares_whole",
    basis="civil_code art. 309",
    cure="请照不动产登记簿核对份额",
    who="community",
)
def shares_whole(situation: Situation) -> Verdict:
    """按份共有的份额合计为一"""
    return [
        problem
        for row in situation.answers.get("households", ())
        if "owners" in row
        for problem in _wrong_holding(row)
    ]


def _wrong_holding(row: dict[str, object]) -> list[str]:
    owners = row["owners"]
    assert isinstance(owners, list)
    unit, names = row.get("unit"), [owner.get("name") for owner in owners]
    problems = [
        f"房号{unit}的产权人{name}写了两次"
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if row.get("holding") == "sole" and len(owners) > 1:
        problems.append(f"房号{unit}写明单独所有，却有{len(owners)}名产权人")
    if row.get("holding") == "shares":
        total = sum(Fraction(owner.get("share", "1")) for owner in owners)
        if total != 1:
            problems.append(f"房号{unit}的份额合计为{total}，应为1")
    return problems


@rule(
    "consensus.roll_not_frozen",
    basis="ownership_interpretation art. 8",
    cure="名册已为本轮表决锁定；个别错误请按“更正业主名册”办理，全部重来须先结束本轮表决",
    who="community",
)
def roll_not_frozen(situation: Situation) -> Verdict:
    """名册没有被进行中的或者已生效的一轮表决锁定"""
    run = situation.case.run(ROUND)
    frozen = run.last("freeze_roll") if run and run.state not in OPEN_TO_A_NEW_ROLL else None
    return f"业主名册已于{frozen.on}锁定" if frozen else None


@rule("consensus.unit_on_roll", basis="procedure_rules", cure="请核对房号", who="community")
def unit_on_roll(situation: Situation) -> Verdict:
    """房号在业主名册上"""
    unit = situation.answers.get("unit")
    if unit and unit not in {each.unit for each in situation.case.households}:
        return f"房号{unit}不在业主名册内"
    return None


@rule(
    "consensus.households_listed",
    basis="civil_code art. 278",
    cure="请先登记业主名册",
    who="community",
)
def households_listed(situation: Situation) -> Verdict:
    """业主名册已登记"""
    return None if situation.case.households else "业主名册尚未登记"


@rule(
    "consensus.roll_complete",
    basis="ownership_interpretation art. 8",
    cure="请补全业主名册",
    who="community",
)
def roll_complete(situation: Situation) -> Verdict:
    """名册户数与房屋户数一致，每户有产权人和面积"""
    case = situation.case
    if not case.households:
        return "业主名册尚未登记"
    expected = case.building.households if case.building else 0
    if expected and expected != len(case.households):
        return f"房屋登记为{expected}户，名册为{len(case.households)}户"
    return None


@rule(
    "consensus.change_told",
    basis="procedure_rules",
    cure="请写明更正的内容；更改代为行使权利的人，请写明是哪一名产权人",
    who="community",
)
def change_told(situation: Situation) -> Verdict:
    """更正写明改什么，属于该户现有的产权人"""
    answers = situation.answers
    if answers.get("mistaken") and not answers.get("new_owner"):
        return "产权人登记有误的，没有写明真正的产权人"
    if not set(answers) - {"unit", "reason", "owner", "mistaken"}:
        return "没有写明更正什么" if answers else None
    owner = answers.get("owner")
    if (answers.get("agent") or answers.get("owner_kind")) and not owner:
        return "没有写明是哪一名产权人"
    names = {
        each.name
        for household in situation.case.households
        if household.unit == answers.get("unit")
        for each in household.owners
    }
    if owner and names and owner not in names:
        return f"{owner}不是房号{answers.get('unit')}的产权人"
    return None
