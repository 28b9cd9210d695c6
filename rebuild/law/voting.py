"""表决: the notice, the window, the ballots and the count of a round, step by step as they are taken."""

from rebuild.law.owners import announced, tally_of
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


@rule(
    "consensus.ballots_of_the_roll",
    basis="civil_code art. 278",
    cure="请核对房号和共有人姓名",
    who="community",
)
def ballots_of_the_roll(situation: Situation) -> Verdict:
    """表决票属于名册上的户和产权人"""
    roll = {each.unit: {owner.name for owner in each.owners} for each in situation.case.households}
    problems = []
    for row in situation.answers.get("ballots", ()):
        unit, owner = row.get("unit"), row.get("owner")
        if unit not in roll:
            problems.append(f"房号{unit}不在业主名册内")
        elif owner and owner not in roll[unit]:
            problems.append(f"{owner}不是房号{unit}的产权人")
    return problems


@rule(
    "consensus.ballots_in_window",
    basis="property_rules art. 14",
    cure="请核对表决日期；截止后的意见按异议处理",
    who="community",
)
def ballots_in_window(situation: Situation) -> Verdict:
    """表决日期在公告的起止之间，且不晚于登记之日"""
    opens, closes = announced(situation.run, "opens_on"), announced(situation.run, "closes_on")
    if opens is None or closes is None:
        return None
    last = min(closes, situation.on)
    return [
        f"房号{row.get('unit')}的表决日期{cast}不在{opens}至{last}之间"
        for row in situation.answers.get("ballots", ())
        for cast in [row.get("cast_on", situation.on.isoformat())]
        if not opens.isoformat() <= cast <= last.isoformat()
    ]


@rule(
    "consensus.proxies_valid",
    basis="civil_code art. 165",
    cure="请补交载明姓名、事项、权限和期限的授权委托书",
    who="owner",
)
def proxies_valid(situation: Situation) -> Verdict:
    """委托表决有在期的书面委托"""
    problems = []
    for row in situation.answers.get("ballots", ()):
        if row.get("method") != "proxy":
            continue
        cast, until = row.get("cast_on", situation.on.isoformat()), row.get("proxy_until")
        if not row.get("proxy") or not until:
            problems.append(f"房号{row.get('unit')}为委托表决，未写明受托人和委托期限")
        elif until < cast:
            problems.append(f"房号{row.get('unit')}的委托期限至{until}，表决日期{cast}已过期")
    return problems


@rule("consensus.two_witnesses", basis="local_policy", cure="请增加计票见证人", who="community")
def two_witnesses(situation: Situation) -> Verdict:
    """计票见证人不少于规定人数"""
    names = {row["name"] for row in situation.answers.get("witnesses", ())}
    least = situation.figure("vote_witnesses")
    if "witnesses" in situation.answers and len(names) < least:
        return f"计票见证人{len(names)}人，应不少于{least}人"
    return None
