"""The ballots of a house without the mouse, and without scripts."""

import pytest

from rebuild.services.look_up import look_up
from tests.web.conftest import NUMBER

pytestmark = pytest.mark.slow

VOTING = ("consensus", "open_voting")
OWNERS = f"/cases/{NUMBER}/owners"


def ballots(desk) -> list[tuple[str, str]]:
    return [(each.unit, each.vote) for each in look_up(desk.office, NUMBER).case.ballots.get(1, ())]


def test_whole_house_is_entered_from_the_keyboard_with_the_count_beside_it(served_at):
    served = served_at(VOTING, "2023-06-20")
    page = served.signed_in("community")
    page.goto(OWNERS)
    for key in "1" * 15 + "24":
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    page.wait_for_selector("#tally :text('含 17 张未保存的票')")
    assert "15 / 16 人" in page.inner_text("#tally")
    page.click("text=保存已录的票")
    page.wait_for_url("**/owners?done=17")
    assert [vote for _, vote in ballots(served.desk)] == ["agree"] * 15 + ["disagree", "invalid"]


def test_sheet_works_with_scripts_turned_off(served_at):
    served = served_at(VOTING, "2023-06-20")
    page = served.signed_in("community", scripts=False)
    page.goto(OWNERS)
    page.check("#v-0-0-1", force=True)
    page.fill("#d-0-0", "06-18")
    page.click("text=保存已录的票")
    assert "/owners?done=1" in page.url
    assert ballots(served.desk) == [("101", "agree")]
