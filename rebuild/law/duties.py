"""职责分离: who did one thing may not do the other; known people, not merely roles."""

from rebuild.law.rule import Situation, Verdict, rule

REVIEWING = ("accept", "request_supplement", "inspect", "start_excluded", "tell_hearing_right")


@rule(
    "duties.decider_not_acceptor",
    basis="licensing_law art. 42",
    cure="请由另一名负责人决定",
    who="chief",
)
def decider_not_acceptor(situation: Situation) -> Verdict:
    """作决定的人不是受理、审查的人"""
    return _same_person(situation, "决定")


@rule(
    "duties.chair_not_reviewer",
    basis="licensing_law art. 48",
    cure="请指定审查人员以外的人主持听证",
    who="clerk",
)
def chair_not_reviewer(situation: Situation) -> Verdict:
    """听证主持人不是审查人员"""
    return _same_person(situation, "主持听证")


def _same_person(situation: Situation, duty: str) -> str | None:
    for taken in situation.run.taken:
        if taken.action in REVIEWING and taken.by == situation.actor.id:
            return f"{situation.actor.name}已于{taken.on}承办本件，不能再{duty}"
    return None
