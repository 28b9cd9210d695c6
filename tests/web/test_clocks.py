"""How a last day was counted: the day itself, every day on the way, and a stop that is only tried."""

import re
from datetime import datetime

import pytest

from rebuild.services.days_spent import days_spent
from rebuild.services.if_today import all_if_today
from rebuild.services.look_up import look_up
from tests.web.conftest import BEIJING, NUMBER

CLOCKS = f"/cases/{NUMBER}/clocks"
DECISION = f"{CLOCKS}/planning/decision"


@pytest.fixture
def browser(desk):
    return desk.signed_in("planning_chief")


def test_last_day_is_told_large_with_its_weekday(browser):
    assert '<p class="the-day">2024-02-22 周四</p>' in browser.get(DECISION).text


def test_every_counted_day_has_its_ordinal_up_to_the_limit(browser):
    strip = browser.get(DECISION).text.partition('class="day-strip"')[2].partition("</table>")[0]
    bands = re.findall(r'<span class="band">(\d+)</span>', strip)
    assert bands == [str(n) for n in range(1, 21)]


def test_days_used_are_those_up_to_today(browser):
    page = browser.get(DECISION).text
    assert "已用 11 日" in page
    assert "还剩 9 日" in page


def test_stop_that_is_tried_moves_the_day_and_writes_nothing(browser):
    before = browser.get(f"/cases/{NUMBER}").text.count("2024-02-22")
    tried = browser.get(f"{DECISION}?from=2024-02-06&to=2024-02-19").text
    assert "<b>2024-03-01 周五</b>" in tried
    assert browser.get(f"/cases/{NUMBER}").text.count("2024-02-22") == before


@pytest.mark.parametrize(
    "asked", ["from=2024-02-30&to=2024-03-01", "from=x&to=", "from=2024-03-01&to=2024-02-01"]
)
def test_stop_that_is_none_is_told_and_breaks_nothing(browser, asked):
    answer = browser.get(f"{DECISION}?{asked}")
    assert answer.status_code == 200
    assert 'id="try-error"' in answer.text


def test_clock_that_never_ran_is_no_page(browser):
    assert browser.get(f"{CLOCKS}/planning/nothing").status_code == 404


def test_list_has_every_clock_and_calls_none_late_that_only_ran_out(browser):
    page = browser.get(CLOCKS).text
    assert "审查决定期限" in page
    assert "超期" not in page


def test_right_that_only_runs_out_is_offered_no_stop_to_try(browser):
    page = browser.get(f"{CLOCKS}/consensus/challenge").text
    assert '<p class="the-day">2024-07-11 周四</p>' in page
    assert 'id="what-if"' not in page


@pytest.mark.parametrize(
    ("day", "verdict", "used", "served"),
    [
        (5, "期限内", 11, "2024-02-23 周五"),
        (22, "期限内", 20, "2024-03-07 周四"),
        (23, "已超 1 个工作日", 21, "2024-03-08 周五"),
    ],
    ids=["before the last day", "on it", "after it"],
)
@pytest.mark.parametrize("page", [CLOCKS, DECISION], ids=["tab", "clock"])
def test_decision_of_today_is_in_time_up_to_the_last_day_and_says_when_to_serve(
    desk, page, day, verdict, used, served
):
    desk.now = datetime(2024, 2, day, 10, tzinfo=BEIJING)
    told = desk.signed_in("planning_chief").get(page).text.partition("<h3>今天作出决定</h3>")[2]
    assert f"<span>{verdict}</span>" in told.partition("</p>")[0]
    assert f"审查决定期限 20 个工作日，用了 {used} 个" in told
    assert f"接着是颁发送达期限（10个工作日），最迟 <b>{served}</b>" in told


def test_only_what_a_step_of_people_ends_is_tried_for_today(desk):
    found = look_up(desk.office, NUMBER)
    rows = all_if_today(found.plan, desk.office.calendar, found.case, on=desk.now.date())
    assert [(row["clock"], row["step"]) for row in rows] == [("decision", "今天作出决定")]


def test_days_of_all_sides_and_of_all_stages_are_the_days_since_the_case_was_opened(desk):
    found = look_up(desk.office, NUMBER)
    spent = days_spent(found.plan, desk.office.calendar, found.case, on=desk.now.date())
    assert sum(each["days"] for each in spent["sides"]) == spent["total"] == 193
    assert sum(each["total"] for each in spent["stages"]) == spent["total"]
    for side in spent["sides"]:
        of_stages = sum(each["sides"][side["side"]] for each in spent["stages"])
        assert of_stages == side["days"]
    page = desk.signed_in("planning_chief").get(CLOCKS).text
    for side in spent["sides"]:
        assert f"{side['label']} <b>{side['days']} 日</b>" in page


def test_right_that_has_run_out_is_full_and_not_over(desk):
    desk.now = datetime(2024, 8, 1, 10, tzinfo=BEIJING)
    row = desk.signed_in("planning_chief").get(CLOCKS).text.partition("请求撤销决定的期限")[2]
    row = row.partition("</tr>")[0]
    assert "已届满" in row
    assert "第 366 / 366 日" in row
    assert 'class="over"' not in row
