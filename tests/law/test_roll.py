"""业主名册: every unit once, every share accounted for, nothing replaced once a round has frozen it."""

from dataclasses import replace

import pytest

from rebuild.cases.facts import Roll
from tests.law.a_case import DAY, a_case, a_run, says, three_households, took, with_run


def row(unit: str = "101", *, holding: str = "sole", shares: tuple[str, ...] = ("1",), names: str = "甲乙丙") -> dict[str, object]:  # fmt: skip
    owners = [{"name": name, "share": share} for name, share in zip(names, shares, strict=False)]
    return {"unit": unit, "holding": holding, "owners": owners}


def test_a_unit_stands_on_the_roll_once() -> None:
    assert says("consensus.units_once", households=[row("101"), row("102")]) == ()
    (message,) = says("consensus.units_once", households=[row("101"), row("102"), row("101")])
    assert message == "房号101出现2次"


@pytest.mark.parametrize(
    ("households", "told"),
    [
        ([row(holding="shares", shares=("1/3", "1/3", "1/3"))], ""),
        ([row(holding="shares", shares=("1/3", "1/3"))], "合计为2/3"),
        ([row(holding="shares", shares=("2/3", "2/3"))], "合计为4/3"),
        ([row(holding="joint", shares=("1", "1"))], ""),
        ([row(shares=("1", "1"))], "2名产权人"),
        ([row(holding="joint", shares=("1", "1"), names="甲甲")], "写了两次"),
    ],
    ids=["thirds", "two_thirds_only", "too_much", "joint", "sole_with_two", "one_person_twice"],
)
def test_shares_make_one(households: list[dict[str, object]], told: str) -> None:
    said = says("consensus.shares_whole", households=households)
    assert (said == ()) is (told == "")
    assert told in "".join(said)


def test_a_correction_names_a_unit_of_the_roll() -> None:
    assert says("consensus.unit_on_roll", unit="101") == ()
    assert "109" in says("consensus.unit_on_roll", unit="109")[0]


def test_there_is_a_roll() -> None:
    assert says("consensus.households_listed") == ()
    assert says("consensus.households_listed", a_case(roll=None))


@pytest.mark.parametrize(("count", "holds"), [(2, False), (3, True)])
def test_the_roll_is_as_long_as_the_house_is_large(count: int, holds: bool) -> None:
    case = a_case(roll=Roll(DAY, three_households()[:count]))
    said = says("consensus.roll_complete", case, seat="consensus")
    assert (said == ()) is holds
    assert holds or ("3户" in said[0] and "2户" in said[0])
    assert says("consensus.roll_complete", replace(case, roll=None), seat="consensus")


@pytest.mark.parametrize(
    ("state", "holds"),
    [("draft", True), ("roll_frozen", False), ("voting", False), ("effective", False), ("failed", True), ("voided", True), ("revoked", True)],
)  # fmt: skip
def test_a_frozen_roll_is_not_replaced(state: str, holds: bool) -> None:
    frozen = () if state == "draft" else (took("freeze_roll"),)
    said = says("consensus.roll_not_frozen", with_run(a_case(), a_run("consensus", state, *frozen)))
    assert (said == ()) is holds
    assert holds or str(DAY) in said[0]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"area": 3500}, ""),
        ({"new_owner": "业主丁"}, ""),
        ({}, "没有写明更正什么"),
        ({"owner": "业主甲"}, "没有写明更正什么"),
        ({"agent": "刘某某"}, "哪一名产权人"),
        ({"agent": "刘某某", "owner": "业主甲"}, ""),
        ({"agent": "刘某某", "owner": "业主乙"}, "业主乙不是房号101"),
    ],
)
def test_a_correction_says_what_of_whom_it_changes(answers: dict[str, object], told: str) -> None:
    said = says("consensus.change_told", unit="101", reason="登记簿更正", **answers)
    assert (said == ()) is (told == "")
    assert told in "".join(said)
