"""立案: the form of a new case is the definition's, and one sending of it opens one case."""

from rebuild.services.list_cases import list_cases
from tests.web.conftest import Desk
from tests.web.forms_sent import send
from tests.web.kept_in import on_both

HOUSE = {
    "a.building": "示例街9号院1栋",
    "a.address": "四川省成都市青羊区示例街9号院1栋",
    "a.structure": "砖混结构",
    "a.storeys": "３",
    "a.gross_area": "600.50",
    "a.land_area": "210",
    "a.households": "18",
}


def numbers(desk: Desk) -> list[str]:
    return [row["number"] for row in list_cases(desk.office.database, on=desk.now.date())["cases"]]


def test_a_grid_worker_opens_a_case_and_is_shown_it(desk: Desk) -> None:
    browser = desk.signed_in("grid_worker")
    done = send(browser, browser.get("/cases/new").text, "act", **HOUSE)
    assert done.status_code == 303
    page = browser.get(done.headers["location"]).text
    assert "示例街9号院1栋" in page
    assert "已办理：登记险情。" in page


@on_both
def test_two_clicks_open_one_case(desk: Desk) -> None:
    browser = desk.signed_in("grid_worker")
    page = browser.get("/cases/new").text
    before = numbers(desk)
    first, second = (send(browser, page, "act", **HOUSE) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(numbers(desk)) == len(before) + 1


def test_a_slip_opens_no_case_and_loses_nothing(desk: Desk) -> None:
    browser = desk.signed_in("grid_worker")
    before = numbers(desk)
    answer = send(
        browser,
        browser.get("/cases/new").text,
        "act",
        **{**HOUSE, "a.gross_area": "0", "on": "明天"},
    )
    assert answer.status_code == 422
    assert "有 2 处要改" in answer.text
    assert 'value="示例街9号院1栋"' in answer.text
    assert numbers(desk) == before


def test_a_day_to_come_is_refused_by_the_rules(desk: Desk) -> None:
    browser = desk.signed_in("grid_worker")
    answer = send(browser, browser.get("/cases/new").text, "act", **HOUSE, on="2024-02-06")
    assert answer.status_code == 422
    assert "没有立案：差 1 处" in answer.text
    assert "2024-02-06晚于登记之日2024-02-05" in answer.text


def test_whoever_may_open_no_case_finds_no_form(desk: Desk) -> None:
    assert desk.signed_in("planning_chief").get("/cases/new").status_code == 404
