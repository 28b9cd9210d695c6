"""表决: the notice, the window, the visits and the count of a round, step by step as they are taken."""

from rebuild.law.owners import announced, counted_place, households_of, tally_of
from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.time_limits import earliest_day_after


@rule(
    "consensus.notice_time",
    basis="property_rules art. 14",
    cure="请推迟表决开始日期",
    who="community",
)
def notice_time(situation: Situation) -> Verdict:
    """公告至表决开始不少于规定天数"""
    opens = situation.day("opens_on")
    limit = situation.limits.time("vote_notice", situation.on)
    earliest = earliest_day_after(situation.calendar, situation.on, limit).due
    if opens and opens < earliest:
        return f"公告日{situation.on}，表决开始{opens}，不足{limit.value}日，最早可定为{earliest}"
    return None


@rule(
    "consensus.window_in_order", basis="procedure_rules", cure="请更正表决起止日期", who="community"
)
def window_in_order(situation: Situation) -> Verdict:
    """表决截止不早于开始"""
    opens, closes = situation.day("opens_on"), situation.day("closes_on")
    if opens and closes and closes < opens:
        return f"表决截止{closes}早于开始{opens}"
    return None


@rule(
    "consensus.window_open",
    basis="property_rules art. 14",
    cure="请于公告的开始日期起表决",
    who="community",
)
def window_open(situation: Situation) -> Verdict:
    """表决开始日期已到"""
    opens = announced(situation.run, "opens_on")
    if opens and situation.on < opens:
        return f"公告的表决开始日期为{opens}，今日{situation.on}尚未到"
    return None


@rule(
    "consensus.window_closed",
    basis="property_rules art. 14",
    cure="请于表决截止后计票；全部业主已表决的除外",
    who="community",
)
def window_closed(situation: Situation) -> Verdict:
    """表决截止日期已过，或全部业主已表决"""
    closes = announced(situation.run, "closes_on")
    if closes is None or situation.on > closes:
        return None
    count = tally_of(situation.case, situation.run)
    if count.taking_part == count.total:
        return None
    return f"表决截止日期为{closes}，今日{situation.on}尚未截止，且仍有业主未表决"


@rule("consensus.two_witnesses", basis="local_policy", cure="请增加计票见证人", who="community")
def two_witnesses(situation: Situation) -> Verdict:
    """计票见证人不少于规定人数"""
    names = {row["name"] for row in situation.answers.get("witnesses", ())}
    least = situation.figure("vote_witnesses")
    if "witnesses" in situation.answers and len(names) < least:
        return f"计票见证人{len(names)}人，应不少于{least}人"
    return None


@rule(
    "consensus.visit_of_the_roll",
    basis="procedure_rules",
    cure="请核对房号和日期",
    who="community",
)
def visit_of_the_roll(situation: Situation) -> Verdict:
    """走访联系的是名册上的户，日期不晚于登记之日"""
    unit, on = situation.answers.get("unit"), situation.day("visited_on")
    problems = []
    if unit and unit not in {each.unit for each in households_of(situation.case, situation.run)}:
        problems.append(f"房号{unit}不在业主名册内")
    if on and on > situation.on:
        problems.append(f"走访日期{on}晚于登记之日{situation.on}")
    return problems


@rule(
    "consensus.struck_were_counted",
    basis="procedure_rules",
    cure="请核对房号和共有人；每张表决票只写一次",
    who="community",
)
def struck_were_counted(situation: Situation) -> Verdict:
    """重新计票剔除的是已经计入的表决票"""
    problems, seen = [], set()
    for row in situation.answers.get("struck", ()):
        unit, owner = row.get("unit", ""), row.get("owner", "")
        if (unit, owner) in seen:
            problems.append(f"房号{unit}{owner}的表决票写了两次")
        elif counted_place(situation.case, situation.run, unit, owner) is None:
            problems.append(f"房号{unit}{owner}没有计入的表决票可以剔除")
        seen.add((unit, owner))
    return problems
