"""The lists in a real browser: at a desk and on a phone, with scripts and without, without a fault of access."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.conftest import NUMBER

pytestmark = pytest.mark.slow

SIZES = {"desk": (1366, 768), "wide": (1920, 1080), "phone": (390, 844)}
PAGES = (
    "/",
    "/mine",
    "/done",
    "/cases?stage=planning&search=jpj",
    "/cases?stage=building",
    "/votes",
    "/service",
    "/papers",
    "/export?lamp=open",
    "/hand-over?of=planning_chief",
)


@pytest.mark.parametrize("size", SIZES)
def test_every_list_is_without_fault_and_no_wider_than_its_window(served_at, size):
    width, height = SIZES[size]
    page = served_at().signed_in("planning_chief", width=width, height=height)
    for path in PAGES:
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wider), path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_workbench_to_the_decision_and_through_the_filters(served_at, scripts):
    page = served_at().signed_in("planning_chief", scripts=scripts)
    page.click("text=准予许可")
    expect(page).to_have_url(re.compile(f"/cases/{NUMBER}/act/planning/grant$"))
    page.goto("/cases")
    page.fill("main [name=search]", "jpj89")
    page.select_option("main [name=stage]", "planning")
    page.click("main button:has-text('筛选')")
    expect(page.locator(f"a[href='/cases/{NUMBER}']")).to_be_visible()
    page.click("a[aria-label='去掉阶段 规划许可']")
    expect(page).to_have_url(re.compile(r"/cases\?search=jpj89$"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_seventeen_households_are_served_with_one_button(served_at, scripts):
    served = served_at(("case", "issue_danger_notices"), "2023-05-18")
    page = served.signed_in("housing_clerk", scripts=scripts)
    page.goto("/service")
    page.click("text=17 户一次登记")
    page.click("main button:has-text('登记送达')")
    expect(page.locator("[role=status]")).to_contain_text("17")


def test_an_export_is_watched_to_its_end_without_scripts(served_at):
    page = served_at().signed_in("planning_chief", scripts=False)
    page.goto("/export?stage=planning")
    page.click("main button:has-text('导出')")
    with page.expect_download() as download:
        page.click("text=下载 Excel 文件", timeout=15_000)
    assert download.value.suggested_filename.endswith(".xlsx")
