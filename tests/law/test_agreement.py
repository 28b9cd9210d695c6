"""共同决定: when a round carries, when it binds, and when it no longer does."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from rebuild.cases.facts import Ballot, Case, Owner
from rebuild.law.owners import counted_ballots, tally_of
from tests.law.a_case import a_case, a_run, says, took, with_household, with_run

NOTICE = took("announce", date(2023, 6, 1), opens_on="2023-06-17", closes_on="2023-07-02")


def answered(*ballots: Ballot, state: str = "posted") -> Case:
    return with_run(a_case(ballots={1: ballots}), a_run("consensus", state, NOTICE))


def yes(unit: str, day: int = 20, **more: str) -> Ballot:
    return Ballot(unit, "agree", date(2023, 6, day), **more)


ALL = (yes("101"), yes("102"), yes("201"))


@pytest.mark.parametrize(
    ("ballots", "holds"),
    [(ALL, True), (ALL[:2], False), ((), False)],
    ids=["all", "two_of_three", "nobody"],
)
def test_a_rebuilding_is_agreed_when_everyone_agrees(
    ballots: tuple[Ballot, ...], holds: bool
) -> None:
    case = answered(*ballots)
    passed = says("consensus.policy_passed", case, seat="consensus")
    assert (passed == ()) is holds
    assert (says("consensus.policy_not_passed", case, seat="consensus") == ()) is not holds
    assert holds or "168.14㎡" in passed[0]


def test_an_owners_last_ballot_before_closing_counts_and_all_are_kept() -> None:
    no = Ballot("101", "disagree", date(2023, 6, 21))
    late = replace(yes("101"), cast_on=date(2023, 7, 3))
    case = answered(*ALL, no, late)
    run = case.run("consensus")
    assert run
    assert says("consensus.policy_passed", case, seat="consensus")
    assert len(case.ballots[1]) == 5
    assert no in counted_ballots(case, run)
    assert late not in counted_ballots(case, run)


def test_a_couple_that_is_of_two_minds_takes_part_and_does_not_agree() -> None:
    couple = (Owner("业主甲", Fraction(1, 2)), Owner("业主丁", Fraction(1, 2)))
    case = with_household(
        answered(yes("101", owner="业主甲"), *ALL[1:]), "101", owners=couple, holding="joint"
    )
    run = case.run("consensus")
    assert run
    count = tally_of(case, run)
    assert count.taking_part == count.total
    assert count.splits == ("101",)
    assert any(
        "共有人意见不一致" in told
        for told in says("consensus.policy_passed", case, seat="consensus")
    )


def test_a_ballot_for_the_whole_unit_outdoes_what_its_co_owners_cast_before() -> None:
    couple = (Owner("业主甲", Fraction(1, 2)), Owner("业主丁", Fraction(1, 2)))
    no = Ballot("101", "disagree", date(2023, 6, 18), owner="业主丁")
    case = with_household(answered(no, *ALL), "101", owners=couple, holding="joint")
    assert says("consensus.policy_passed", case, seat="consensus") == ()


@pytest.mark.parametrize(("day", "holds"), [(10, False), (11, True)], ids=["last_day", "day_after"])
def test_a_decision_binds_when_its_posting_is_over(day: int, holds: bool) -> None:
    case = with_run(a_case(), a_run("consensus", "posted", since=date(2023, 7, 3)))
    said = says("consensus.posting_over", case, seat="consensus", on=date(2023, 7, day))
    assert (said == ()) is holds
    assert holds or "2023-07-10" in said[0]


@pytest.mark.parametrize("state", ["", "voting", "posted", "failed", "revoked", "voided"])
def test_only_a_decision_in_effect_is_valid(state: str) -> None:
    runs = {} if not state else {"consensus": (a_run("consensus", state),)}
    assert says(
        "consensus.still_valid", a_case(runs={"case": (a_run("case", "planning"),), **runs})
    )
    assert says("consensus.still_valid") == ()


def test_a_decision_that_corrected_areas_overturn_may_be_voided_and_no_other() -> None:
    joined = a_case(ballots={1: ALL[:2]})
    assert says("consensus.still_valid", joined)[0].startswith("按现行名册复核")
    assert says("consensus.no_longer_passes", joined, seat="consensus") == ()
    assert "168.14㎡" in says("consensus.no_longer_passes", seat="consensus")[0]


@pytest.mark.parametrize(
    ("state", "holds"),
    [("draft", False), ("voting", False), ("effective", False), ("failed", True), ("voided", True), ("revoked", True)],
)  # fmt: skip
def test_a_new_round_waits_for_the_end_of_the_old_one(state: str, holds: bool) -> None:
    assert (
        says("consensus.round_over", with_run(a_case(), a_run("consensus", state))) == ()
    ) is holds


@pytest.mark.parametrize(("note", "holds"), [("不建了", False), ("全体同意撤回", True)])
def test_giving_up_a_decision_takes_another_decision(note: str, holds: bool) -> None:
    assert (says("consensus.abandon_agreed", note=note) == ()) is holds
    undecided = with_run(a_case(), a_run("consensus", "voting"))
    assert says("consensus.abandon_agreed", undecided, note=note) == ()
