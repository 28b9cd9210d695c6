"""拆除: nothing comes down before its time, its papers and its people's leaving."""

from datetime import date

import pytest

from tests.law.a_case import DAY, a_case, a_run, says, took, with_household, with_run


@pytest.mark.parametrize(
    ("state", "holds"),
    [("issued", False), ("effective", True), ("in_use", True), ("lapsed", False)],
)
def test_a_planning_permit_in_force_comes_first(state: str, holds: bool) -> None:
    case = with_run(a_case(), a_run("planning_permit", state))
    assert (says("demolition.planning_permit_live", case) == ()) is holds


def test_a_stayed_permit_is_not_in_force() -> None:
    order = took("stay", order="示例裁定〔2024〕1号")
    stayed = with_run(a_case(), a_run("planning_permit", "effective", order))
    assert says("demolition.planning_permit_live", stayed)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("demolition.contractor_qualified", "qualified"),
        ("demolition.vacated", "vacated"),
        ("demolition.utilities_cut", "utilities_cut"),
    ],
)
def test_a_no_is_refused(code: str, answer: str) -> None:
    assert says(code, **{answer: True}) == ()
    assert len(says(code, **{answer: False})) == 1


@pytest.mark.parametrize(
    ("starts", "holds"), [("2024-03-18", False), ("2024-03-19", True), ("2024-03-20", True)]
)
def test_fifteen_days_lie_between_filing_and_start(starts: str, holds: bool) -> None:
    said = says("demolition.filed_before", starts_on=starts)
    assert (said == ()) is holds
    assert holds or all(figure in said[0] for figure in ("2024-03-04", starts, "15", "2024-03-19"))


@pytest.mark.parametrize(("day", "holds"), [(18, False), (19, True), (20, True)])
def test_works_do_not_begin_before_the_day_filed(day: int, holds: bool) -> None:
    said = says("demolition.not_before_time", on=date(2024, 3, day))
    assert (said == ()) is holds
    assert holds or "2024-03-19" in said[0]


def test_a_house_comes_down_once() -> None:
    assert says("demolition.still_standing") == ()
    gone = with_run(a_case(), a_run("case", "site_ready", took("demolished")))
    assert str(DAY) in says("demolition.still_standing", gone)[0]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mortgaged_to": "示例银行"}, "示例银行"),
        ({"seized_by": "示例法院"}, "示例法院"),
    ],
)
def test_a_creditor_and_a_court_are_asked_first(changes: dict[str, str], told: str) -> None:
    (message,) = says("demolition.creditors_cleared", with_household(a_case(), "102", **changes))
    assert told in message
    assert "102" in message
    agreed = with_household(a_case(), "102", **changes, creditor_consents=True, court_consents=True)
    assert says("demolition.creditors_cleared", agreed) == ()
    assert says("demolition.creditors_cleared") == ()
