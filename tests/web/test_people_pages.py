"""The pages about people: an administrator lets others in, and nobody else so much as finds the page."""

import pytest

from tests.web.conftest import csrf_in

PAGES = ("/admin/people", "/admin/people/new", "/admin/people/planning_clerk")


def post(browser, page, address, **fields):
    """Send a form as the page that has it would."""
    token = csrf_in(browser.get(page).text)
    return browser.post(address, data={"csrf": token, **fields}, follow_redirects=False)


@pytest.mark.parametrize("person", ["housing_chief", "auditor", "owner_committee", "window"])
def test_nobody_but_an_administrator_finds_the_pages(desk, person):
    browser = desk.signed_in(person)
    assert {browser.get(page).status_code for page in PAGES} == {404}
    answer = post(browser, "/account", "/admin/people/planning_clerk/disable")
    assert answer.status_code == 404


def test_an_administrator_finds_them_and_no_case(desk):
    browser = desk.signed_in("admin")
    assert {browser.get(page).status_code for page in PAGES} == {200}
    assert browser.get(f"/cases/{desk.number}").status_code == 404


def test_somebody_new_signs_in_with_the_password_that_was_shown_once(desk):
    browser = desk.signed_in("admin")
    answer = post(
        browser, "/admin/people/new", "/admin/people/new",
        user="li", name="李某", role="planning_clerk", organ="planning_bureau", regions="510105",
    )  # fmt: skip
    assert answer.status_code == 200
    password = answer.text.partition("<code>")[2].partition("</code>")[0]
    assert password not in browser.get("/admin/people/li").text
    entered = desk.nobody().post(
        "/sign-in", data={"name": "li", "password": password}, follow_redirects=False
    )
    assert entered.headers["location"] == "/account/password"


def test_what_was_typed_is_kept_where_somebody_new_is_refused(desk):
    browser = desk.signed_in("admin")
    answer = post(
        browser, "/admin/people/new", "/admin/people/new", user="Li Si", name="李某", role="window"
    )
    assert answer.status_code == 422
    assert 'value="李某"' in answer.text
    assert "不能用作工号" in answer.text


def test_an_administrator_who_would_also_decide_is_refused(desk):
    browser = desk.signed_in("admin")
    answer = post(
        browser, "/admin/people/new", "/admin/people/new",
        user="both", name="某", role=["administrator", "planning_chief"],
    )  # fmt: skip
    assert answer.status_code == 422
    assert "系统管理员不能同时办理案件" in answer.text


def test_the_last_administrator_stays(desk):
    browser = desk.signed_in("admin")
    answer = post(browser, "/admin/people/admin", "/admin/people/admin/disable")
    assert answer.status_code == 422
    assert "最后一个系统管理员" in answer.text
    assert browser.get("/admin/people").status_code == 200


def test_whoever_is_let_into_a_case_sees_it_and_let_out_sees_it_no_more(desk):
    admin, surveyor = desk.signed_in("admin"), desk.signed_in("surveyor")
    page = "/admin/people/surveyor"
    assert surveyor.get(f"/cases/{desk.number}").status_code == 200
    assert post(admin, page, f"{page}/cases/{desk.number}/end").status_code == 303
    assert surveyor.get(f"/cases/{desk.number}").status_code == 404
    assert post(admin, page, f"{page}/cases", number=desk.number).status_code == 303
    assert surveyor.get(f"/cases/{desk.number}").status_code == 200


def test_other_districts_take_a_case_out_of_sight(desk):
    admin, clerk = desk.signed_in("admin"), desk.signed_in("planning_clerk")
    page = "/admin/people/planning_clerk"
    post(admin, page, f"{page}/cases/{desk.number}/end")
    assert clerk.get(f"/cases/{desk.number}").status_code == 200
    changed = post(
        admin, page, page,
        name="甲", role="planning_clerk", organ="planning_bureau", regions="510104",
    )  # fmt: skip
    assert changed.status_code == 303
    assert clerk.get(f"/cases/{desk.number}").status_code == 404


def test_after_ten_minutes_the_password_is_asked_for_and_nothing_typed_is_lost(desk):
    from datetime import timedelta

    from rebuild.services.sample_people import SAMPLE_PASSWORD

    browser = desk.signed_in("admin")
    fields = {"user": "li", "name": "李某", "role": "window"}
    token = csrf_in(browser.get("/admin/people/new").text)
    desk.now += timedelta(minutes=10)
    asked = browser.post("/admin/people/new", data={"csrf": token, **fields})
    assert asked.status_code == 401
    assert 'name="name" value="李某"' in asked.text
    wrong = browser.post("/admin/people/new", data={"csrf": token, **fields, "again": "x"})
    assert wrong.status_code == 401
    assert "密码不正确" in wrong.text
    done = browser.post(
        "/admin/people/new", data={"csrf": token, **fields, "again": SAMPLE_PASSWORD}
    )
    assert done.status_code == 200
    assert "只显示这一次" in done.text


def test_a_deputy_is_appointed_within_one_organ_only(desk):
    clerk = desk.signed_in("planning_chief")
    today = desk.now.date().isoformat()
    refused = post(clerk, "/account", "/account/deputies", deputy="housing_chief", first=today,
                   last=today)  # fmt: skip
    assert refused.status_code == 422
    assert "不在同一机关" in refused.text
    made = post(clerk, "/account", "/account/deputies", deputy="planning_clerk", first=today,
                last=today)  # fmt: skip
    assert made.status_code == 303
    assert "planning_clerk" in clerk.get("/account").text or "生效中" in clerk.get("/account").text


@pytest.mark.parametrize("secret", ["", "AAAA", "1" * 32, "²", "码" * 20])
def test_secret_of_a_second_factor_that_is_none_begins_anew(desk, secret):
    answer = post(
        desk.signed_in("window"), "/account", "/account/code", secret=secret, code="000000"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/code")
