"""The workbench and the lists show what is to be done, by whom, until when, and nobody more than they may see."""

import re
from dataclasses import replace

import pytest

from rebuild.cases.facts import Actor
from rebuild.services.act import Asked, act
from rebuild.store import accounts
from tests.web.conftest import NUMBER
from tests.web.kept_in import on_both


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_chief_finds_the_decision_as_their_next_step_with_the_days_left(desk):
    page = desk.signed_in("planning_chief").get("/").text
    assert f'href="/cases/{NUMBER}/act/planning/grant"' in page
    said = text_of(page)
    assert "剩 9 日" in said
    assert "11 / 20" in said
    assert "轮到我 1" in said


def test_what_another_must_do_is_told_and_is_no_link(desk):
    page = desk.signed_in("planning_clerk").get("/").text
    assert f"/cases/{NUMBER}/act/" not in page
    assert "规划和自然资源局负责人" in text_of(page)
    assert "轮到我 0" in text_of(page)


@pytest.mark.parametrize(
    ("day", "group"),
    [
        ("2024-02-07", "正常"),  # seven working days are left
        ("2024-02-18", "正常"),
        ("2024-02-19", "即将到期"),
        ("2024-02-22", "今日到期"),
        ("2024-02-23", "已超期"),
    ],
)
def test_a_case_stands_in_the_group_of_its_last_day(desk_at, day, group):
    desk = desk_at(("planning", "accept"), day)
    page = desk.signed_in("planning_chief").get("/").text
    heads = re.findall(r'<tr class="group">(.*?)</tr>', page, re.DOTALL)
    assert len(heads) == 1
    assert group in heads[0]


def test_one_s_own_tasks_have_a_page_and_others_have_an_empty_one(desk):
    assert NUMBER in desk.signed_in("planning_chief").get("/mine").text
    window = desk.signed_in("window").get("/mine").text
    assert NUMBER not in window
    assert "没有轮到您办的件" in window


def test_what_somebody_did_stands_newest_first(desk):
    page = text_of(desk.signed_in("planning_clerk").get("/done").text)
    assert page.index("受理") < page.index("一次性告知补正")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("search=jpj89", True),
        ("search=君平街", True),
        (f"search={NUMBER[-4:]}", True),
        ("search=没有这样的街", False),
        ("stage=planning", True),
        ("stage=building", False),
        ("lamp=open", True),
        ("lamp=overdue", False),
        ("turn=planning_chief", True),
        ("turn=window", False),
        ("turn=others", True),
        ("turn=mine", False),
        ("region=510105", True),
        ("region=510104", False),
        ("sort=due&stage=planning&state=planning", True),
        ("sort=oldest", True),
    ],
)
def test_cases_are_chosen_by_what_stands_in_the_address(desk, asked, found):
    page = desk.signed_in("planning_clerk").get(f"/cases?{asked}").text
    assert (f"/cases/{NUMBER}" in page) is found


def test_each_filter_can_be_taken_away_alone(desk):
    page = desk.signed_in("planning_clerk").get("/cases?stage=planning&search=jpj").text
    assert 'href="/cases?search=jpj" aria-label="去掉阶段 规划许可"' in page
    assert 'href="/cases?stage=planning" aria-label="去掉查找 jpj"' in page


@on_both
def test_a_name_is_found_only_by_those_who_may_see_names(desk):
    assert NUMBER in desk.signed_in("planning_clerk").get("/cases?search=刘示甲").text
    with desk.office.database.writing() as session:
        accounts.let_in(session, "contractor", NUMBER, by="test", at=desk.now)
    contractor = desk.signed_in("contractor")
    assert NUMBER in contractor.get("/cases").text
    assert NUMBER not in contractor.get("/cases?search=刘示甲").text


def test_whoever_was_let_into_no_case_sees_none_and_counts_none(desk):
    with desk.office.database.writing() as session:
        accounts.let_out(session, "contractor", NUMBER)
    page = desk.signed_in("contractor").get("/").text
    assert NUMBER not in page
    assert "等待他人 0" in text_of(page)


def test_somebody_of_another_district_sees_nothing_of_this_one(desk):
    with desk.office.database.writing() as session:
        account = accounts.get(session, "planning_chief")
        accounts.let_out(session, "planning_chief", NUMBER)
        accounts.put(session, replace(account, regions=frozenset({"510104"})))
    browser = desk.signed_in("planning_chief")
    for path in ("/", "/mine", "/cases", f"/cases?search={NUMBER}"):
        assert f"/cases/{NUMBER}" not in browser.get(path).text
    assert "等待他人 0" in text_of(browser.get("/").text)


@pytest.mark.parametrize("path", ["/", "/mine", "/done", "/cases"])
def test_nobody_sees_a_list_without_signing_in(desk, path):
    answer = desk.nobody().get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "asked", ["lamp=nonsense", "sort=nonsense", "after=x", "stage=%27;--", "turn=%00", "state=_"]
)
def test_an_address_made_up_by_hand_gives_a_page(desk, asked):
    assert desk.signed_in("planning_clerk").get(f"/cases?{asked}").status_code == 200


def test_the_menu_counts_one_s_own_tasks_on_every_page(desk):
    for path in ("/", "/done", "/law"):
        page = desk.signed_in("planning_chief").get(path).text
        assert re.search(r'href="/mine"[^>]*>待办<span class="count">1</span>', page), path
    assert "待办<" in desk.signed_in("window").get("/done").text


def test_a_vote_is_told_by_who_agreed_and_what_is_missing(desk_at):
    desk = desk_at(("consensus", "open_voting"), "2023-06-20")
    page = text_of(desk.signed_in("community").get("/votes").text)
    assert "第 1 轮 表决中" in page
    assert "0 / 17" in page
    assert "还差 17 户、579.22 ㎡" in page


def test_without_a_vote_the_page_says_so(desk):
    assert "没有正在由业主共同决定的楼" in desk.signed_in("community").get("/votes").text


def test_a_case_that_stands_still_waits_for_nobody_of_the_office(desk):
    chief = desk.signed_in("planning_chief")
    asked = Asked(
        NUMBER, "planning", "suspend", {"reason": "等待相邻地块权属确认"},
        Actor("planning_chief", "孙示七", frozenset({"planning_chief"})),
        desk.now.date(), desk.now,
    )  # fmt: skip
    assert act(desk.office, asked).allowed
    page = chief.get("/").text
    said = text_of(page)
    assert "停表 1" in said
    assert "停在第 10 日" in said
    assert "等第三方结果" in said
    assert "轮到我 0" in said
