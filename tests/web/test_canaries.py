"""Public pages leak nothing: every name, number and telephone of the office is a canary, and none may sing."""

import re

import pytest

from rebuild.services.household_links import make_links
from rebuild.services.look_up import look_up
from rebuild.services.public_codes import rating_code, status_code
from rebuild.store import documents, people
from tests.web.conftest import NUMBER, SERVED, Desk, some_bytes


@pytest.fixture
def desk(desk_at, monkeypatch) -> Desk:
    from rebuild.web.rate import Buckets

    monkeypatch.setattr(
        Buckets, "allows", lambda *_, **__: True
    )  # a crawler asks faster than is allowed
    return desk_at(SERVED, "2024-02-26")


def canaries(desk: Desk) -> set[str]:
    """Whatever tells who somebody is, or which unit is theirs."""
    case = look_up(desk.office, NUMBER).case
    names = {owner.name for each in case.households for owner in each.owners}
    with desk.office.database.reading() as session:
        known = people.of_case(session, desk.office.vault, case=NUMBER)
    numbers = {value for each in known for value in (each.id_number, each.phone) if value}
    # A sample name that is a surname with 某 is masked already: it is what masking makes of it.
    return {name for name in names if "某" not in name} | numbers


def public_pages(desk: Desk) -> list[str]:
    with desk.office.database.reading() as session:
        codes = [each.frozen.code for each in documents.of_case(session, NUMBER)]
    return [
        "/sign-in",
        "/verify",
        "/status",
        "/sample",
        f"/status/{NUMBER}/{status_code(desk.office, NUMBER)}",
        f"/rate/{NUMBER}/planning/1/{rating_code(desk.office, number=NUMBER, seat='planning', run=1)}",
        *(f"/verify/{code}" for code in codes),
    ]


def test_there_are_canaries(desk):
    assert len(canaries(desk)) >= 20


def test_no_canary_sings_on_a_public_page(desk):
    browser, birds = desk.nobody(), canaries(desk)
    seen, waiting = set(), public_pages(desk)
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        answer = browser.get(page)
        assert not [bird for bird in birds if bird in answer.text], page
        waiting += [
            link for link in re.findall(r'href="(/[^"]*)"', answer.text) if link not in seen
        ]
    assert len(seen) > 40


def test_canary_on_a_page_would_be_heard(desk):
    birds = canaries(desk)
    page = desk.signed_in("housing_chief").get(f"/cases/{NUMBER}/owners").text
    assert not [bird for bird in birds if bird in page], "masked unless somebody says why they look"
    household = look_up(desk.office, NUMBER).case.households[0]
    assert household.owners[0].name in birds


def test_household_hears_none_of_its_neighbours(desk):
    birds = canaries(desk)
    browser = desk.nobody()
    for link in make_links(desk.office, NUMBER, by="community", now=desk.now, chance=some_bytes):
        page = browser.get(f"/household/{link['token']}").text
        assert not [bird for bird in birds if bird in page]


def test_problem_of_the_api_sends_nothing_back_of_what_was_sent(desk):
    answer = desk.nobody().post("/api/v1/cases", json={"answers": "510199190001010014"})
    assert "510199190001010014" not in answer.text
