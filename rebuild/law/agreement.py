"""共同决定: whether a round of voting carries, when it binds, and whether it still does."""

from rebuild.cases.facts import Run
from rebuild.law.measure import Measure, counted, measure_of, measure_on
from rebuild.law.owners import ROUND
from rebuild.law.rule import Situation, Verdict, rule


@rule(
    "consensus.policy_passed",
    basis="civil_code art. 278",
    cure="请继续征求未同意业主的意见，或重新组织表决",
    who="community",
)
def policy_passed(situation: Situation) -> Verdict:
    """达到约定的通过条件"""
    measure = measure_on(situation.limits, situation.on)
    return _shortfalls(situation, situation.run, measure)


@rule(
    "consensus.policy_not_passed",
    basis="civil_code art. 278",
    cure="已达到通过条件，请按“决定生效”办理",
    who="community",
)
def policy_not_passed(situation: Situation) -> Verdict:
    """未达到约定的通过条件"""
    measure = measure_on(situation.limits, situation.on)
    count = counted(situation.case, situation.run, measure)
    if measure.passed(count):
        return f"同意{count.agreeing.area}㎡、{count.agreeing.heads}人，已达到通过条件，不应认定为未通过"
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
    return _shortfalls_since(situation, run)


@rule(
    "consensus.no_longer_passes",
    basis="civil_code art. 278",
    cure="按更正后的名册仍达到通过条件，决定继续有效",
    who="community",
)
def no_longer_passes(situation: Situation) -> Verdict:
    """按更正后的名册不再达到通过条件"""
    if _shortfalls_since(situation, situation.run):
        return None
    measure = measure_of(situation.limits, situation.run, situation.on)
    count = counted(situation.case, situation.run, measure)
    return f"按现行名册复核，同意{count.agreeing.area}㎡、{count.agreeing.heads}人，仍达到通过条件"


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


def _shortfalls_since(situation: Situation, run: Run) -> list[str]:
    measure = measure_of(situation.limits, run, situation.on)
    return [f"按现行名册复核：{each}" for each in _shortfalls(situation, run, measure)]


def _shortfalls(situation: Situation, run: Run, measure: Measure) -> list[str]:
    count = counted(situation.case, run, measure)
    return [shortfall.message for shortfall in measure.findings(count)]
