"""通过条件: a local rule's share, silence and heads, each off until a dated figure says otherwise."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from rebuild.cases.facts import Ballot, Case, Household, Owner, Roll
from rebuild.law.areas import Area, Count, Heads
from rebuild.law.consensus import (
    REBUILDING,
    Policy,
    Thresholds,
    passed,
    share_in_words,
    short_by,
)
from rebuild.law.measure import Measure, counted, counted_as_answered, measure_on
from rebuild.law.progress import progress
from rebuild.law.rule import DatedFigure, Limits
from rebuild.law.shortfalls import findings
from rebuild.law.tally import HeadMerge, Tally
from tests.law.a_case import a_case, a_run, the_plan, took, with_run

SHIPPED = the_plan().limits
DAY = date(2024, 3, 4)
CLOSES = date(2023, 7, 2)
NINETY_FIVE = replace(REBUILDING, whole=Fraction(95, 100))


def figures(**changed: int | str) -> Limits:
    """The shipped figures until the day, and others from it on."""
    entries = dict(SHIPPED.entries)
    for name, value in changed.items():
        entry = entries[name]
        later = DatedFigure(DAY, value, "local_policy")
        entries[name] = replace(entry, values=(*entry.values, later))
    return Limits(entries)


def vote(total: int, present: int, yes: int, heads: tuple[int, int, int] = (20, 20, 20)) -> Tally:
    return Tally(
        *(
            Count(Area(area), Heads(head))
            for area, head in zip((total, present, yes), heads, strict=True)
        ),
        (),
    )


# ---- 本地规定的比例


def test_as_shipped_everybody_must_agree_silence_says_nothing_and_heads_are_the_same_owners() -> (
    None
):
    assert measure_on(SHIPPED, DAY) == Measure()


def test_a_workflow_from_before_these_figures_has_the_laws_own() -> None:
    old = Limits({"consensus_policy": SHIPPED.entries["consensus_policy"]})
    assert measure_on(old, DAY) == Measure()


def test_a_local_figure_binds_from_its_day() -> None:
    limits = figures(consensus_policy="local_share", consensus_share=9500)
    before, from_then = measure_on(limits, date(2024, 3, 3)), measure_on(limits, DAY)
    assert before == Measure()
    assert (from_then.policy, from_then.thresholds.whole) == (
        Policy.LOCAL_SHARE,
        Fraction(95, 100),
    )


@pytest.mark.parametrize(
    ("yes", "heads", "codes"),
    [
        (9499, 19, ["consensus.local_area"]),
        (9500, 19, []),
        (9501, 20, []),
        (9500, 18, ["consensus.local_heads"]),
        (9499, 18, ["consensus.local_area", "consensus.local_heads"]),
    ],
    ids=["area_below", "both_at", "both_above", "heads_below", "both_below"],
)
def test_a_local_share_is_of_all_owners_by_area_and_by_heads_and_equal_is_enough(
    yes: int, heads: int, codes: list[str]
) -> None:
    count = vote(10_000, 10_000, yes, (20, 20, heads))
    said = findings(count, Policy.LOCAL_SHARE, NINETY_FIVE)
    assert [each.code for each in said] == codes
    assert passed(count, Policy.LOCAL_SHARE, NINETY_FIVE) is (codes == [])
    assert all("95%" in each.message for each in said)


@pytest.mark.parametrize(("yes", "enough"), [(7499, False), (7500, True), (7501, True)])
def test_a_local_share_below_the_law_never_lowers_it(yes: int, enough: bool) -> None:
    half = replace(REBUILDING, whole=Fraction(1, 2))
    count = vote(10_000, 10_000, yes)
    assert passed(count, Policy.LOCAL_SHARE, half) is enough
    assert short_by(count, Policy.LOCAL_SHARE, half).area == Area(max(0, 7500 - yes))


def test_what_is_missing_is_told_against_all_owners() -> None:
    count = vote(10_000, 9000, 9000, (20, 18, 18))
    assert short_by(count, Policy.LOCAL_SHARE, NINETY_FIVE) == Count(Area(500), Heads(1))
    tests = {each.name: each for each in progress(count, NINETY_FIVE, Policy.LOCAL_SHARE)}
    assert (tests["local_area"].needed, tests["local_heads"].needed) == (Area(9500), Heads(19))
    assert "local_area" not in {each.name for each in progress(count)}


@pytest.mark.parametrize(
    ("share", "words"), [((95, 100), "95%"), ((1, 1), "100%"), ((925, 1000), "92.5%")]
)
def test_a_share_is_told_in_percent(share: tuple[int, int], words: str) -> None:
    assert share_in_words(Fraction(*share)) == words


# ---- 未表决


def voting(votes: str, met: tuple[str, ...] = (), roll: tuple[Household, ...] = ()) -> Case:
    """A round in which unit by unit was voted y, n, or nothing at all (-)."""
    answers = {"y": "agree", "n": "disagree", "x": "invalid"}
    units = roll or tuple(
        Household(str(count), 1000, (Owner(f"业主{count}"),)) for count in range(len(votes))
    )
    cast = tuple(
        Ballot(unit.unit, answers[said], CLOSES)
        for unit, said in zip(units, votes, strict=True)
        if said != "-"
    )
    visits = (took("log_visit", CLOSES, unit=unit, reached=True) for unit in met)
    run = a_run("consensus", "counted", *visits)
    return with_run(a_case(roll=Roll(CLOSES, units), ballots={1: cast}, frozen_rolls={}), run)


def amounts(case: Case, measure: Measure) -> tuple[int, int]:
    run = case.run("consensus")
    assert run
    found = counted(case, run, measure)
    return found.taking_part.heads.number, found.agreeing.heads.number


STATUTE = Measure(Policy.STATUTORY_278)
WITH_SILENCE = replace(STATUTE, silence=True)


def test_silence_is_no_answer_unless_a_local_rule_says_so() -> None:
    case = voting("yyy--", met=("3", "4"))
    assert amounts(case, STATUTE) == (3, 3)
    assert amounts(case, WITH_SILENCE) == (5, 5)


def test_silence_counts_only_of_those_who_were_reached_in_person() -> None:
    case = voting("yyy--", met=("3",))
    run = case.run("consensus")
    assert run
    assert amounts(case, WITH_SILENCE) == (4, 4)
    assert counted_as_answered(case, run, WITH_SILENCE) == ("3",)
    assert counted_as_answered(case, run, STATUTE) == ()


@pytest.mark.parametrize(
    ("votes", "amount"),
    [("yyn-", (4, 3)), ("yn-", (2, 1)), ("ynn-", (4, 1))],
    ids=["more_than_half_agree", "exactly_half", "more_than_half_against"],
)
def test_silence_goes_with_more_than_half_of_those_who_answered(
    votes: str, amount: tuple[int, int]
) -> None:
    case = voting(votes, met=(str(len(votes) - 1),))
    assert amounts(case, WITH_SILENCE) == amount


def test_a_spoilt_ballot_is_not_silence() -> None:
    assert amounts(voting("yyx", met=("2",)), WITH_SILENCE) == (2, 2)


def test_where_nobody_answered_silence_decides_nothing() -> None:
    assert amounts(voting("--", met=("0", "1")), WITH_SILENCE) == (0, 0)


def test_silence_never_makes_all_agree() -> None:
    case = voting("yyy-", met=("3",))
    measure = replace(WITH_SILENCE, policy=Policy.UNANIMOUS)
    assert amounts(case, measure) == (3, 3)
    run = case.run("consensus")
    assert run
    assert not measure.passed(counted(case, run, measure))


# ---- 数个专有部分合计一人


def test_heads_are_merged_as_the_figure_of_the_day_says() -> None:
    roll = (
        Household("101", 1000, (Owner("甲"),)),
        Household("102", 1000, (Owner("甲"),)),
        Household("201", 1000, (Owner("甲"), Owner("乙")), holding="joint"),
    )
    case = voting("yyy", roll=roll)
    run = case.run("consensus")
    assert run
    shipped = measure_on(SHIPPED, DAY)
    local = measure_on(figures(head_merge="any_common"), DAY)
    assert shipped.merge is HeadMerge.IDENTICAL_SET
    assert counted(case, run, shipped).total.heads == Heads(2)
    assert counted(case, run, local).total.heads == Heads(1)


def test_thresholds_ask_for_all_where_nobody_named_a_share() -> None:
    assert Thresholds(Fraction(2, 3), Fraction(3, 4)).whole == 1
