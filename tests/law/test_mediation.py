"""协商调解: a majority leaves nobody behind: each unit that did not agree is settled, and its ballot stays."""

from datetime import date

import pytest

from rebuild.cases.facts import Ballot, Case, Owner
from rebuild.law.mediation import dissenting, settlements
from tests.law.a_case import a_case, a_run, says, took, with_household, with_run

VOTED = date(2023, 6, 20)
LEFT = took("dissent_remains", date(2023, 7, 11))


def voted(*votes: str) -> Case:
    units = ("101", "102", "201")
    ballots = tuple(
        Ballot(unit, vote, VOTED) for unit, vote in zip(units, votes, strict=False) if vote
    )
    return a_case(ballots={1: ballots})


def agreed(unit: str, kind: str = "signed") -> dict[str, str]:
    return {"unit": unit, "kind": kind, "settled_on": "2023-08-01", "paper": "示例协议1号"}


def mediating(case: Case, *units: str, state: str = "mediation") -> Case:
    taken = [took("record_agreement", date(2023, 8, 1), **agreed(unit)) for unit in units]
    return with_run(case, a_run("case", state, LEFT, *taken))


@pytest.mark.parametrize(
    ("votes", "left"),
    [
        (("agree", "agree", "agree"), ()),
        (("agree", "agree", "disagree"), ("201",)),
        (("agree", "abstain", "agree"), ("102",)),
        (("agree", "", "invalid"), ("102", "201")),
        (("", "", ""), ()),
    ],
    ids=["all", "against", "abstaining", "silent_and_invalid", "never_entered"],
)
def test_either_all_agree_or_somebody_is_left(
    votes: tuple[str, ...], left: tuple[str, ...]
) -> None:
    case = voted(*votes)
    assert dissenting(case) == left
    assert (says("consensus.all_agree", case) == ()) is (left == ())
    assert (says("consensus.dissent_stands", case) == ()) is (left != ())


def test_a_couple_of_two_minds_is_left_behind_too() -> None:
    couple = (Owner("业主甲"), Owner("业主丁"))
    ballots = (
        Ballot("101", "agree", VOTED, owner="业主甲"),
        *voted("", "agree", "agree").ballots[1],
    )
    case = with_household(a_case(ballots={1: ballots}), "101", owners=couple, holding="joint")
    assert dissenting(case) == ("101",)


@pytest.mark.parametrize(
    ("settled", "holds"),
    [((), False), (("102",), False), (("102", "201"), True), (("101", "102"), False)],
)
def test_a_case_goes_on_when_every_dissenter_is_settled(
    settled: tuple[str, ...], holds: bool
) -> None:
    case = mediating(voted("agree", "disagree", ""), *settled)
    said = says("consensus.dissenters_settled", case)
    assert (said == ()) is holds
    assert holds or "201" in said[0]
    assert len(case.ballots[1]) == 2


@pytest.mark.parametrize(
    ("unit", "on", "told"),
    [
        ("201", "2023-08-02", ""),
        ("102", "2023-08-02", "待协商的为：201"),
        ("101", "2023-08-02", "房号101"),
        ("201", "2023-08-03", "2023-08-03"),
    ],
    ids=["waiting", "settled_already", "had_agreed", "tomorrow"],
)
def test_an_agreement_is_with_a_dissenter_who_waits_for_one(unit: str, on: str, told: str) -> None:
    case = mediating(voted("agree", "disagree", ""), "102")
    said = says("consensus.dissenter_of_record", case, on=date(2023, 8, 2), unit=unit, settled_on=on)  # fmt: skip
    assert (said == ()) is (told == "")
    assert told in "".join(said)


def test_what_was_agreed_after_an_earlier_round_does_not_bind_the_next() -> None:
    case = voted("agree", "disagree", "agree")
    earlier = took("record_agreement", date(2023, 8, 1), **agreed("102"))
    again = with_run(case, a_run("case", "mediation", LEFT, earlier, LEFT))
    assert settlements(mediating(case, "102"))[0].paper == "示例协议1号"
    assert settlements(again) == ()
