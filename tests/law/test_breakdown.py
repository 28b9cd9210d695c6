"""分项计票: a unit answers as one, a head as the worst of its units, and the parts add up to the count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.law.areas import Area, Count, Heads
from rebuild.law.breakdown import Answer, answer_of, breakdown
from rebuild.law.tally import HeadMerge, Holder, Holding, TallyUnit, Vote, tally

SHARES = (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))


def held(unit: str, *votes: Vote, holding: Holding = Holding.SHARES) -> TallyUnit:
    owners = tuple(
        Holder(f"{unit}{count}", vote, Fraction(1, len(votes))) for count, vote in enumerate(votes)
    )
    return TallyUnit(unit, Area(3407), owners, holding if len(votes) > 1 else Holding.SOLE)


AGREE, DISAGREE, ABSTAIN, INVALID, NONE = Vote


@pytest.mark.parametrize(
    ("votes", "answer"),
    [
        ((AGREE, AGREE, DISAGREE), Answer.AGREEING),  # two thirds of the shares are enough
        ((AGREE, DISAGREE, DISAGREE), Answer.DIVIDED),
        ((AGREE, NONE, NONE), Answer.DIVIDED),
        ((DISAGREE, ABSTAIN, NONE), Answer.AGAINST),
        ((ABSTAIN, NONE, INVALID), Answer.ABSTAINING),
        ((INVALID, NONE, NONE), Answer.INVALID),
        ((NONE, NONE, NONE), Answer.SILENT),
    ],
)
def test_co_owners_answer_as_one_unit(votes: tuple[Vote, ...], answer: Answer) -> None:
    assert answer_of(held("101", *votes)) is answer


def test_of_joint_owners_every_one_must_agree() -> None:
    unit = held("101", AGREE, AGREE, DISAGREE, holding=Holding.JOINT)
    assert answer_of(unit) is Answer.DIVIDED


def test_against_is_counted_in_heads_of_owners_and_not_in_units() -> None:
    owner = (Holder("业主甲", DISAGREE),)
    units = [TallyUnit(unit, Area(3407), owner) for unit in ("101", "102", "103")]
    found = breakdown([*units, held("201", AGREE)])
    assert found.against == Count(Area(10221), Heads(1))


def test_a_head_that_answers_twice_over_is_told_by_the_worse() -> None:
    units = [
        TallyUnit("101", Area(3407), (Holder("业主甲", ABSTAIN),)),
        TallyUnit("102", Area(3407), (Holder("业主甲", DISAGREE),)),
        TallyUnit("103", Area(3407), (Holder("业主甲", AGREE),)),
    ]
    found = breakdown(units)
    assert (found.against, found.abstaining) == (
        Count(Area(3407), Heads(1)),
        Count(Area(3407), Heads(0)),
    )


units = st.lists(
    st.builds(
        lambda owners, area, unsold, joint: (owners, area, unsold, joint),
        st.lists(
            st.tuples(st.sampled_from("甲乙丙丁戊"), st.sampled_from(Vote)),
            min_size=1,
            max_size=3,
            unique_by=lambda each: each[0],
        ),
        st.integers(1, 9999),
        st.booleans(),
        st.booleans(),
    ),
    max_size=10,
).map(
    lambda rows: [
        TallyUnit(
            str(count),
            Area(area),
            tuple(Holder(name, vote, Fraction(1, len(owners))) for name, vote in owners),
            Holding.SOLE if len(owners) == 1 else Holding.JOINT if joint else Holding.SHARES,
            unsold,
        )
        for count, (owners, area, unsold, joint) in enumerate(rows)
    ]
)


@given(units, st.sampled_from(HeadMerge))
def test_those_agreeing_and_the_others_are_together_those_taking_part(
    roll: list[TallyUnit], merge: HeadMerge
) -> None:
    counted, found = tally(roll, merge), breakdown(roll, merge)
    parts = (counted.agreeing, found.against, found.divided, found.abstaining)
    assert sum(each.area.hundredths for each in parts) == counted.taking_part.area.hundredths
    assert sum(each.heads.number for each in parts) == counted.taking_part.heads.number
    assert [unit for unit, _ in found.units] == [unit.unit for unit in roll]
