"""The sheet of a whole house: what is typed is counted on trial, entered once, and never lost."""

import pytest

from rebuild.services.look_up import look_up
from rebuild.services.uploads import uploads_told
from tests.web.conftest import NUMBER, Desk, csrf_in
from tests.web.test_uploads import jpeg

VOTING = ("consensus", "open_voting")
OWNERS = f"/cases/{NUMBER}/owners"


@pytest.fixture
def voting(desk_at) -> Desk:
    """The first day of the vote, 2023-06-17, seventeen households, no ballot yet."""
    return desk_at(VOTING, "2023-06-20")


def sheet(browser, **lines: str) -> dict[str, str]:
    """The form as a browser sends it, with some lines filled in: v_3 is the vote of the fourth line."""
    page = browser.get(OWNERS).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    typed = {f"{name[0]}.{name[2:]}.0": value for name, value in lines.items()}
    return {"csrf": csrf_in(page), "key": "one", "seen": seen, **typed}


def ballots(desk: Desk) -> int:
    return len(look_up(desk.office, NUMBER).case.ballots.get(1, ()))


def test_sheet_has_a_line_for_every_household_with_its_name_masked(voting):
    page = voting.signed_in("community").get(OWNERS).text
    assert page.count("data-line=") == 17
    assert "刘示甲" not in page
    assert "刘某某" in page


def test_count_on_trial_writes_nothing(voting):
    browser = voting.signed_in("community")
    answer = browser.post(f"{OWNERS}/tally", data=sheet(browser, v_0="agree", v_1="disagree"))
    assert "2 / 17 人" in answer.text
    assert "含 2 张未保存的票" in answer.text
    assert ballots(voting) == 0


def test_saving_enters_only_lines_that_say_something_new(voting):
    browser = voting.signed_in("community")
    first = sheet(browser, v_0="agree", d_0="06-18", v_1="abstain")
    assert browser.post(f"{OWNERS}/ballots", data=first, follow_redirects=False).status_code == 303
    assert ballots(voting) == 2
    second = sheet(browser, v_0="agree", d_0="06-18", v_1="abstain", d_1="06-20", v_2="agree")
    browser.post(f"{OWNERS}/ballots", data={**second, "key": "two"})
    assert ballots(voting) == 3


def test_same_sheet_sent_twice_is_entered_once(voting):
    browser = voting.signed_in("community")
    sent = sheet(browser, v_0="agree")
    for _ in range(2):
        browser.post(f"{OWNERS}/ballots", data=sent)
    assert ballots(voting) == 1


def test_day_outside_the_window_is_refused_and_what_was_typed_is_kept(voting):
    browser = voting.signed_in("community")
    answer = browser.post(f"{OWNERS}/ballots", data=sheet(browser, v_0="agree", d_0="06-16"))
    assert answer.status_code == 422
    assert "不在2023-06-17至2023-06-20之间" in answer.text
    assert 'value="06-16"' in answer.text
    assert ballots(voting) == 0


def test_word_that_is_no_day_is_told_at_its_line(voting):
    browser = voting.signed_in("community")
    answer = browser.post(f"{OWNERS}/ballots", data=sheet(browser, v_0="agree", d_0="06-40"))
    assert answer.status_code == 422
    assert 'href="#d-0-0"' in answer.text


def test_stale_sheet_tells_who_was_quicker_and_keeps_the_lines(voting):
    browser = voting.signed_in("community")
    stale = sheet(browser, v_1="agree", d_1="06-19")
    browser.post(f"{OWNERS}/ballots", data=sheet(browser, v_0="agree"))
    answer = browser.post(f"{OWNERS}/ballots", data={**stale, "key": "late"})
    assert answer.status_code == 409
    assert "登记表决票" in answer.text
    assert 'value="06-19"' in answer.text
    assert ballots(voting) == 1


def test_house_call_is_entered_from_the_page_itself(voting):
    browser = voting.signed_in("community")
    given = {
        "csrf": csrf_in(browser.get(OWNERS).text),
        "a.unit": "302",
        "a.kind": "visit",
        "a.visited_on": "2023-06-20",
        "a.by_whom": "网格员甲",
        "a.reached": "否",
        "a.result": "入户未遇",
    }
    answer = browser.post(f"{OWNERS}/log_visit", data=given, follow_redirects=False)
    assert answer.headers["location"] == f"{OWNERS}#log_visit"
    assert "06-20 入户未遇" in browser.get(OWNERS).text


def test_names_are_shown_in_full_only_with_a_reason_and_the_look_is_entered(voting):
    browser = voting.signed_in("community")
    token = csrf_in(browser.get(f"{OWNERS}/roll").text)
    before = look_up(voting.office, NUMBER).stored.seq
    refused = browser.post(f"{OWNERS}/roll/reveal", data={"csrf": token, "reason": ""})
    assert refused.status_code == 422
    assert "刘示甲" not in refused.text
    shown = browser.post(f"{OWNERS}/roll/reveal", data={"csrf": token, "reason": "核对签名"})
    assert "刘示甲" in shown.text
    assert look_up(voting.office, NUMBER).stored.seq == before + 1


def test_who_may_not_see_people_is_offered_no_look_behind_the_mask(voting):
    browser = voting.signed_in("owner")
    page = browser.get(f"{OWNERS}/roll").text
    assert "刘示甲" not in page
    assert 'id="reveal"' not in page
    answer = browser.post(f"{OWNERS}/roll/reveal", data={"csrf": csrf_in(page), "reason": "想看看"})
    assert answer.status_code == 404


@pytest.fixture
def posted(desk_at) -> Desk:
    """The result hangs at the door since 2023-07-03."""
    return desk_at(("consensus", "post"), "2023-07-03")


def test_photograph_of_the_posting_is_kept_and_entered_under_its_digest(posted):
    browser = posted.signed_in("community")
    page = browser.get(OWNERS).text
    assert "还没有照片" in page
    answer = browser.post(
        f"{OWNERS}/photographs",
        data={"csrf": csrf_in(page), "taken_on": "2023-07-03"},
        files={"file": ("门口.jpg", jpeg(4000, 3000))},
        follow_redirects=False,
    )
    assert answer.headers["location"] == f"{OWNERS}#posting"
    taken = look_up(posted.office, NUMBER).case.run("consensus").last("photograph_posting")
    kept = uploads_told(posted.office, NUMBER)[0]
    assert taken.answers["photos"][0]["file"] == f"门口.jpg {kept['sha256']}"
    assert kept["in_action"] == "consensus.photograph_posting"


def test_photograph_that_is_none_enters_nothing(posted):
    browser = posted.signed_in("community")
    answer = browser.post(
        f"{OWNERS}/photographs",
        data={"csrf": csrf_in(browser.get(OWNERS).text), "taken_on": "2023-07-03"},
        files={"file": ("门口.jpg", b"<script>")},
    )
    assert answer.status_code == 422
    assert look_up(posted.office, NUMBER).case.run("consensus").last("photograph_posting") is None


def test_objection_is_received_and_answered_on_the_page(posted):
    browser = posted.signed_in("community")
    token = csrf_in(browser.get(OWNERS).text)
    made = {"csrf": token, "a.by_whom": "梁某某", "a.note": "请核对304室的签名"}
    assert browser.post(f"{OWNERS}/object", data=made).status_code == 200
    assert "待答复" in browser.get(OWNERS).text
    told = {"csrf": token, "a.objection": "1", "a.note": "签名属实", "a.material": "否"}
    browser.post(f"{OWNERS}/answer_objection", data=told)
    page = browser.get(OWNERS).text
    assert "已答复" in page
    assert "签名属实" in page
