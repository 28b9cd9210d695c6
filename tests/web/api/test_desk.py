"""Lists for programs are the lists of the pages: the same lines in the same order, page by page."""

from dataclasses import replace
from io import BytesIO
from time import sleep

import pytest
from python_calamine import CalamineWorkbook

from rebuild.cases.facts import Actor
from rebuild.services.hand_over import MOST
from rebuild.services.office_log import of_office
from rebuild.services.persons import the_person
from rebuild.services.read_story import read_story
from rebuild.services.rights import Right
from rebuild.services.work_lists import Chosen, choices, done_by, listed
from rebuild.services.workbench import workbench
from rebuild.store import accounts, staff
from rebuild.store.handlers import Charge, named
from tests.cli.conftest import STORY
from tests.web.api.conftest import API, CASE, EVERYTHING, key
from tests.web.conftest import NUMBER
from tests.web.kept_in import on_both
from tests.web.telling import plain

CHARGE = Charge(NUMBER, "planning_chief")


@pytest.fixture
def chief(desk):
    return the_person(desk.office, "planning_chief", desk.now.date())


def test_desk_is_the_one_of_the_page(desk, client, chief):
    told = client("planning_chief").get(f"{API}/desk").json()
    page = workbench(desk.office, chief, on=desk.now.date())
    assert told["figures"] == page["figures"]
    assert [each["name"] for each in told["groups"]] == [each["name"] for each in page["groups"]]
    (line,) = told["groups"][0]["lines"]
    assert line == page["groups"][0]["lines"][0]
    assert (line["due"], line["left"], line["able"]) == ("2024-02-22", 9, True)


def test_token_that_may_not_act_is_able_to_nothing(client):
    reader = client("planning_chief", rights={Right.SEE_CASE})
    (line,) = reader.get(f"{API}/desk/mine").json()["cases"]
    assert (line["next"], line["able"]) == ("准予许可", False)


@on_both
def test_list_is_filtered_and_searched_as_on_the_page(desk, client, chief):
    browser = client("planning_chief")
    page = listed(desk.office, chief, Chosen(stage="planning"), on=desk.now.date())
    assert (
        browser.get(f"{API}/cases", params={"stage": "planning"}).json()["cases"] == page["lines"]
    )
    for found in (
        {"search": "君平街89"},
        {"search": NUMBER.lower()},
        {"search": NUMBER[-4:]},
        {"lamp": "normal", "region": "510105", "turn": "planning_chief"},
        {"turn": "mine"},
    ):
        assert len(browser.get(f"{API}/cases", params=found).json()["cases"]) == 1, found
    for nothing in ({"stage": "building"}, {"lamp": "overdue"}, {"region": "510106"}):
        assert browser.get(f"{API}/cases", params=nothing).json()["cases"] == [], nothing
    for wrong in ({"lamp": "purple"}, {"sort": "random"}, {"limit": 201}, {"limit": 0}):
        assert browser.get(f"{API}/cases", params=wrong).status_code == 422, wrong
    told = browser.get(f"{API}/desk/choices").json()
    assert told == choices(desk.office, chief)


def opened(client, times: int) -> list[str]:
    """More cases, each opened once whatever its request is sent."""
    community, numbers = client("community"), []
    answers = plain(next(step.answers for step in read_story(STORY).steps if step.opens))
    for place in range(times):
        asked = {"region": "510105", "answers": answers, "on": "2024-02-05"}
        told = [
            community.post(f"{API}/cases", json=asked, headers=key(f"open-{place}"))
            for _ in range(2)
        ]
        assert [each.status_code for each in told] == [201, 201], told[0].text
        assert told[0].json()["number"] == told[1].json()["number"]
        assert told[1].json()["replayed"]
        numbers.append(told[0].json()["number"])
    return numbers


@on_both
@pytest.mark.parametrize("sort", ["newest", "oldest", "due"])
def test_pages_follow_one_another_without_a_gap(client, sort):
    numbers = {NUMBER, *opened(client, 3)}
    browser, seen, after = client("planning_chief"), [], ""
    while True:
        asked = {"sort": sort, "limit": 1, "after": after}
        page = browser.get(f"{API}/cases", params=asked).json()
        seen += [each["number"] for each in page["cases"]]
        if page["next"] is None:
            break
        after = page["next"]
    whole = browser.get(f"{API}/cases", params={"sort": sort}).json()["cases"]
    assert seen == [each["number"] for each in whole]
    assert set(seen) == numbers


def test_what_was_done_stands_as_on_the_page(desk, client):
    clerk = the_person(desk.office, "planning_clerk", desk.now.date())
    told = client("planning_clerk").get(f"{API}/desk/done").json()
    assert told == done_by(desk.office, clerk)
    assert told["deeds"][0]["label"]


def test_whoever_may_open_a_case_is_told_what_is_asked(client):
    (told,) = client("community").get(f"{API}/desk/openings").json()
    assert told["regions"] == ["510105"]
    assert told["asks"]
    assert client("community", rights={Right.SEE_CASE}).get(f"{API}/desk/openings").json() == []


@pytest.fixture
def two(desk):
    """A second chief of the planning bureau beside the first."""
    with desk.office.database.writing() as session:
        first = staff.find(session, "planning_chief").actor
        staff.add(session, Actor("chief-2", "孙示八", first.roles, first.organ))
    return desk


def moving(**more):
    cases = [{"number": NUMBER, "role": "planning_chief"}]
    return {"cases": cases, "of": "planning_chief", "to": "chief-2", "reason": "调离", **more}


def handler_of(desk) -> str:
    with desk.office.database.reading() as session:
        return named(session, CHARGE)


@on_both
def test_case_is_handed_over_once_after_it_was_only_tried(two, client):
    browser = client("planning_chief")
    (line,) = browser.get(f"{API}/hand-over", params={"of": "planning_chief"}).json()
    assert (line["number"], line["role"], line["named"]) == (NUMBER, "planning_chief", False)
    tried = browser.post(f"{API}/hand-over", json=moving(dry_run=True), headers=key("one"))
    assert tried.json() == {"moved": 1, "dry_run": True}
    assert handler_of(two) == ""
    for _ in range(2):
        done = browser.post(f"{API}/hand-over", json=moving(), headers=key("one"))
        assert (done.status_code, done.json()["moved"]) == (200, 1)
    assert handler_of(two) == "chief-2"
    assert browser.post(f"{API}/hand-over", json=moving()).json()["moved"] == 0
    other = browser.post(f"{API}/hand-over", json=moving(to="window"), headers=key("one"))
    assert other.status_code == 409
    with two.office.database.reading() as session:
        entered = [entry.events[0].what for entry in of_office(session)]
    assert entered.count("handed_over") == 1


MISSING = (
    ({"cases": []}, "没有选择要移交的办件"),
    ({"cases": [{"number": f"X-{n}", "role": "r"} for n in range(MOST + 1)]}, "每次至多"),
    ({"to": "planning_chief"}, "同一人"),
    ({"to": "nobody"}, "没有选择接手人"),
    ({"to": "window"}, "所需的身份"),
    ({"reason": " "}, "没有写明移交原因"),
)


def test_what_is_missing_of_it_is_a_problem_with_its_cure(two, client):
    browser = client("planning_chief")
    for given, told in MISSING:
        for dry_run in (True, False):
            answer = browser.post(f"{API}/hand-over", json=moving(**given, dry_run=dry_run))
            assert answer.status_code == 422
            (finding,) = answer.json()["findings"]
            assert told in finding["message"] + finding["cure"]
            assert finding["cure"]
    assert handler_of(two) == ""


def test_case_out_of_reach_is_not_handed_over(two, client):
    cases = [{"number": "WF-510106-2023-0001", "role": "planning_chief"}]
    answer = client("planning_chief").post(f"{API}/hand-over", json=moving(cases=cases))
    assert answer.status_code == 404


@on_both
def test_list_is_exported_once_by_its_key_and_to_its_client_alone(desk, client):
    browser = client("planning_chief")
    asked = {"stage": "planning"}
    first, again = (
        browser.post(f"{API}/exports", json=asked, headers=key("export")) for _ in range(2)
    )
    assert first.status_code == again.status_code == 202
    place = f"{API}/exports/{first.json()['id']}"
    assert again.json()["id"] == first.json()["id"]
    for _ in range(100):
        told = browser.get(place).json()
        if told["finished"]:
            break
        sleep(0.05)
    assert (told["percent"], told["wrong"]) == (100, "")
    rows = CalamineWorkbook.from_filelike(BytesIO(browser.get(f"{place}/file").content))
    assert rows.get_sheet_by_index(0).to_python()[1][0] == NUMBER
    assert browser.post(f"{API}/exports", json={}, headers=key("export")).status_code == 409
    assert client("housing_chief").get(f"{place}/file").status_code == 404
    person = desk.signed_in("planning_chief")
    assert person.get(f"/export/{first.json()['id']}").status_code == 404
    with desk.office.database.reading() as session:
        entered = [entry.events[0].what for entry in of_office(session)]
    assert entered.count("exported") == 1


def test_client_is_told_what_its_token_lends(desk, client):
    told = client("planning_chief", rights={Right.SEE_CASE, Right.ENTER_HISTORY}).get(f"{API}/me")
    assert told.json()["rights"] == ["see_case"]
    whole = client("planning_chief", rights=EVERYTHING).get(f"{API}/me").json()
    assert (whole["id"], whole["roles"]) == ("planning_chief", ["planning_chief"])
    assert set(whole["rights"]) < {each.value for each in Right}


def test_cases_of_another_district_are_in_no_list(desk, client):
    with desk.office.database.writing() as session:
        account = accounts.get(session, "planning_chief")
        accounts.put(session, replace(account, regions=frozenset({"510106"})))
    browser = client("planning_chief")
    assert browser.get(f"{API}/cases").json() == {"cases": [], "next": None}
    assert browser.get(f"{API}/desk").json()["groups"] == []
    assert browser.get(f"{API}/papers").json()["papers"] == []
    assert browser.get(f"{API}/service").json()["rows"] == []
    assert browser.get(f"{API}/buildings").json()["buildings"] == []
    assert browser.get(CASE).status_code == 404
