"""业主: a round's ballots and the roll, as the consensus arithmetic wants them, and the rules of a round."""

from datetime import date
from fractions import Fraction

from rebuild.cases.facts import Ballot, Case, Household, Run
from rebuild.law.areas import Area
from rebuild.law.consensus import Policy, findings, passed
from rebuild.law.rule import Limits, Situation, Verdict, rule
from rebuild.law.tally import Holder, Holding, Tally, TallyUnit, Vote, tally
from rebuild.law.time_limits import earliest_day_after

ROUND = "consensus"


def counted_ballots(case: Case, run: Run) -> tuple[Ballot, ...]:
    """The ballots that count: the last one each unit or co-owner cast up to the closing day; all are kept."""
    closes = announced(run, "closes_on")
    last: dict[tuple[str, str], Ballot] = {}
    for ballot in case.ballots.get(run.number, ()):
        if closes is None or ballot.cast_on <= closes:
            last.pop((ballot.unit, ballot.owner), None)
            last[ballot.unit, ballot.owner] = ballot
    return tuple(last.values())


def tally_of(case: Case, run: Run) -> Tally:
    """What a round amounts to, over the roll as it now reads."""
    answers = _answers(counted_ballots(case, run))
    return tally(_unit(household, answers) for household in case.households)


def announced(run: Run, name: str) -> date | None:
    """A day the notice of vote set, such as the closing day."""
    notice = run.last("announce")
    given = notice.answers.get(name) if notice else None
    return date.fromisoformat(given) if given else None


def policy_on(limits: Limits, on: date) -> Policy:
    """By which measure the owners decide on a day."""
    return Policy(limits.word("consensus_policy", on))


def _answers(ballots: tuple[Ballot, ...]) -> dict[tuple[str, str], Vote]:
    answers: dict[tuple[str, str], Vote] = {}
    for ballot in ballots:
        if not ballot.owner:
            # A ballot for the whole unit outdoes what its co-owners cast before it.
            answers = {key: vote for key, vote in answers.items() if key[0] != ballot.unit}
        answers[ballot.unit, ballot.owner] = Vote(ballot.vote)
    return answers


def _unit(household: Household, answers: dict[tuple[str, str], Vote]) -> TallyUnit:
    whole = answers.get((household.unit, ""), Vote.NONE)
    holders = tuple(
        Holder(owner.name, answers.get((household.unit, owner.name), whole), owner.share)
        for owner in household.owners
    )
    return TallyUnit(
        household.unit,
        Area(household.area),
        holders,
        Holding(household.holding),
        household.developer_unsold,
    )


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
    """表决日期在公告的起止之间"""
    opens, closes = announced(situation.run, "opens_on"), announced(situation.run, "closes_on")
    if opens is None or closes is None:
        return None
    return [
        f"房号{row.get('unit')}的表决日期{cast}不在{opens}至{closes}之间"
        for row in situation.answers.get("ballots", ())
        for cast in [row.get("cast_on", situation.on.isoformat())]
        if not opens.isoformat() <= cast <= closes.isoformat()
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


@rule(
    "consensus.policy_passed",
    basis="civil_code art. 278",
    cure="请继续征求未同意业主的意见，或重新组织表决",
    who="community",
)
def policy_passed(situation: Situation) -> Verdict:
    """达到约定的通过条件"""
    return _shortfalls(situation, situation.run)


@rule(
    "consensus.policy_not_passed",
    basis="civil_code art. 278",
    cure="已达到通过条件，请按“决定生效”办理",
    who="community",
)
def policy_not_passed(situation: Situation) -> Verdict:
    """未达到约定的通过条件"""
    count = tally_of(situation.case, situation.run)
    if passed(count, policy_on(situation.limits, situation.on)):
        return f"同意{count.agreeing.area}㎡、{count.agreeing.heads}户，已达到通过条件，不应认定为未通过"
    return None


@rule("consensus.posting_over", basis="local_policy", cure="请公示期满后办理", who="community")
def posting_over(situation: Situation) -> Verdict:
    """公示期已满"""
    ends = situation.due(ROUND, "posting")
    if ends and situation.on <= ends:
        return f"公示期至{ends}止，今日{situation.on}尚未期满"
    return None


@rule(
    "consensus.still_valid",
    basis="civil_code art. 278",
    cure="请恢复业主共同决定的效力，或重新组织表决",
    who="community",
)
def still_valid(situation: Situation) -> Verdict:
    """业主共同决定有效，且按现行名册仍达到通过条件"""
    run = situation.case.run(ROUND)
    if run is None or run.state != "effective":
        return "没有生效的业主共同决定"
    return [f"按现行名册复核：{each}" for each in _shortfalls(situation, run)]


@rule("consensus.round_over", basis="procedure_rules", cure="请先结束本轮表决", who="community")
def round_over(situation: Situation) -> Verdict:
    """上一轮表决已经结束"""
    if situation.case.state(ROUND) in ("failed", "voided", "revoked", ""):
        return None
    return "本轮表决尚未结束（未通过、作废或被撤销）"


@rule(
    "consensus.abandon_agreed",
    basis="local_policy",
    cure="请按与重建相同的条件作出撤回的共同决定",
    who="owner_rep",
)
def abandon_agreed(situation: Situation) -> Verdict:
    """撤回重建的决定写明了业主的意见"""
    if (
        situation.case.state(ROUND) == "effective"
        and len(str(situation.answers.get("note", ""))) < 4
    ):
        return "业主共同决定已经生效，撤回须写明同等条件的业主共同决定"
    return None


def _shortfalls(situation: Situation, run: Run) -> list[str]:
    count = tally_of(situation.case, run)
    policy = policy_on(situation.limits, situation.on)
    return [shortfall.message for shortfall in findings(count, policy)]
