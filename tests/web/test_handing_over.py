"""Cases are handed over one by one or many at once, looked at once more, with the password, and entered."""

import re

import pytest

from rebuild.cases.facts import Actor
from rebuild.services.office_log import of_office
from rebuild.services.project import projection_of
from rebuild.services.verify_ledger import verify
from rebuild.store import staff
from rebuild.store.handlers import Charge, named
from tests.web.conftest import NUMBER, csrf_in

CHARGE = Charge(NUMBER, "planning_chief")


@pytest.fixture
def two(desk):
    """A second chief of the planning bureau beside the first."""
    with desk.office.database.writing() as session:
        first = staff.find(session, "planning_chief").actor
        staff.add(session, Actor("chief-2", "孙示八", first.roles, first.organ))
    return desk


def form(page, **given):
    return {"csrf": csrf_in(page), "of": "planning_chief", "to": "chief-2",
            "reason": "调离", "case": f"{NUMBER} planning_chief", **given}  # fmt: skip


def test_a_case_handed_over_is_the_heir_s_own_and_nobody_else_s(two):
    browser = two.signed_in("planning_chief")
    page = browser.get("/hand-over?of=planning_chief").text
    assert NUMBER in page
    looked_at = browser.post("/hand-over/confirm", data=form(page))
    assert "移交 1 件，请核对" in looked_at.text
    done = browser.post("/hand-over", data=form(page), follow_redirects=False)
    assert done.headers["location"] == "/hand-over?moved=1"
    with two.office.database.reading() as session:
        assert named(session, CHARGE) == "chief-2"
        last = of_office(session)[-1].events[0]
    assert (last.what, last.facts["to"], last.facts["reason"]) == ("handed_over", "chief-2", "调离")
    assert NUMBER not in browser.get("/mine").text
    assert "孙示八" in browser.get("/").text


def test_handing_over_again_changes_nothing_and_enters_nothing(two):
    browser = two.signed_in("planning_chief")
    page = browser.get("/hand-over?of=planning_chief").text
    browser.post("/hand-over", data=form(page))
    with two.office.database.reading() as session:
        entries = len(of_office(session))
    again = browser.post("/hand-over", data=form(page), follow_redirects=False)
    assert again.headers["location"] == "/hand-over?moved=0"
    with two.office.database.reading() as session:
        assert len(of_office(session)) == entries


def test_the_whole_office_still_fits_its_ledger(two):
    browser = two.signed_in("planning_chief")
    browser.post("/hand-over", data=form(browser.get("/hand-over?of=planning_chief").text))

    def expected(case):
        with two.office.database.reading() as session:
            plan = two.office.plan_of(session, case)
        return projection_of(plan, two.office.calendar, case)

    assert verify(two.office.database, deep=True, expected=expected)["problems"] == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"case": []}, "没有选择要移交的办件"),
        ({"to": ""}, "没有选择接手人"),
        ({"to": "planning_chief"}, "同一人"),
        ({"reason": " "}, "没有写明移交原因"),
        ({"to": "window"}, "所需的身份"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_handed_over(two, given, told):
    browser = two.signed_in("planning_chief")
    page = browser.get("/hand-over?of=planning_chief").text
    answer = browser.post("/hand-over", data=form(page, **given))
    assert answer.status_code == 400
    assert told in answer.text
    with two.office.database.reading() as session:
        assert named(session, CHARGE) == ""


@pytest.mark.parametrize("person", ["window", "planning_clerk", "community", "auditor"])
def test_whoever_is_no_chief_finds_no_such_page(two, person):
    browser = two.signed_in(person)
    assert browser.get("/hand-over").status_code == 404
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/").text)[1]
    assert browser.post("/hand-over", data=form(f'name="csrf" value="{token}"')).status_code == 404
