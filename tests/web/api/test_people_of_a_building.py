"""The people of a building through programs: progress, links told once, codes, ratings; nobody's name to anybody."""

import pytest

from rebuild.services.committee_page import committee_page
from rebuild.services.look_up import look_up
from rebuild.services.public_codes import status_code
from rebuild.services.rating import ratings_told
from rebuild.services.rights import Right, Scope
from rebuild.services.status_told import status_by_code
from rebuild.store import people
from tests.web.api.conftest import API, CASE, EVERYTHING, key
from tests.web.conftest import NUMBER, SERVED
from tests.web.test_canaries import canaries


@pytest.fixture
def desk(desk_at):
    """The planning permit is served, so that there is a service to be rated."""
    return desk_at(SERVED, "2024-02-26")


def test_building_is_the_one_its_committee_sees(desk, client):
    browser = client("community")
    told = browser.get(f"{CASE}/building").json()
    page = committee_page(desk.office, look_up(desk.office, NUMBER), on=desk.now.date())
    assert told == {**page, "status_code": status_code(desk.office, NUMBER)}
    assert [each["number"] for each in browser.get(f"{API}/buildings").json()["buildings"]] == [
        NUMBER
    ]


def test_link_is_told_once_opens_its_household_and_can_be_ended(desk, client):
    browser = client("community")
    made, again = (browser.post(f"{CASE}/links", headers=key("links")) for _ in range(2))
    assert made.status_code == again.status_code == 201
    addresses = [each["address"] for each in made.json()]
    assert len(set(addresses)) == 17
    assert all(each.startswith("http://testserver/household/") for each in addresses)
    assert {each["address"] for each in again.json()} == {""}
    assert len(browser.get(f"{CASE}/links").json()) == 17
    link = addresses[3].rpartition("/")[2]
    told = browser.get(f"{API}/households/{link}").json()
    assert told["unit"] == made.json()[3]["unit"]
    paper = told["mine"]["papers"][0]["id"]
    other = browser.get(f"{API}/households/{addresses[4].rpartition('/')[2]}").json()
    theirs = other["mine"]["papers"][0]["id"]
    place = f"{API}/households/{link}/papers"
    assert browser.get(f"{place}/{theirs}").json()["detail"] == "没有这份文书"
    assert "正在打印" in browser.get(f"{place}/{paper}").json()["detail"]
    for _ in range(2):
        assert browser.delete(f"{CASE}/links", headers=key("end")).json() == {"count": 17}
    assert browser.get(f"{API}/households/{link}").status_code == 404
    assert browser.get(f"{CASE}/links").json() == []


def test_progress_by_code_is_that_of_the_page_and_wrong_codes_look_alike(desk, client):
    browser, code = (
        client("planning_clerk", rights={Right.READ_LAW}),
        status_code(desk.office, NUMBER),
    )
    told = browser.get(f"{API}/status/{NUMBER}/{code}").json()
    assert len(told.pop("to_rate")) == 1
    assert told == status_by_code(desk.office, number=NUMBER, code=code, on=desk.now.date())
    wrong = [
        browser.get(f"{API}/status/{number}/{typed}")
        for number, typed in ((NUMBER, "0" * 10), ("WF-510105-2023-9999", code))
    ]
    assert [each.status_code for each in wrong] == [404, 404]
    assert wrong[0].content == wrong[1].content


def test_codes_are_not_guessed_quickly(desk, client):
    browser = client("planning_clerk")
    answers = [browser.get(f"{API}/status/{NUMBER}/{guess:010}") for guess in range(40)]
    assert {each.status_code for each in answers} == {404, 429}
    assert answers[-1].headers["content-type"] == "application/problem+json"


def test_finished_service_is_rated_and_rated_anew(desk, client):
    browser = client("planning_clerk")
    code = status_code(desk.office, NUMBER)
    (service,) = browser.get(f"{API}/status/{NUMBER}/{code}").json()["to_rate"]
    place = f"{API}{service['address'].replace('/rate/', '/ratings/')}"
    assert browser.get(place).json()["grades"]["5"] == "非常满意"
    for stars in (1, 5):
        said = {"stars": stars, "tags": ["on_time"], "words": "快"}
        assert browser.put(place, json=said).status_code == 204
    today = desk.now.date()
    for view in (Scope(everywhere=True), Scope(regions=frozenset({"510105"}))):
        rated = ratings_told(desk.office, view, first=today, last=today)
        assert (rated["count"], rated["mean"]) == (1, "5.0")
    elsewhere = Scope(regions=frozenset({"510106"}))
    assert ratings_told(desk.office, elsewhere, first=today, last=today)["count"] == 0
    assert browser.put(place, json={"stars": 6}).status_code == 422
    assert browser.put(f"{place}x", json={"stars": 5}).status_code == 404


def test_no_program_is_told_who_somebody_is(desk, client, description):
    birds = canaries(desk)
    with desk.office.database.reading() as session:
        kept = people.of_case(session, desk.office.vault, case=NUMBER)
    assert kept
    browser = client("housing_chief", rights=EVERYTHING)
    told = description["paths"]
    asked = [
        path for path, each in told.items() if path.startswith("/cases/{number}") and "get" in each
    ]
    plain = [path.replace("{number}", NUMBER) for path in asked if path.count("{") == 1]
    for path in plain:
        if path.endswith(("/poster", "/template")):
            continue
        text = browser.get(f"{API}{path}").text
        assert not [bird for bird in birds if bird in text], path
    assert len(plain) >= 20
