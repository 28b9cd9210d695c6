"""表决票: whose each ballot is, on which day it was cast, and by whose hand: a proxy's, at the door, from the platform."""

from rebuild.cases.facts import Answers, Household
from rebuild.law.owners import ROUND, announced, households_of
from rebuild.law.rule import Situation, Verdict, rule

SHEET_DIGEST = "sheet_sha256"  # the answer that keeps the hash of an imported result sheet


@rule(
    "consensus.ballots_of_the_roll",
    basis="civil_code art. 278",
    cure="请核对房号和共有人姓名",
    who="community",
)
def ballots_of_the_roll(situation: Situation) -> Verdict:
    """表决票属于名册上的户和产权人"""
    roll = {each.unit: {owner.name for owner in each.owners} for each in _households(situation)}
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


@rule(
    "consensus.one_proxy",
    basis="civil_code art. 165",
    cure="一轮表决中每户只委托一人；需要改变的，由业主本人书面表决",
    who="owner",
)
def one_proxy(situation: Situation) -> Verdict:
    """一户在一轮表决中只委托一人"""
    return [
        f"房号{unit}在本轮表决中委托了{'、'.join(sorted(names))}，只能委托一人"
        for unit, names in _proxies(situation).items()
        if len(names) > 1 and unit in {row.get("unit") for row in _by_proxy(situation)}
    ]


@rule(
    "consensus.proxies_held",
    basis="local_policy",
    cure="请委托他人，或由业主本人表决",
    who="owner",
)
def proxies_held(situation: Situation) -> Verdict:
    """一名受托人代表的户数不超过规定"""
    most = situation.figure("proxies_held")
    held: dict[str, list[str]] = {}
    for unit, names in _proxies(situation).items():
        for name in names:
            held.setdefault(name, []).append(unit)
    asked = dict.fromkeys(row["proxy"] for row in _by_proxy(situation) if row.get("proxy"))
    return [
        f"{name}受托代表{'、'.join(held[name])}共{len(held[name])}户，不得超过{most}户"
        for name in asked
        if len(held[name]) > most
    ]


@rule(
    "consensus.house_calls_witnessed",
    basis="local_policy",
    cure="请补填在场见证人",
    who="community",
)
def house_calls_witnessed(situation: Situation) -> Verdict:
    """上门收取的表决票有见证人"""
    return [
        f"房号{row.get('unit')}为上门表决，未写明见证人"
        for row in _rows(situation)
        if row.get("method") == "house_call" and not row.get("witness")
    ]


@rule(
    "consensus.evotes_once",
    basis="procedure_rules",
    cure="请核对文书号；更正后的结果表应有新的文书号和新的内容",
    who="community",
)
def evotes_once(situation: Situation) -> Verdict:
    """同一份电子表决结果表只导入一次：文书号和内容都不重复"""
    source, digest = situation.answers.get("source"), situation.answers.get(SHEET_DIGEST)
    for taken in situation.run.taken:
        if taken.action != "import_evotes":
            continue
        before = taken.answers
        if source and before.get("source") == source:
            return f"电子表决结果表{source}已于{taken.on}导入"
        if digest and before.get(SHEET_DIGEST) == digest:
            return (
                f"同一内容的结果表已于{taken.on}以{before['source']}导入（SHA-256 {digest[:16]}…）"
            )
    return None


def _rows(situation: Situation) -> list[Answers]:
    return list(situation.answers.get("ballots", ()))


def _by_proxy(situation: Situation) -> list[Answers]:
    return [row for row in _rows(situation) if row.get("method") == "proxy"]


def _proxies(situation: Situation) -> dict[str, set[str]]:
    """Who was named proxy of each unit in this round, with what is asked to be entered now."""
    run = situation.run
    named: dict[str, set[str]] = {}
    for ballot in situation.case.ballots.get(run.number, ()) if run.seat == ROUND else ():
        if ballot.proxy and not ballot.struck:
            named.setdefault(ballot.unit, set()).add(ballot.proxy)
    for row in _by_proxy(situation):
        if row.get("proxy") and row.get("unit"):
            named.setdefault(row["unit"], set()).add(row["proxy"])
    return named


def _households(situation: Situation) -> tuple[Household, ...]:
    return households_of(situation.case, situation.run)
