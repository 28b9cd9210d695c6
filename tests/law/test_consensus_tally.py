"""计票: areas as they are written, heads as the law counts them, co-owners as they hold."""

import time
from fractions import Fraction

import pytest

from rebuild.errors import InputError
from rebuild.law.areas import Area, Count, Heads
from rebuild.law.consensus import Policy, statutory_278, unanimous
from rebuild.law.shortfalls import findings
from rebuild.law.tally import HeadMerge, Holder, Holding, TallyUnit, Vote, tally

YES, NO, BLANK, SILENT, SPOILT = Vote.AGREE, Vote.DISAGREE, Vote.ABSTAIN, Vote.NONE, Vote.INVALID
THIRD = Fraction(1, 3)


def unit(room, *owners, area="34.07", holding=Holding.SOLE, unsold=False):
    return TallyUnit(room, Area.parse(area), owners, holding, unsold)


def joint(room, *votes):
    names = "甲乙丙丁"[: len(votes)]
    return unit(room, *map(Holder, names, votes), holding=Holding.JOINT)


def by_shares(room, *owners):
    return unit(
        room,
        *(Holder(name, vote, share) for name, vote, share in zip("甲乙丙丁", *zip(*owners, strict=True), strict=False)),
        holding=Holding.SHARES,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hundredths", "shown"),
    [
        ("579.22", 57922, "579.22"),
        ("34", 3400, "34.00"),
        ("34.5", 3450, "34.50"),
        ("0.01", 1, "0.01"),
    ],
)
def test_an_area_is_read_and_written_to_the_hundredth(text, hundredths, shown):
    assert Area.parse(text) == Area(hundredths)
    assert str(Area.parse(text)) == shown


@pytest.mark.parametrize(
    "text",
    ["34.075", "34.070", "0", "0.00", "-1", "+1", "", ".5", "5.", "1e2", "1,000", "034", " 34", "３４",
     "34.07㎡", "nan", "1" * 10, "34.07\n"],
)  # fmt: skip
def test_any_other_area_is_refused_and_not_rounded(text):
    with pytest.raises(InputError):
        Area.parse(text)


@pytest.mark.parametrize("number", [34.07, -1, True, "34"])
def test_areas_and_heads_are_whole_numbers(number):
    with pytest.raises(TypeError):
        Area(number)
    with pytest.raises(TypeError):
        Heads(number)


def test_areas_and_heads_do_not_mix():
    assert Area(5) != Heads(5)
    with pytest.raises(TypeError):
        assert Area(5) < Heads(6)
    with pytest.raises(AttributeError):
        assert Area(5) + Heads(5)


def test_percentages_are_cut_off_and_exact_shares_stay_exact():
    assert Heads(2).percent_of(Heads(3)) == "66.66%"
    assert Heads(3).percent_of(Heads(3)) == "100.00%"
    assert Area(0).percent_of(Area(0)) == "0.00%"
    assert Area(42353).fraction_of(Area(57922)) == "42353/57922"


@pytest.mark.parametrize(
    ("vote", "takes_part", "agrees"),
    [(YES, True, True), (NO, True, False), (BLANK, True, False), (SPOILT, False, False), (SILENT, False, False)],
)  # fmt: skip
def test_an_answer_takes_part_and_agrees_so(vote, takes_part, agrees):
    room = unit("101", Holder("甲", vote))
    assert (room.takes_part, room.agrees, room.is_split) == (takes_part, agrees, False)


@pytest.mark.parametrize(
    ("votes", "takes_part", "agrees", "split"),
    [
        ((YES, YES), True, True, False),
        ((YES, NO), True, False, True),
        ((YES, SILENT), True, False, True),
        ((YES, SPOILT), True, False, True),
        ((NO, SILENT), True, False, False),
        ((SILENT, SILENT), False, False, False),
    ],
    ids=["both", "split", "one_silent", "one_spoilt", "one_against", "neither"],
)
def test_a_couple_agrees_only_together(votes, takes_part, agrees, split):
    room = joint("101", *votes)
    assert (room.takes_part, room.agrees, room.is_split) == (takes_part, agrees, split)


@pytest.mark.parametrize(
    ("owners", "agrees"),
    [
        ([(YES, THIRD), (YES, THIRD), (NO, THIRD)], True),
        ([(YES, THIRD), (NO, THIRD), (NO, THIRD)], False),
        ([(YES, Fraction(66, 100)), (NO, Fraction(34, 100))], False),
        ([(YES, Fraction(67, 100)), (NO, Fraction(33, 100))], True),
        ([(YES, THIRD), (NO, 2 * THIRD)], False),
        ([(NO, THIRD), (YES, 2 * THIRD)], True),
    ],
    ids=["exactly_two_thirds", "a_third", "just_under", "just_over", "smaller", "larger"],
)
def test_owners_by_shares_agree_with_two_thirds(owners, agrees):
    room = by_shares("102", *owners)
    assert room.agrees is agrees
    assert room.is_split is not agrees


def test_a_unit_that_does_not_carry_takes_part_without_agreeing():
    counted = tally([joint("101", YES, NO), unit("102", Holder("丙", YES))])
    assert counted.taking_part == Count(Area(6814), Heads(2))
    assert counted.agreeing == Count(Area(3407), Heads(1))
    assert counted.splits == ("101",)
    assert [row.code for row in findings(counted, Policy.UNANIMOUS)] == [
        "consensus.unanimous",
        "consensus.co_owner_split",
    ]


@pytest.mark.parametrize(
    ("owners", "holding", "said"),
    [
        ((), Holding.SOLE, "没有产权人"),
        ((Holder("甲", YES), Holder("甲", YES)), Holding.JOINT, "写了两次"),
        ((Holder("甲", YES), Holder("乙", YES)), Holding.SOLE, "单独所有"),
        ((Holder("甲", YES, THIRD), Holder("乙", YES, THIRD)), Holding.SHARES, "2/3"),
        ((Holder("甲", YES, Fraction(2)), Holder("乙", YES, Fraction(-1))), Holding.SHARES, "份额"),
    ],
    ids=["nobody", "twice", "two_alone", "shares_short", "negative_share"],
)
def test_a_unit_that_cannot_be_is_refused_by_name(owners, holding, said):
    with pytest.raises(InputError, match="101") as refused:
        unit("101", *owners, holding=holding)
    assert said in str(refused.value)


def test_one_owner_of_several_units_is_one_head():
    counted = tally([unit("101", Holder("甲", YES)), unit("102", Holder("甲", YES))])
    assert counted.agreeing == Count(Area(6814), Heads(1))
    assert unanimous(counted)


@pytest.mark.parametrize(
    ("votes", "present", "agreeing"),
    [((YES, YES), 1, 1), ((YES, SILENT), 1, 1), ((YES, NO), 1, 0), ((YES, BLANK), 1, 0), ((SILENT, SILENT), 0, 0)],
)  # fmt: skip
def test_an_owner_of_two_units_agrees_only_if_each_that_takes_part_does(votes, present, agreeing):
    counted = tally(
        [unit(room, Holder("甲", vote)) for room, vote in zip("ab", votes, strict=True)]
    )
    assert (counted.taking_part.heads, counted.agreeing.heads) == (Heads(present), Heads(agreeing))


def test_the_same_couple_is_one_head_and_one_of_them_alone_another():
    couple, alone = joint("202", YES, YES), unit("201", Holder("甲", YES))
    again = unit("203", Holder("乙", YES), Holder("甲", YES), holding=Holding.JOINT)
    assert tally([couple, alone, again]).total.heads == Heads(2)
    assert tally([couple, alone, again], HeadMerge.ANY_COMMON).total.heads == Heads(1)


def test_a_chain_of_common_owners_is_one_head_in_any_order():
    pairs = [("甲", "乙"), ("丙", "丁"), ("乙", "丙"), ("戊", "己")]
    units = [
        unit(str(place), *(Holder(name, YES) for name in pair), holding=Holding.JOINT)
        for place, pair in enumerate(pairs)
    ]
    for listed in (units, units[::-1]):
        assert tally(listed, HeadMerge.ANY_COMMON).total.heads == Heads(2)
        assert tally(listed).total.heads == Heads(4)


@pytest.mark.parametrize("merge", HeadMerge)
def test_the_developers_unsold_units_are_one_head_beside_his_own(merge):
    counted = tally(
        [
            unit("101", Holder("开发企业", YES), unsold=True),
            unit("102", Holder("某公司", YES), unsold=True),
            unit("103", Holder("开发企业", YES)),
        ],
        merge,
    )
    assert counted.total.heads == Heads(2)


def test_one_of_a_couple_answering_can_unmake_a_pass():
    """Silence does not take part; half an answer does, and does not agree. So the law has it."""
    agreeing = [unit(str(n), Holder(f"业主{n}", YES)) for n in range(6)]
    against = [unit(f"反{n}", Holder(f"反对者{n}", NO)) for n in range(2)]
    assert statutory_278(tally([*agreeing, *against, joint("101", SILENT, SILENT)])).passed
    assert not statutory_278(tally([*agreeing, *against, joint("101", YES, SILENT)])).passed


@pytest.mark.parametrize("merge", HeadMerge)
def test_counting_grows_with_the_number_of_units_and_no_faster(merge):
    def seconds(count: int) -> float:
        units = [unit(str(n), Holder(f"业主{n // 2}", YES)) for n in range(count)]
        best = 9.0
        for _ in range(5):
            began = time.thread_time()
            tally(units, merge)
            best = min(best, time.thread_time() - began)
        return best

    assert seconds(8_000) < 24 * seconds(1_000)
