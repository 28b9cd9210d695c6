"""案件页: what somebody can do in a case stands there as a form, and doing it is done once, wholly, or not at all."""

from datetime import timedelta

from rebuild.services.history import history
from rebuild.services.look_up import look_up
from tests.web.conftest import SERVED, Desk
from tests.web.forms_sent import fields_of, send

HERE = "/cases/WF-510105-2023-0001"
GRANT = f"{HERE}/act/planning/grant"
EXTEND = f"{HERE}/act/planning/extend_review"
SUSPEND = f"{HERE}/act/planning/suspend"
APPEAL = {"applied_on": "2024-02-06", "accepted_on": "2024-02-07", "note": "请求"}


def entries(desk: Desk) -> int:
    return len(history(desk.office, desk.number))


def state(desk: Desk) -> str:
    return look_up(desk.office, desk.number).case.state("planning")


def test_the_chief_finds_the_decision_that_is_due_with_its_effect(desk: Desk) -> None:
    page = desk.signed_in("planning_chief").get(HERE).text
    assert "现在可办：准予许可" in page
    assert "轮到我" in page
    assert "建设工程规划许可证" in page
    assert "颁发送达期限（10个工作日）" in page
    assert "核发时给出" not in page.split("办理后会这样")[0]


def test_the_head_tells_the_day_of_twenty(desk: Desk) -> None:
    page = desk.signed_in("planning_chief").get(HERE).text
    assert "审查 第 11/20 日" in page
    assert "剩 9 个工作日" in page


def test_a_clerk_is_offered_only_what_a_clerk_may_do(desk: Desk) -> None:
    page = desk.signed_in("planning_clerk").get(HERE).text
    assert f'action="{GRANT}"' not in page
    assert f"{HERE}/act/planning/deny" not in page
    assert "现场核查" in page
    # It is not the clerk's turn, and the head says whose it is.
    assert "规划和自然资源局负责人" in page


def test_what_others_may_do_is_told_but_not_offered_at_its_own_address(desk: Desk) -> None:
    page = desk.signed_in("planning_clerk").get(GRANT)
    assert page.status_code == 200
    assert f'action="{GRANT}"' not in page.text
    assert "“准予许可”由规划和自然资源局负责人办理，赵示四不具有该身份" in page.text


def test_what_the_state_does_not_offer_is_told_with_what_it_does(desk: Desk) -> None:
    page = desk.signed_in("planning_chief").get(f"{HERE}/act/planning/resume").text
    assert "现为“审查中”，此时不能办理“恢复审查”" in page


def test_whoever_sends_what_is_not_theirs_is_refused_and_nothing_is_done(desk: Desk) -> None:
    chief, clerk = desk.signed_in("planning_chief"), desk.signed_in("planning_clerk")
    fields = fields_of(chief.get(SUSPEND).text, "act")[1]
    own = fields_of(clerk.get(f"{HERE}/act/planning/inspect").text, "act")[1]["csrf"]
    answer = clerk.post(SUSPEND, data={**fields, "csrf": own, "a.reason": "越权"})
    assert answer.status_code == 422
    assert "“中止审查”由规划和自然资源局负责人办理" in answer.text
    assert state(desk) == "under_review"


def test_an_action_nobody_knows_has_no_page(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    assert browser.get(f"{HERE}/act/planning/fly").status_code == 404
    assert browser.get("/cases/WF-510105-2023-9999").status_code == 404


def test_a_slip_is_told_at_its_field_and_on_top_and_what_was_typed_is_kept(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    answer = send(browser, browser.get(HERE).text, "act", a__floor_area="579.225", on="2024-02-31")
    assert answer.status_code == 422
    assert "有 2 处要改，您填的内容都还在" in answer.text
    assert 'href="#a-floor_area"' in answer.text
    assert 'href="#on"' in answer.text
    assert 'value="579.225"' in answer.text
    assert 'value="2024-02-31"' in answer.text
    assert state(desk) == "under_review"


def test_a_dry_run_writes_nothing_and_complains_of_nothing_that_is_still_blank(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    before = entries(desk)
    page = send(browser, browser.get(HERE).text, "act", to="/preview", a__floor_area="600")
    assert page.status_code == 200
    assert "按现在所填还办不成，差 2 处" in page.text
    assert "超出20.78㎡" in page.text
    blank = send(browser, browser.get(HERE).text, "act", to="/preview")
    assert "要改" not in blank.text
    assert entries(desk) == before


def test_a_refusal_shows_every_finding_keeps_what_was_typed_and_stands_in_the_ledger(
    desk: Desk,
) -> None:
    browser = desk.signed_in("planning_chief")
    before = entries(desk)
    answer = send(browser, browser.get(HERE).text, "act", a__floor_area="６００")
    assert answer.status_code == 422
    assert "没有办成：差 2 处" in answer.text
    assert 'value="６００"' in answer.text
    assert entries(desk) == before + 1
    assert state(desk) == "under_review"


def test_what_can_be_taken_back_is_done_at_once_and_told_of(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    answer = send(browser, browser.get(SUSPEND).text, "act", a__reason="示例裁定〔2024〕1号")
    assert answer.status_code == 303
    assert state(desk) == "review_suspended"
    page = browser.get(answer.headers["location"]).text
    assert "已办理：中止审查。" in page
    assert "现在是“中止审查”。" in page
    assert "停表，余 10 日" in page


def test_a_decision_is_asked_about_once_more_and_only_then_taken(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    asked = send(browser, browser.get(HERE).text, "act", a__floor_area="579.22")
    assert asked.status_code == 200
    assert "请确认：准予许可" in asked.text
    assert "刘某某等17户" in asked.text
    assert state(desk) == "under_review"
    done = send(browser, asked.text, f"{GRANT}/confirmed")
    assert done.status_code == 303
    assert state(desk) == "granted"
    page = browser.get(done.headers["location"]).text
    assert "建设工程规划许可证" in page
    assert "准予行政许可决定书" in page


def test_a_decision_goes_nowhere_without_the_page_that_asks_again(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    send(browser, browser.get(HERE).text, "act", a__floor_area="579.22")
    assert state(desk) == "under_review"


def test_going_back_from_the_confirmation_finds_what_was_typed(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    asked = send(browser, browser.get(HERE).text, "act", a__floor_area="579.22").text
    fields = fields_of(asked, f"{GRANT}/confirmed")[1]
    page = browser.post(f"{GRANT}/preview", data=fields).text
    assert fields_of(page, "act")[1]["a.floor_area"] == "579.22"


def test_after_ten_minutes_a_decision_asks_the_password_on_the_same_page(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    fresh = send(browser, browser.get(HERE).text, "act", a__floor_area="579.22").text
    assert 'type="password"' not in fresh
    desk.now += timedelta(minutes=10)
    asked = send(browser, browser.get(HERE).text, "act", a__floor_area="579.22").text
    assert 'type="password"' in asked
    wrong = send(browser, asked, f"{GRANT}/confirmed", again="错")
    assert wrong.status_code == 401
    assert state(desk) == "under_review"


def test_a_double_click_does_it_once_and_says_the_same_twice(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    page = browser.get(EXTEND).text
    first = send(browser, page, "act", a__reason="地基复核")
    before = entries(desk)
    second = send(browser, page, "act", a__reason="地基复核")
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert entries(desk) == before


def test_the_same_form_filled_in_otherwise_is_not_the_same_click(desk: Desk) -> None:
    browser = desk.signed_in("planning_chief")
    page = browser.get(EXTEND).text
    send(browser, page, "act", a__reason="地基复核")
    second = send(browser, page, "act", a__reason="另一个理由")
    assert second.status_code == 409


def test_a_stale_page_says_who_did_what_and_carries_over_what_was_typed(desk: Desk) -> None:
    chief, clerk = desk.signed_in("planning_chief"), desk.signed_in("planning_clerk")
    page = chief.get(HERE).text
    inspect = clerk.get(f"{HERE}/act/planning/inspect").text
    done = send(
        clerk,
        inspect,
        "act",
        **{"a.inspectors.0.name": "赵示四", "a.inspectors.1.name": "核查员庚", "a.note": "一致"},
    )
    assert done.status_code == 303, done.text
    stale = send(chief, page, "act", a__floor_area="579.22")
    assert stale.status_code == 409
    assert "这页已经过时，没有保存" in stale.text
    assert "赵示四 办了“现场核查”" in stale.text
    assert state(desk) == "under_review"
    again = send(chief, stale.text, f"{GRANT}/preview")
    assert fields_of(again.text, "act")[1]["a.floor_area"] == "579.22"
    confirm = send(chief, again.text, "act")
    assert "请确认：准予许可" in confirm.text
    assert send(chief, confirm.text, f"{GRANT}/confirmed").status_code == 303
    assert state(desk) == "granted"


def test_a_draft_is_its_writers_own_and_comes_back_until_it_is_handed_in(desk: Desk) -> None:
    chief = desk.signed_in("planning_chief")
    kept = send(chief, chief.get(SUSPEND).text, "act", to="/draft", a__reason="写到一半")
    assert kept.status_code == 303
    assert "草稿已保存" in chief.get(kept.headers["location"]).text
    page = chief.get(SUSPEND).text
    assert "这是您 2024-02-05 10:00 保存的草稿" in page
    assert fields_of(page, "act")[1]["a.reason"] == "写到一半"
    assert send(chief, page, "act", a__reason="示例裁定").status_code == 303
    resumed = chief.get(f"{HERE}/act/planning/resume").text
    assert send(chief, resumed, "act", a__note="").status_code == 303
    assert "保存的草稿" not in chief.get(SUSPEND).text


def test_a_draft_can_be_thrown_away(desk: Desk) -> None:
    chief = desk.signed_in("planning_chief")
    send(chief, chief.get(SUSPEND).text, "act", to="/draft", a__reason="写到一半")
    assert send(chief, chief.get(SUSPEND).text, "act", to="/draft/delete").status_code == 303
    assert "写到一半" not in chief.get(SUSPEND).text


def test_one_more_row_is_one_press_and_loses_nothing(desk: Desk) -> None:
    clerk = desk.signed_in("planning_clerk")
    page = clerk.get(f"{HERE}/act/planning/inspect").text
    typed = {"a.inspectors.0.name": "赵示四", "more": "a.inspectors"}
    more = fields_of(send(clerk, page, "act", to="/preview", **typed).text, "act")[1]
    assert more["a.inspectors.0.name"] == "赵示四"
    assert more["a.inspectors.1.name"] == ""


def test_a_form_that_is_not_of_this_session_does_nothing(desk: Desk) -> None:
    chief = desk.signed_in("planning_chief")
    answer = send(chief, chief.get(SUSPEND).text, "act", csrf="another", a__reason="示例")
    assert answer.status_code == 403
    assert state(desk) == "under_review"


def test_what_is_lacking_for_the_next_step_is_told_with_its_basis(desk_at) -> None:
    desk = desk_at(SERVED, "2024-02-07")
    page = desk.signed_in("housing_clerk").get(HERE).text
    assert "现在还不能办" in page
    assert "启动施工许可申请" in page
    assert "《建筑法》第八条" in page


def test_where_several_can_be_meant_the_form_asks_which(desk_at) -> None:
    desk = desk_at(SERVED, "2024-02-07")
    browser = desk.signed_in("housing_clerk")
    page = browser.get(f"{HERE}/act/danger_remedy/appeal_opened").text
    assert page.count("示住建危通〔2023〕") == 17
    none = send(browser, page, "act", **{f"a.{name}": text for name, text in APPEAL.items()})
    assert none.status_code == 422
    assert "有17项都可以办理“登记行政复议”" in none.text
    third = send(
        browser, page, "act", run="3", **{f"a.{name}": text for name, text in APPEAL.items()}
    )
    assert "都可以办理" not in third.text
