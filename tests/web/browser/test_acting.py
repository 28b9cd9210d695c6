"""办理 in a real browser: done once for two clicks, done without scripts, kept when somebody else was quicker."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rebuild.services.history import history
from rebuild.services.look_up import look_up
from tests.web.conftest import NUMBER

pytestmark = pytest.mark.slow
HERE = f"/cases/{NUMBER}"
EXTEND = f"{HERE}/act/planning/extend_review"


def taken(served, action: str) -> int:
    run = look_up(served.desk.office, NUMBER).case.run("planning")
    return sum(each.action == action for each in run.taken) if run else 0


def refused(served) -> int:
    return sum(entry["refused"] for entry in history(served.desk.office, NUMBER))


def no_barrier(page: Page) -> bool:
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    return True


def test_a_double_click_does_it_once(served_at) -> None:
    served = served_at()
    page = served.signed_in("planning_chief")
    page.goto(EXTEND)
    page.fill("#a-reason", "地基复核")
    before = refused(served)
    page.dblclick(".foot .button >> nth=0")
    page.wait_for_url("**/cases/*?done=*")
    assert taken(served, "extend_review") == 1
    assert refused(served) == before
    assert "已办理：延长审查期限。" in page.inner_text("main")


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_a_decision_is_previewed_confirmed_and_taken(served_at, scripts: bool) -> None:
    served = served_at()
    page = served.signed_in("planning_chief", scripts=scripts)
    page.goto(HERE)
    page.fill("#a-floor_area", "６００")
    page.click("text=按上面所填重新试算")
    page.wait_for_selector("#preview >> text=按现在所填还办不成")
    assert page.input_value("#a-floor_area") == "６００"
    page.fill("#a-floor_area", "579.22")
    page.click(".foot .button >> nth=0")
    page.wait_for_selector("text=请确认：准予许可")
    assert not scripts or no_barrier(page)
    assert taken(served, "grant") == 0
    page.click("text=确认准予许可")
    page.wait_for_url("**/cases/*?done=*")
    assert taken(served, "grant") == 1
    assert "准予行政许可决定书" in page.inner_text("main")


def test_enter_in_a_field_asks_before_a_decision_and_does_not_take_it(served_at) -> None:
    served = served_at()
    page = served.signed_in("planning_chief")
    page.goto(HERE)
    page.fill("#a-floor_area", "579.22")
    page.press("#a-floor_area", "Enter")
    page.wait_for_selector("text=请确认：准予许可")
    assert taken(served, "grant") == 0


def test_a_stale_page_says_who_was_quicker_and_carries_over_what_was_typed(served_at) -> None:
    served = served_at()
    chief, clerk = served.signed_in("planning_chief"), served.signed_in("planning_clerk")
    chief.goto(HERE)
    chief.fill("#a-floor_area", "579.22")
    clerk.goto(f"{HERE}/act/planning/inspect")
    clerk.fill("#a-inspectors-0-name", "赵示四")
    clerk.click("text=再加一行")
    clerk.fill("#a-inspectors-1-name", "核查员庚")
    clerk.fill("#a-note", "现场一致")
    clerk.click(".foot .button >> nth=0")
    clerk.wait_for_url("**/cases/*?done=*")
    chief.click(".foot .button >> nth=0")
    chief.wait_for_selector("text=这页已经过时，没有保存")
    assert "赵示四 办了“现场核查”" in chief.inner_text("main")
    assert no_barrier(chief)
    chief.click("text=看最新情况，带上我写的")
    chief.wait_for_selector("#act")
    assert chief.input_value("#a-floor_area") == "579.22"


def test_leaving_a_form_typed_in_asks_first_and_handing_it_in_does_not(served_at) -> None:
    served = served_at()
    page = served.signed_in("planning_chief")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(EXTEND)
    page.type("#a-reason", "地基")
    page.goto(HERE)
    assert asked == ["beforeunload"]
    page.goto(EXTEND)
    page.type("#a-reason", "地基复核")
    page.click(".foot .button >> nth=0")
    page.wait_for_url("**/cases/*?done=*")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_the_page_has_no_barrier_and_does_not_scroll_sideways(
    served_at, width: int, height: int
) -> None:
    served = served_at()
    for person, path in (
        ("planning_chief", HERE),
        ("planning_clerk", f"{HERE}/act/planning/start_excluded"),
        ("community", f"{HERE}/act/case/change_household"),
        ("grid_worker", "/cases/new"),
    ):
        page = served.signed_in(person, width=width, height=height)
        page.goto(path)
        assert no_barrier(page)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), path
