"""管理: only administrators enter, and what they are shown is what the office has."""

import pytest

from rebuild.services import staffing
from rebuild.services.rights import ADMINISTRATOR
from rebuild.services.staffing import Hand, NewPerson
from rebuild.store import accounts, staff
from tests.web.conftest import Desk, csrf_in, some_bytes

PASSWORD = "yi-zhi-chong-jian"
PAGES = ("", "/organs", "/calendar", "/workflows", "/health", "/ledger", "/log", "/tokens")
YEAR = """year: 2027
notice: {title: 示例通知, number: 示例〔2026〕1号, issued_on: 2026-10-25}
holidays:
  - {name: 元旦, first: 2027-01-01, last: 2027-01-03}
make_up: []
"""


@pytest.fixture
def root(desk):
    from dataclasses import replace

    new = NewPerson("root", "管理员", frozenset({ADMINISTRATOR}))
    staffing.add_person(desk.office, new, Hand(desk.now), some_bytes, password=PASSWORD)
    with desk.office.database.writing() as session:
        accounts.put(session, replace(accounts.get(session, "root"), must_change=False))
    browser = desk.nobody()
    browser.post("/sign-in", data={"name": "root", "password": PASSWORD})
    return browser


@pytest.mark.parametrize("page", PAGES)
def test_administrator_opens_every_page(root, page):
    assert root.get(f"/admin{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_finds_one(desk: Desk, page):
    assert desk.signed_in("planning_chief").get(f"/admin{page}").status_code == 404


def test_calendar_is_shown_before_it_counts(root, desk):
    token = csrf_in(root.get("/admin/calendar").text)
    page = root.post("/admin/calendar", data={"csrf": token, "year": "2027", "text": YEAR})
    assert page.status_code == 200
    assert "没有期限会变" in page.text
    assert 2027 not in {data.year for data in desk.office.calendar.years}


def test_corrected_notice_names_the_days_it_moves(root, desk):
    # The decision due on 2024-02-22 loses the make-up Sunday 02-04 and moves by a working day.
    from rebuild.resources import calendars

    text = (calendars() / "2024.yaml").read_text("utf-8").replace("  - 2024-02-04\n", "")
    token = csrf_in(root.get("/admin/calendar").text)
    page = root.post("/admin/calendar", data={"csrf": token, "year": "2024", "text": text})
    assert "2024-02-22" in page.text
    assert "<b>2024-02-23</b>" in page.text


def test_broken_calendar_is_told_by_line(root):
    token = csrf_in(root.get("/admin/calendar").text)
    page = root.post("/admin/calendar", data={"csrf": token, "year": "2027", "text": "year: x"})
    assert page.status_code == 200
    assert "2027.yaml:1" in page.text


def test_ledger_is_verified_from_the_page(root):
    token = csrf_in(root.get("/admin/ledger").text)
    root.post("/admin/ledger", data={"csrf": token})
    for _ in range(100):
        page = root.get("/admin/ledger").text
        if "台账完好" in page:
            break
    assert "台账完好" in page


def test_token_is_shown_once_and_can_be_taken_back(root):
    token = csrf_in(root.get("/admin/tokens").text)
    asked = {
        "csrf": token,
        "client": "市级平台",
        "person": "planning_clerk",
        "scopes": ["see_case"],
        "ends_on": "2024-03-01",
    }
    page = root.post("/admin/tokens", data=asked)
    assert page.text.count("rbd_") == 1
    assert "rbd_" not in root.get("/admin/tokens").text
    assert "市级平台" in root.get("/admin/tokens").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("client", "", "客户端名称"),
        ("scopes", ["administer"], "权限范围"),
        ("ends_on", "2024-02-04", "截止日期"),
        ("ends_on", "x", "截止日期"),
        ("person", "nobody", "没有使用接口的权限"),
    ],
)
def test_token_that_can_not_be_is_sent_back_with_what_was_typed(root, field, value, words):
    token = csrf_in(root.get("/admin/tokens").text)
    asked = {
        "csrf": token,
        "client": "市级平台",
        "person": "planning_clerk",
        "scopes": ["see_case"],
        "ends_on": "2024-03-01",
    } | {field: value}
    page = root.post("/admin/tokens", data=asked)
    assert page.status_code == 422
    assert words in page.text
    assert "rbd_" not in page.text


def test_what_happened_in_the_office_is_in_its_log(root, desk):
    with desk.office.database.reading() as session:
        assert staff.find(session, "root")
    page = root.get("/admin/log").text
    assert "新增人员" in page
    assert "登录" in page
