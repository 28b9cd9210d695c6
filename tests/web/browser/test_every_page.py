"""Every page in a real browser at three sizes: nothing axe complains of, nothing sideways, nothing from elsewhere.

With REBUILD_TEST_PICTURES set to a folder the pictures are kept there: those of the guides are made so.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rebuild.services.household_links import make_links
from rebuild.services.public_codes import rating_code, status_code
from rebuild.store import documents
from tests.web.conftest import NUMBER, some_bytes

pytestmark = pytest.mark.slow

SIZES = {"desk": (1366, 768), "tablet": (820, 1180), "phone": (390, 844)}
CASE = f"/cases/{NUMBER}"
# Who looks, and at what; the name is that of the picture.
PAGES = {
    "planning_chief": {
        "workbench": "/",
        "mine": "/mine",
        "done": "/done",
        "cases": "/cases",
        "case": CASE,
        "act": f"{CASE}/act/planning/grant",
        "facts": f"{CASE}/facts",
        "owners": f"{CASE}/owners",
        "materials": f"{CASE}/materials",
        "course": f"{CASE}/course",
        "flow": f"{CASE}/flow",
        "flow_text": f"{CASE}/flow?text=1",
        "clocks": f"{CASE}/clocks",
        "due_date": f"{CASE}/clocks/planning/decision",
        "papers_of_case": f"{CASE}/papers",
        "ledger": f"{CASE}/ledger",
        "votes": "/votes",
        "papers": "/papers",
        "service": "/service",
        "hand_over": "/hand-over",
        "law": "/law",
        "figures": "/law/figures",
        "sources": "/law/sources",
        "law_flow": "/law/flow/planning",
        "oversight": "/oversight?first=2023-05-01",
        "account": "/account",
        "nothing_there": "/no-such-page",
    },
    "grid_worker": {"open_case": "/cases/new"},
    "community": {"links": f"/committee/{NUMBER}/links", "roll": f"{CASE}/owners/roll"},
    "owner_committee": {"buildings": "/committee", "building": f"/committee/{NUMBER}"},
    "admin": {
        "admin": "/admin",
        "people": "/admin/people",
        "organs": "/admin/organs",
        "calendar": "/admin/calendar",
        "definitions": "/admin/workflows",
        "health": "/admin/health",
        "ledger_check": "/admin/ledger",
        "office_log": "/admin/log",
        "tokens": "/admin/tokens",
    },
}


def hold(page: Page, name: str, size: str) -> None:
    """What must be true of any page, and its picture where pictures are wanted."""
    assert not page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    ), f"{name} scrolls sideways at {size}"
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name} at {size}: {found.generate_report()}"
    if folder := os.environ.get("REBUILD_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{size}.png", full_page=size != "desk")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("person", PAGES)
def test_every_page_of_a_role_is_sound_at_every_size(served_at, person, size):
    served, (width, height) = served_at(), SIZES[size]
    page = served.signed_in(person, width=width, height=height)
    for name, address in PAGES[person].items():
        page.goto(address)
        hold(page, name, size)


@pytest.mark.parametrize("size", SIZES)
def test_public_pages_are_sound_at_every_size(served_at, size):
    served, (width, height) = served_at(), SIZES[size]
    office = served.desk.office
    (link, *_) = make_links(office, NUMBER, by="community", now=served.desk.now, chance=some_bytes)
    with office.database.reading() as session:
        paper = documents.of_case(session, NUMBER)[0].frozen.code
    pages = {
        "sign_in": "/sign-in",
        "verify": "/verify",
        "verdict": f"/verify/{paper}",
        "verdict_unknown": "/verify/0000000000",
        "status_ask": "/status",
        "status": f"/status/{NUMBER}/{status_code(office, NUMBER)}",
        "household": f"/household/{link['token']}",
        "rating_none": f"/rate/{NUMBER}/planning/1/"
        + rating_code(office, number=NUMBER, seat="planning", run=1),
    }
    page = served.browser(width=width, height=height).new_page()
    for name, address in pages.items():
        page.goto(address)
        hold(page, name, size)


@pytest.mark.parametrize("name", ["large", "contrast"])
def test_switches_keep_pages_within_the_phone(served_at, name):
    served = served_at()
    page = served.browser(width=390, height=844).new_page()
    page.goto(f"/status/{NUMBER}/{status_code(served.desk.office, NUMBER)}")
    page.click(f"button[name={name}]")
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("class").split().count(name) == 1
    hold(page, f"status_{name}", "phone")
