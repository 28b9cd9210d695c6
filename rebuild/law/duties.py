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
    hands = _hands(situation.actor.id, situation.actor.instead_of)
    for taken in situation.run.taken:
        if taken.recorded:
            continue  # whoever entered old papers did not do what they tell of
        if taken.action in REVIEWING and hands & _hands(taken.by, taken.instead_of):
            return f"{situation.actor.name}已于{taken.on}承办本件，不能再{duty}"
    return None


def _hands(person: str, instead_of: str) -> set[str]:
    """Whose deed it is: a deputy's own, and, as if done by them, that of the one stood in for (民法典162)."""
    return {person, instead_of} - {""}
