"""The tabs of a case beside 办理: each opens, tells what it is for, and keeps to what its reader may know."""

import re

import pytest

from rebuild.services.look_up import look_up
from tests.web.conftest import NUMBER, SERVED, csrf_in

CASE = f"/cases/{NUMBER}"
TABS = ("facts", "owners", "materials", "course", "flow", "clocks", "papers", "ledger")
OWNER = "刘示甲"


@pytest.mark.parametrize("tab", TABS)
def test_tab_opens_without_style_or_script_of_its_own(desk, tab):
    answer = desk.signed_in("planning_clerk").get(f"{CASE}/{tab}")
    assert answer.status_code == 200
    assert 'aria-current="page"' in answer.text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", answer.text)


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_names_an_owner_in_full(desk, tab):
    assert OWNER not in desk.signed_in("planning_clerk").get(f"{CASE}/{tab}").text


def test_ledger_is_no_page_for_an_owner(desk):
    assert desk.signed_in("owner").get(f"{CASE}/ledger").status_code == 404


def test_flow_shows_where_the_case_stands_drawn_and_as_text(desk):
    browser = desk.signed_in("planning_clerk")
    assert "第 11 / 20 日" in browser.get(f"{CASE}/flow").text
    text = browser.get(f"{CASE}/flow?text=1").text
    assert 'aria-current="step"' in text
    assert "<svg xmlns" not in text


def test_flow_can_be_kept_as_a_file(desk):
    answer = desk.signed_in("planning_clerk").get(f"{CASE}/flow.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "<a " not in answer.text


def test_states_in_the_drawing_lead_to_what_happened_and_the_present_one_to_what_can_be_done(desk):
    browser = desk.signed_in("planning_chief")
    drawn, text = (browser.get(f"{CASE}/flow{how}").text for how in ("", "?text=1"))
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', drawn)
    assert (f"{CASE}/act/planning/grant", "审查中，现在在这里，去办理：准予许可") in links
    entries = [to for to, _ in links if "#entry-" in to]
    assert len(entries) > 15
    course = browser.get(f"{CASE}/course").text
    for to in entries:
        assert to in text
        assert f'id="{to.split("#")[1]}"' in course
    (received,) = (to for to, says in links if says.startswith("已收件，2024-01-22"))
    assert re.search(rf'id="{received.split("#")[1]}".*?已收件', course, re.S)


def test_whoever_cannot_act_is_led_to_what_the_case_lacks(desk):
    drawn = desk.signed_in("owner").get(f"{CASE}/flow").text
    assert f'<a href="{CASE}" aria-label="审查中，现在在这里，看可以办什么"' in drawn
    assert f"{CASE}/act/planning/grant" not in drawn


def test_course_has_an_anchor_for_every_stage_that_was_reached(desk):
    page = desk.signed_in("planning_clerk").get(f"{CASE}/course").text
    for stage in ("report", "appraisal", "consensus", "planning"):
        assert f'id="{stage}"' in page


def test_course_can_be_narrowed_to_what_was_refused(desk):
    page = desk.signed_in("planning_clerk").get(f"{CASE}/course?kind=refused").text
    entries = page.count('id="entry-')
    assert entries == page.count("refused-entry")
    assert entries > 0


def test_chain_of_a_case_is_found_whole_and_nothing_is_written(desk):
    browser = desk.signed_in("planning_clerk")
    before = look_up(desk.office, NUMBER).stored.seq
    token = csrf_in(browser.get(f"{CASE}/ledger").text)
    page = browser.post(f"{CASE}/ledger", data={"csrf": token}).text
    assert "都与写入时一致" in page
    assert look_up(desk.office, NUMBER).stored.seq == before


def test_paper_not_printed_yet_says_so_and_comes_again(desk):
    document = look_up(desk.office, NUMBER).case.documents[-1].id
    answer = desk.signed_in("planning_clerk").get(f"/documents/{document}.pdf")
    assert answer.status_code == 202
    assert answer.headers["refresh"] == "3"


def test_paper_of_one_household_is_none_of_another_owners_business(desk):
    case = look_up(desk.office, NUMBER).case
    document = next(each for each in case.documents if each.unit).id
    assert desk.signed_in("owner").get(f"/documents/{document}.pdf").status_code == 404
    assert desk.signed_in("planning_clerk").get(f"/documents/{document}.pdf").status_code == 202


def test_unknown_paper_is_no_page(desk):
    assert desk.signed_in("planning_clerk").get("/documents/none.pdf").status_code == 404


def test_permit_is_listed_with_its_number_and_its_standing(desk_at):
    served = desk_at(SERVED, "2024-02-26")
    page = served.signed_in("planning_clerk").get(f"{CASE}/papers?kind=planning_permit").text
    assert "建字第" in page
    assert "有效" in page
