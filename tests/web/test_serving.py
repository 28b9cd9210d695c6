"""Papers not yet served stand in one list; seventeen households are served in one form, once."""

import re
from datetime import date

import pytest

from rebuild.services.act import Asked, act
from rebuild.services.look_up import look_up
from rebuild.services.persons import the_person
from tests.web.conftest import NUMBER, csrf_in

NOTICES = ("case", "issue_danger_notices")
GRANTED = ("planning", "grant")


def fields(page):
    """Every field of the form that serves, as the page gave it."""
    given = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            given[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', options)
        given[name] = chosen[1] if chosen else ""
    return given


@pytest.fixture
def notices(desk_at):
    return desk_at(NOTICES, "2023-05-18")


def served_units(desk):
    case = look_up(desk.office, NUMBER).case
    return [each.unit for each in case.services if each.kind == "danger_notice"]


def test_seventeen_households_are_served_in_one_form(notices):
    browser = notices.signed_in("housing_clerk")
    listed = browser.get("/service").text
    assert "17 户一次登记" in listed
    page = browser.get(f"/service/{NUMBER}").text
    answer = browser.post(f"/service/{NUMBER}", data=fields(page), follow_redirects=False)
    assert answer.headers["location"] == "/service?served=17"
    assert len(served_units(notices)) == 17
    assert "已全部送达" in browser.get("/service").text


def test_names_are_masked_in_the_form_and_whole_in_the_record(notices):
    browser = notices.signed_in("housing_clerk")
    page = browser.get(f"/service/{NUMBER}").text
    assert "刘示甲" not in page
    assert "刘某某" in page
    browser.post(f"/service/{NUMBER}", data=fields(page))
    case = look_up(notices.office, NUMBER).case
    assert "刘示甲" in {each.addressee for each in case.services}


def test_sending_the_form_twice_serves_once(notices):
    browser = notices.signed_in("housing_clerk")
    form = fields(browser.get(f"/service/{NUMBER}").text)
    for _ in range(2):
        browser.post(f"/service/{NUMBER}", data=form)
    assert len(served_units(notices)) == 17


def test_households_not_ticked_wait(notices):
    browser = notices.signed_in("housing_clerk")
    form = fields(browser.get(f"/service/{NUMBER}").text)
    del form["in-0"], form["in-5"]
    browser.post(f"/service/{NUMBER}", data=form)
    assert len(served_units(notices)) == 15
    assert "2 户一次登记" in browser.get("/service").text


def test_a_refused_form_keeps_what_was_typed_and_names_the_household(notices):
    browser = notices.signed_in("housing_clerk")
    form = fields(browser.get(f"/service/{NUMBER}").text)
    form |= {"method-2": "family", "receiver-2": "王某的女儿"}
    answer = browser.post(f"/service/{NUMBER}", data=form)
    assert answer.status_code == 422
    assert "103：" in answer.text
    assert 'value="王某的女儿"' in answer.text
    assert served_units(notices) == []


def test_a_form_that_somebody_overtook_is_not_saved_and_tells_who(notices):
    browser = notices.signed_in("housing_clerk")
    form = fields(browser.get(f"/service/{NUMBER}").text)
    other = notices.signed_in("community")
    first = fields(other.get(f"/service/{NUMBER}").text)
    other.post(f"/service/{NUMBER}", data={k: v for k, v in first.items() if k != "in-16"})
    answer = browser.post(f"/service/{NUMBER}", data=form)
    assert answer.status_code == 409
    assert "已有变动" in answer.text
    assert len(served_units(notices)) == 16


def test_a_decision_not_yet_served_is_linked_to_its_own_form(desk_at):
    desk = desk_at(GRANTED, "2024-02-05")
    page = desk.signed_in("window").get("/service").text
    assert f"/cases/{NUMBER}/act/planning/serve" in page
    assert "建设工程规划许可证" in page


def test_with_nothing_to_serve_the_page_says_so(desk):
    assert "没有等待送达的文书" in desk.signed_in("window").get("/service").text
    assert desk.signed_in("housing_clerk").get(f"/service/{NUMBER}").status_code == 404


@pytest.mark.parametrize("person", ["auditor", "admin"])
def test_whoever_may_not_act_gets_no_form(notices, person):
    assert notices.signed_in(person).get(f"/service/{NUMBER}").status_code == 404


def test_a_form_without_its_token_is_refused(notices):
    browser = notices.signed_in("housing_clerk")
    page = browser.get(f"/service/{NUMBER}").text
    assert csrf_in(page)
    form = fields(page) | {"csrf": "wrong"}
    assert browser.post(f"/service/{NUMBER}", data=form).status_code == 403
    assert served_units(notices) == []


def test_decision_that_ended_a_case_waits_to_be_served_by_its_own_name(notices):
    day = date(2023, 5, 18)
    chief = the_person(notices.office, "housing_chief", day)
    why = {"facts_found": "已决定征收", "evidence": "征收决定", "reasons": "条例", "heard": True}
    answers = {"ground": "房屋已依法决定征收", **why}
    asked = Asked(
        NUMBER, "case", "terminate", answers, chief.actor, day, notices.now, person=chief
    )  # fmt: skip
    assert act(notices.office, asked).allowed
    listed = notices.signed_in("housing_clerk").get("/service").text
    row = re.search(r"<tr>(?:(?!</tr>).)*终止办理决定书.*?</tr>", listed, re.S)
    assert row
    assert "1 份" in row[0]
