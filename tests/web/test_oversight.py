"""督查: who may look, and that each figure is what the story says."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from rebuild.services.in_view import Asked
from rebuild.services.oversight import cases_in_view, oversight
from rebuild.services.oversight_time import percentile
from rebuild.services.rights import Scope
from tests.web.conftest import SERVED, Desk

EVERYWHERE = Scope(everywhere=True)


@pytest.fixture
def desk(desk_at) -> Desk:
    return desk_at(SERVED, "2024-02-26")


@pytest.fixture
def told(desk):
    today = desk.now.date()
    asked = Asked(today.replace(year=2023, month=5, day=1), today)
    return oversight(desk.office, asked, cases_in_view(desk.office, asked, EVERYWHERE), on=today)


def test_decision_took_the_working_days_the_story_says(told):
    # Accepted 2024-01-22, decided 2024-02-05: 01-23 to 02-05 with the make-up Sunday 02-04.
    (decision,) = [
        each for each in told["spent"] if (each["seat"], each["clock"]) == ("planning", "decision")
    ]
    assert (decision["cases"], decision["median"], decision["ninetieth"]) == (1, 11, 11)
    assert (decision["limit"], decision["late"]) == ("20个工作日", 0)


def test_time_that_must_be_served_is_never_late(told):
    (posting,) = [each for each in told["spent"] if each["clock"] == "posting"]
    assert posting["waiting"]
    assert posting["median_share"] > 100
    assert posting["late"] == 0


def test_refusals_are_counted_by_their_rule(told):
    times = {each["code"]: each["times"] for each in told["refusals"]}
    assert times["planning.same_area"] == 1
    assert times["appraisal.two_appraisers"] == 1


def test_refusals_outside_the_period_are_not_counted(desk):
    first = last = desk.now.date().replace(month=2, day=5)
    asked = Asked(first, last)
    told = oversight(desk.office, asked, cases_in_view(desk.office, asked, EVERYWHERE), on=last)
    assert "appraisal.two_appraisers" not in {each["code"] for each in told["refusals"]}
    assert "planning.same_area" in {each["code"] for each in told["refusals"]}


def test_cases_out_of_reach_are_not_even_counted(desk):
    today = desk.now.date()
    asked = Asked(today, today)
    nowhere = Scope(regions=frozenset({"510106"}))
    assert not tuple(cases_in_view(desk.office, asked, nowhere))


@given(st.lists(st.integers(0, 500), min_size=1), st.integers(1, 100))
def test_percentile_is_the_smallest_figure_that_so_many_do_not_exceed(figures, share):
    found = percentile(figures, share)
    assert found in figures
    within = sum(1 for each in figures if each <= found)
    below = sum(1 for each in figures if each < found)
    assert within * 100 >= share * len(figures)
    assert below * 100 < share * len(figures)


@pytest.mark.parametrize("person", ["auditor", "planning_chief", "housing_chief"])
def test_leaders_and_auditors_see_it(desk, person):
    page = desk.signed_in(person).get("/oversight?first=2023-05-01")
    assert page.status_code == 200
    assert "系统拦下最多的原因" in page.text


@pytest.mark.parametrize("person", ["planning_clerk", "owner_committee", "community"])
def test_others_find_no_such_page(desk, person):
    assert desk.signed_in(person).get("/oversight").status_code == 404


def test_workbook_holds_words_as_words(desk):
    browser = desk.signed_in("auditor")
    answer = browser.get("/oversight/excel?first=2023-05-01&last=2024-02-26")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert "时限用时" in book.sheet_names
    rows = book.get_sheet_by_name("拦下的原因").to_python()
    assert rows[0] == ["规则", "次数", "依据"]
    assert len(rows) > 5
