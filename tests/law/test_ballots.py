"""表决票: a proxy for a unit and no crowd behind him, a witness at the door, a sheet entered once."""

from dataclasses import replace
from datetime import date

import pytest

from rebuild.cases.facts import Ballot, Case, Owner
from rebuild.law.owners import counted_ballots, counted_place
from tests.law.a_case import a_case, a_run, says, took, with_household, with_run

OPENS, CLOSES = date(2023, 6, 17), date(2023, 7, 2)
NOTICE = took("announce", date(2023, 6, 1), opens_on=str(OPENS), closes_on=str(CLOSES))


def voting(*ballots: Ballot, **more: object) -> Case:
    case = with_run(a_case(ballots={1: ballots}), a_run("consensus", "voting", NOTICE))
    return replace(case, **more)


def by_proxy(unit: str, name: str = "受托人丁") -> dict[str, str]:
    return {"unit": unit, "vote": "agree", "method": "proxy", "proxy": name, "proxy_until": "2023-07-02"}  # fmt: skip


def proxied(unit: str, name: str = "受托人丁", **more: str) -> Ballot:
    return Ballot(unit, "agree", OPENS, method="proxy", proxy=name, **more)


@pytest.mark.parametrize(
    ("before", "rows", "told"),
    [
        ((), [by_proxy("101")], ""),
        ((proxied("101"),), [by_proxy("101")], ""),
        ((proxied("101"),), [by_proxy("101", "受托人戊")], "受托人丁、受托人戊"),
        ((proxied("102"),), [by_proxy("101", "受托人戊")], ""),
        ((), [by_proxy("101"), by_proxy("101", "受托人戊")], "房号101"),
        ((proxied("101", struck="伪造"),), [by_proxy("101", "受托人戊")], ""),
    ],
    ids=["first", "same", "another", "other_unit", "two_at_once", "after_a_forged_one"],
)
def test_a_unit_has_one_proxy_in_a_round(
    before: tuple[Ballot, ...], rows: list[dict[str, str]], told: str
) -> None:
    said = says("consensus.one_proxy", voting(*before), seat="consensus", ballots=rows)
    assert (said == ()) is (told == "")
    assert told in "".join(said)


@pytest.mark.parametrize(
    ("units", "holds"), [(("102", "201"), True), (("102", "201", "202"), False)]
)
def test_one_person_is_proxy_of_three_units_at_most(units: tuple[str, ...], holds: bool) -> None:
    case = voting(*(proxied(unit) for unit in units))
    said = says("consensus.proxies_held", case, seat="consensus", ballots=[by_proxy("101")])
    assert (said == ()) is holds
    assert holds or ("4户" in said[0] and "3户" in said[0])
    other = [by_proxy("101", "受托人戊")]
    assert says("consensus.proxies_held", case, seat="consensus", ballots=other) == ()


def test_a_proxy_who_votes_twice_for_a_unit_holds_it_once() -> None:
    case = voting(*(proxied(unit) for unit in ("101", "101", "102", "201")))
    assert says("consensus.proxies_held", case, seat="consensus", ballots=[by_proxy("101")]) == ()


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ({"method": "house_call"}, False),
        ({"method": "house_call", "witness": "网格员甲"}, True),
        ({"method": "paper"}, True),
    ],
)
def test_a_ballot_taken_at_the_door_has_a_witness(row: dict[str, str], holds: bool) -> None:
    said = says("consensus.house_calls_witnessed", ballots=[{"unit": "101", **row}])
    assert (said == ()) is holds
    assert holds or "101" in said[0]


def test_a_result_sheet_is_entered_once() -> None:
    imported = took("import_evotes", OPENS, source="示例表决〔2023〕3号")
    case = with_run(a_case(), a_run("consensus", "voting", NOTICE, imported))
    same, another = "示例表决〔2023〕3号", "示例表决〔2023〕4号"
    assert str(OPENS) in says("consensus.evotes_once", case, seat="consensus", source=same)[0]
    assert says("consensus.evotes_once", case, seat="consensus", source=another) == ()


def test_the_same_sheet_under_another_number_is_known_by_its_hash() -> None:
    imported = took("import_evotes", OPENS, source="示例表决〔2023〕3号", sheet_sha256="ab" * 32)
    case = with_run(a_case(), a_run("consensus", "voting", NOTICE, imported))
    again, other = (
        says("consensus.evotes_once", case, seat="consensus", source="示例表决〔2023〕4号", sheet_sha256=digest)
        for digest in ("ab" * 32, "cd" * 32)
    )  # fmt: skip
    assert "示例表决〔2023〕3号" in again[0]
    assert other == ()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"unit": "101", "visited_on": "2023-06-20"}, ""),
        ({"unit": "109", "visited_on": "2023-06-20"}, "109"),
        ({"unit": "101", "visited_on": "2023-06-21"}, "2023-06-21"),
    ],
)
def test_a_visit_is_to_a_unit_of_the_roll_and_over(answers: dict[str, str], told: str) -> None:
    said = says("consensus.visit_of_the_roll", voting(), seat="consensus", on=date(2023, 6, 20), **answers)  # fmt: skip
    assert (said == ()) is (told == "")
    assert told in "".join(said)


@pytest.mark.parametrize(
    ("struck", "told"),
    [
        ([{"unit": "101"}], ""),
        ([{"unit": "102"}], "房号102没有"),
        ([{"unit": "101", "owner": "业主甲"}], "房号101业主甲没有"),
        ([{"unit": "101"}, {"unit": "101"}], "写了两次"),
    ],
)
def test_a_recount_strikes_out_what_was_counted(struck: list[dict[str, str]], told: str) -> None:
    case = voting(Ballot("101", "agree", OPENS))
    said = says("consensus.struck_were_counted", case, seat="consensus", struck=struck)
    assert (said == ()) is (told == "")
    assert told in "".join(said)


def test_a_forged_ballot_leaves_the_one_before_it_in_force() -> None:
    first, forged = Ballot("101", "disagree", OPENS), Ballot("101", "agree", CLOSES)
    before = voting(first, forged)
    after = voting(first, replace(forged, struck="签名系伪造"))
    run = before.run("consensus")
    assert run
    assert counted_ballots(before, run) == (forged,)
    assert counted_place(before, run, "101", "") == 1
    assert counted_ballots(after, run) == (first,)
    assert len(after.ballots[1]) == 2


def test_an_invalid_ballot_undoes_no_valid_one() -> None:
    valid, spoilt = Ballot("101", "agree", OPENS), Ballot("101", "invalid", CLOSES)
    case = voting(valid, spoilt)
    run = case.run("consensus")
    assert run
    assert counted_ballots(case, run) == (valid,)
    assert counted_ballots(voting(spoilt), run) == (spoilt,)


GUARDED = {
    "minor": ("consensus.wards_protected", "监护人"),
    "heirs": ("consensus.estates_represented", "遗产管理人"),
    "missing": ("consensus.missing_represented", "财产代管人"),
}


@pytest.mark.parametrize("kind", GUARDED)
@pytest.mark.parametrize(
    ("agent", "row", "holds"),
    [
        ("", {"signed_by": "刘某某"}, False),
        ("刘某某", {}, False),
        ("刘某某", {"signed_by": "王某某"}, False),
        ("刘某某", {"signed_by": "刘某某", "benefit": True}, True),
        ("刘某某", {"signed_by": "刘某某", "vote": "disagree"}, True),
        ("", {"vote": "invalid"}, True),
    ],
    ids=["nobody_named", "unsigned", "another", "his_hand", "against", "invalid"],
)
def test_who_cannot_answer_is_answered_for_by_the_one_the_roll_names(
    kind: str, agent: str, row: dict[str, object], holds: bool
) -> None:
    code, title = GUARDED[kind]
    case = with_household(voting(), "101", owners=(Owner("业主甲", kind=kind, agent=agent),))
    ballots = [{"unit": "101", "vote": "agree", **row}]
    said = says(code, case, seat="consensus", ballots=ballots)
    assert (said == ()) is holds
    assert holds or title in said[0]
    assert says(code, voting(), seat="consensus", ballots=ballots) == ()


@pytest.mark.parametrize(
    ("vote", "benefit", "holds"),
    [("agree", True, True), ("agree", False, False), ("agree", None, False), ("disagree", None, True), ("abstain", None, True)],
)  # fmt: skip
def test_a_guardian_agrees_only_for_the_wards_benefit(
    vote: str, benefit: bool | None, holds: bool
) -> None:
    ward = (Owner("业主甲", kind="minor", agent="刘某某"),)
    row = {"unit": "101", "vote": vote, "signed_by": "刘某某", "benefit": benefit}
    case = with_household(voting(), "101", owners=ward)
    said = says("consensus.wards_protected", case, seat="consensus", ballots=[row])
    assert (said == ()) is holds
    assert holds or "利益" in said[0]


@pytest.mark.parametrize("kind", ["company", "public"])
@pytest.mark.parametrize(
    ("agent", "row", "told"),
    [
        ("", {"signed_by": "刘某某", "sealed": True}, ""),
        ("刘某某", {"signed_by": "刘某某", "sealed": True}, ""),
        ("刘某某", {"signed_by": "王某某", "sealed": True}, "刘某某"),
        ("", {"signed_by": "刘某某"}, "公章"),
        ("", {"sealed": True}, "未写明签名的代表"),
        ("", {"vote": "invalid"}, ""),
    ],
)
def test_a_company_answers_by_its_representative_under_its_seal(
    kind: str, agent: str, row: dict[str, object], told: str
) -> None:
    case = with_household(voting(), "101", owners=(Owner("示例公司", kind=kind, agent=agent),))
    ballots = [{"unit": "101", "vote": "agree", **row}]
    said = says("consensus.companies_authorised", case, seat="consensus", ballots=ballots)
    assert (said == ()) is (told == "")
    assert told in "".join(said)


def test_a_co_owners_own_ballot_needs_no_hand_but_his() -> None:
    couple = (Owner("业主甲"), Owner("业主丁", kind="minor", agent="刘某某"))
    case = with_household(voting(), "101", owners=couple, holding="joint")
    for owner, holds in (("业主甲", True), ("业主丁", False)):
        row = {"unit": "101", "vote": "disagree", "owner": owner}
        said = says("consensus.wards_protected", case, seat="consensus", ballots=[row])
        assert (said == ()) is holds
