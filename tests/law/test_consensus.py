"""业主共同决定: the vote of a house of seventeen, worked out by hand, and every edge of two thirds and three quarters."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.law.areas import Area, Count, Heads
from rebuild.law.consensus import (
    REBUILDING,
    Policy,
    Thresholds,
    passed,
    short_by,
    statutory_278,
    unanimous,
)
from rebuild.law.shortfalls import findings
from rebuild.law.tally import Holder, Tally, TallyUnit, Vote, tally

AREAS = {
    "101": "50.26", "102": "38.15", "103": "36.42", "104": "33.18", "105": "30.07",
    "201": "34.07", "202": "34.07", "203": "34.07", "204": "34.07", "205": "32.55", "206": "32.55",
    "301": "34.07", "302": "34.07", "303": "34.07", "304": "31.18", "305": "28.20", "306": "28.17",
}  # fmt: skip
ROOMS = list(AREAS)
YES, NO, BLANK, SILENT = Vote.AGREE, Vote.DISAGREE, Vote.ABSTAIN, Vote.NONE


def house(answers, areas=AREAS, *, owner=lambda room: room, unsold=()):
    """A house where every room has one owner; rooms left out of `answers` stay silent."""
    return [
        TallyUnit(
            room,
            Area.parse(area),
            (Holder(owner(room), answers.get(room, SILENT)),),
            developer_unsold=room in unsold,
        )
        for room, area in areas.items()
    ]


def all_say(rooms, vote=YES):
    return dict.fromkeys(rooms, vote)


def figures(count: Count) -> str:
    return f"{count.area}/{count.heads}"


NINE_OF_TWELVE = all_say(ROOMS[:9]) | all_say(ROOMS[9:12], NO)
EIGHT_OF_TWELVE = all_say(ROOMS[:8]) | all_say(ROOMS[8:11], NO) | all_say(ROOMS[11:12], BLANK)


@pytest.mark.parametrize(
    ("units", "present", "agreeing", "carried", "by_all"),
    [
        (house(all_say(ROOMS)), "579.22/17", "579.22/17", True, True),
        (house(all_say(ROOMS[:12])), "423.53/12", "423.53/12", True, False),
        (house(all_say(ROOMS[5:])), "391.14/12", "391.14/12", True, False),
        (house(all_say(ROOMS[:11])), "389.46/11", "389.46/11", False, False),
        (house(NINE_OF_TWELVE), "423.53/12", "324.36/9", True, False),
        (house(EIGHT_OF_TWELVE), "423.53/12", "290.29/8", False, False),
        (house(all_say(ROOMS), owner=lambda room: "甲" if room in ("201", "202", "203") else room),
         "579.22/15", "579.22/15", True, True),
        (house(all_say(ROOMS[:8]), unsold=ROOMS[11:]), "290.29/8", "290.29/8", False, False),
        (house(all_say("ab"), dict.fromkeys("abc", "34.07")), "68.14/2", "68.14/2", True, False),
        (house(all_say("ab"), {"a": "34.07", "b": "34.06", "c": "34.07"}),
         "68.13/2", "68.13/2", False, False),
        (house(all_say("abc") | {"d": NO}, dict.fromkeys("abcd", "34.07")),
         "136.28/4", "102.21/3", True, False),
        (house({}), "0.00/0", "0.00/0", False, False),
    ],
    ids=["all_agree", "first_twelve", "last_twelve", "first_eleven", "nine_of_twelve",
         "abstention_counts_against", "one_owner_of_three", "developer_silent", "area_exactly_two_thirds",
         "area_just_under_two_thirds", "exactly_three_quarters", "nobody_votes"],
)  # fmt: skip
def test_a_vote_of_the_house_comes_out_so(units, present, agreeing, carried, by_all):
    counted = tally(units)
    assert figures(counted.taking_part) == present
    assert figures(counted.agreeing) == agreeing
    assert statutory_278(counted).passed is carried
    assert passed(counted, Policy.STATUTORY_278) is carried
    assert unanimous(counted) is passed(counted, Policy.UNANIMOUS) is by_all


def failing(units) -> list[str]:
    return [row.code for row in findings(tally(units), Policy.STATUTORY_278)]


def test_eleven_of_seventeen_miss_the_quorum_of_heads_only():
    assert failing(house(all_say(ROOMS[:11]))) == ["consensus.quorum_heads"]


def test_an_abstention_makes_both_three_quarters_fail():
    assert failing(house(EIGHT_OF_TWELVE)) == [
        "consensus.approval_area",
        "consensus.approval_heads",
    ]


def test_a_silent_developer_is_one_head_and_may_still_block_by_area():
    counted = tally(house(all_say(ROOMS[:8]), unsold=ROOMS[11:]))
    assert counted.total.heads == Heads(12)
    tests = statutory_278(counted)
    assert (tests.quorum_area, tests.quorum_heads) == (False, True)


@pytest.mark.parametrize(
    ("area", "enough"), [(38614, False), (38615, True)], ids=["just_under", "first_enough"]
)
def test_the_quorum_of_the_house_is_reached_at_386_15(area, enough):
    counted = Tally(
        Count(Area(57922), Heads(17)),
        Count(Area(area), Heads(12)),
        Count(Area(area), Heads(12)),
        (),
    )
    assert statutory_278(counted).quorum_area is enough


def test_nobody_voting_fails_every_test_without_a_division():
    assert failing(house({})) == [
        "consensus.quorum_area", "consensus.quorum_heads",
        "consensus.approval_area", "consensus.approval_heads",
    ]  # fmt: skip


def test_a_house_without_units_decides_nothing():
    assert not unanimous(tally([]))
    assert not statutory_278(tally([])).passed


def test_a_float_would_refuse_what_the_law_allows():
    three_quarters = tally(house({"a": YES, "b": NO}, {"a": "0.15", "b": "0.05"}))
    assert 0.15 / 0.20 < 0.75
    assert statutory_278(three_quarters).approval_area
    two_thirds = tally(house({"a": YES}, {"a": "2.82", "b": "1.41"}))
    assert 2.82 / 4.23 < 2 / 3
    assert statutory_278(two_thirds).quorum_area


@given(
    whole=st.integers(1, 10**9), shift=st.integers(-2, 2), share=st.sampled_from([(2, 3), (3, 4)])
)
def test_the_tests_are_exact_around_every_boundary(whole, shift, share):
    part = min(whole, max(0, whole * share[0] // share[1] + shift))
    area = Count(Area(whole), Heads(1)), Count(Area(part), Heads(1))
    if share == (2, 3):
        said = statutory_278(Tally(area[0], area[1], area[1], ())).quorum_area
    else:
        said = statutory_278(Tally(area[0], area[0], area[1], ())).approval_area
    assert said is (Fraction(part, whole) >= Fraction(*share))


UNITS = st.lists(
    st.tuples(st.integers(1, 9999), st.sampled_from("甲乙丙丁戊己庚辛"), st.sampled_from(Vote), st.booleans()),
    min_size=1, max_size=12,
).map(lambda rows: [
    TallyUnit(str(place), Area(area), (Holder(owner, vote),), developer_unsold=unsold)
    for place, (area, owner, vote, unsold) in enumerate(rows)
])  # fmt: skip


@given(units=UNITS, order=st.randoms())
def test_the_order_of_units_changes_nothing(units, order):
    mixed = list(units)
    order.shuffle(mixed)
    before, after = tally(units), tally(mixed)
    assert (before.total, before.taking_part, before.agreeing) == (
        after.total, after.taking_part, after.agreeing,
    )  # fmt: skip


@given(units=UNITS, place=st.integers(0, 11))
def test_one_more_unit_agreeing_never_turns_a_pass_into_a_fail(units, place):
    changed = list(units)
    place %= len(units)
    unit = units[place]
    changed[place] = TallyUnit(
        unit.unit,
        unit.area,
        (Holder(unit.owners[0].key, YES),),
        developer_unsold=unit.developer_unsold,
    )
    for policy in Policy:
        if passed(tally(units), policy):
            assert passed(tally(changed), policy)


@given(units=UNITS)
def test_those_agreeing_take_part_and_those_taking_part_are_owners(units):
    counted = tally(units)
    assert counted.agreeing.area <= counted.taking_part.area <= counted.total.area
    assert counted.agreeing.heads <= counted.taking_part.heads <= counted.total.heads
    assert unanimous(counted) <= statutory_278(counted).passed


def test_unanimity_is_short_by_everyone_who_did_not_agree():
    counted = tally(house(all_say(ROOMS[:12])))
    assert figures(short_by(counted, Policy.UNANIMOUS)) == "155.69/5"
    (finding,) = findings(counted, Policy.UNANIMOUS)
    assert finding.code == "consensus.unanimous"
    for figure in ("423.53㎡", "579.22㎡", "155.69㎡", "12人", "17人", "5人"):
        assert figure in finding.message


def test_a_decision_that_carries_is_short_by_nothing_and_has_no_findings():
    counted = tally(house(all_say(ROOMS)))
    for policy in Policy:
        assert figures(short_by(counted, policy)) == "0.00/0"
        assert findings(counted, policy) == ()


def test_the_statute_is_short_by_one_head_when_eleven_agree():
    assert figures(short_by(tally(house(all_say(ROOMS[:11]))), Policy.STATUTORY_278)) == "0.00/1"


@given(st.integers(1, 40).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total))).flatmap(
    lambda both: st.tuples(st.just(both[0]), st.just(both[1]), st.integers(0, both[1]))))  # fmt: skip
def test_the_statute_is_short_by_the_fewest_that_would_carry_it(figures):
    total, present, yes = figures

    def carries(newcomers: int, converts: int) -> bool:
        here, agree = present + newcomers, yes + newcomers + converts
        return 3 * here >= 2 * total and here > 0 and 4 * agree >= 3 * here

    fewest = min(
        newcomers + converts
        for newcomers in range(total - present + 1)
        for converts in range(present - yes + 1)
        if carries(newcomers, converts)
    )
    counted = Tally(*(Count(Area(n), Heads(n)) for n in figures), ())
    missing = short_by(counted, Policy.STATUTORY_278)
    assert (missing.area, missing.heads) == (Area(fewest), Heads(fewest))


def test_a_refusal_tells_figures_and_never_rounds_a_share_up_to_the_threshold():
    (finding,) = findings(
        tally(house(all_say("ab"), {"a": "34.07", "b": "34.06", "c": "34.07"})),
        Policy.STATUTORY_278,
    )
    assert finding.basis == "民法典278"
    assert "68.13㎡" in finding.message
    assert "102.20㎡" in finding.message
    assert "66.66%" in finding.message
    assert "三分之二" in finding.message


def test_a_local_share_of_consent_is_counted_as_exactly():
    ninety = Thresholds(quorum=Fraction(2, 3), approval=Fraction(9, 10))
    counted = tally(house(all_say("abcdefgh") | all_say("i", NO), dict.fromkeys("abcdefghi", "10")))
    assert statutory_278(counted, REBUILDING).passed
    assert not statutory_278(counted, ninety).passed
    assert "9/10" in findings(counted, Policy.STATUTORY_278, ninety)[0].message
