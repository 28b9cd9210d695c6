"""分项计票: how each unit answered as the law counts it, and those who did not agree, by area and by heads.

Co-owners answer each for themselves, and a unit answers as one: it agrees where two thirds of the shares
or every joint owner agree (民法典301). So what is shown beside the count adds up to it: those agreeing,
against, abstaining and divided are together those taking part.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from rebuild.law.areas import Area, Count, Heads
from rebuild.law.tally import HeadMerge, TallyUnit, Vote, head_keys


class Answer(Enum):
    """What a unit answered as one, in the order in which a head takes the worst of its units."""

    AGAINST = "disagree"
    DIVIDED = "split"  # some of its owners agree, and not enough of them
    ABSTAINING = "abstain"
    AGREEING = "agree"
    INVALID = "invalid"
    SILENT = "none"


_NOT_AGREEING = (Answer.AGAINST, Answer.DIVIDED, Answer.ABSTAINING)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Every unit's answer, and the counts of those who took part and did not agree."""

    units: tuple[tuple[str, Answer], ...]
    against: Count
    divided: Count
    abstaining: Count


def answer_of(unit: TallyUnit) -> Answer:
    votes = {owner.vote for owner in unit.owners}
    if not unit.takes_part:
        return Answer.INVALID if Vote.INVALID in votes else Answer.SILENT
    if unit.agrees:
        return Answer.AGREEING
    if unit.is_split:
        return Answer.DIVIDED
    return Answer.AGAINST if Vote.DISAGREE in votes else Answer.ABSTAINING


def breakdown(
    units: Iterable[TallyUnit], head_merge: HeadMerge = HeadMerge.IDENTICAL_SET
) -> Breakdown:
    """Who did not agree, in the same heads as `tally`; a head of several units is told by the worst of them."""
    listed = tuple(units)
    answers = [answer_of(unit) for unit in listed]
    areas = dict.fromkeys(_NOT_AGREEING, 0)
    worst: dict[object, Answer] = {}
    order = list(Answer)
    for unit, key, answer in zip(listed, head_keys(listed, head_merge), answers, strict=True):
        if answer in areas:
            areas[answer] += unit.area.hundredths
        worst[key] = min(worst.get(key, answer), answer, key=order.index)
    heads = list(worst.values())
    counts = {each: Count(Area(areas[each]), Heads(heads.count(each))) for each in areas}
    return Breakdown(
        tuple((unit.unit, answer) for unit, answer in zip(listed, answers, strict=True)),
        against=counts[Answer.AGAINST],
        divided=counts[Answer.DIVIDED],
        abstaining=counts[Answer.ABSTAINING],
    )
