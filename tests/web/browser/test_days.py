"""Each role's day in a real browser: a clerk from intake to permit without a script, a committee, a household, a passer-by, an auditor."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from rebuild.engine.definition import Field
from rebuild.services.household_links import make_links
from rebuild.services.look_up import look_up
from rebuild.services.office import make_office, open_office
from rebuild.services.open_case import newest_plan
from rebuild.services.print_document import open_press, print_pending
from rebuild.services.public_codes import status_code
from rebuild.services.read_story import Step
from rebuild.services.sample_people import SAMPLE_PASSWORD
from rebuild.store import documents
from tests.web.browser.conftest import Served, serving
from tests.web.conftest import BEIJING, NUMBER, SERVED, Desk, some_bytes
from tests.web.telling import Telling, the_story

pytestmark = pytest.mark.slow
LAST = ("planning", "serve")  # the permit is in the owners' hands


def fill(
    page: Page, asks: tuple[Field, ...], answers: Mapping[str, Any], before: str = "a."
) -> None:
    """Type answers into a form as somebody at a keyboard would, adding rows where there are too few."""
    for field in asks:
        if field.name in answers and field.type == "list":
            for place in range(len(answers[field.name])):
                while not page.locator(f'[name^="{before}{field.name}.{place}."]').count():
                    page.click(f'button[name=more][value="{before}{field.name}"]')
                    page.wait_for_load_state()
    for field in asks:
        if field.name not in answers:
            continue
        value, name = answers[field.name], f"{before}{field.name}"
        if field.type == "list":
            for place, row in enumerate(value):
                fill(page, field.of, row, f"{name}.{place}.")
        else:
            write(page, name, typed(value))


def typed(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "\n".join(f"{x},{y}" for x, y in value)
    return str(value)


def write(page: Page, name: str, text: str) -> None:
    """Into a line, an area or a list, or onto the choice that is called so."""
    control = page.locator(f'[name="{name}"]')
    if control.first.get_attribute("type") == "radio":
        for each in control.all():
            label = page.locator(f'label[for="{each.get_attribute("id")}"]')
            if text in (each.get_attribute("value"), label.inner_text().strip()):
                each.check(force=True)
                return
        raise AssertionError(f"{name} has no choice {text}")
    if control.first.evaluate("each => each.tagName") == "SELECT":
        chosen = control.locator("option").all()
        values = [each.get_attribute("value") for each in chosen]
        control.select_option(text) if text in values else control.select_option(label=text)
    else:
        control.fill(text)


class InTheBrowser(Telling):
    """Every step through the pages of a real browser in which no script runs."""

    def __init__(self, desk: Desk, served: Served) -> None:
        super().__init__(desk, the_story())
        self.served = served

    def do(self, step: Step) -> None:
        page = self.served.signed_in(step.actor, scripts=False)
        if step.opens:
            with self.desk.office.database.writing() as session:
                plan = newest_plan(session, self.desk.office, self.story.workflow)
            page.goto("/cases/new")
            fill(page, plan.action("case", "register").asks, step.answers)
            page.click("main form button.button >> nth=-1")
            page.wait_for_url("**/cases/WF-*")
            self.number = page.url.rpartition("/")[2].partition("?")[0]
            self.let_in()
            return
        found = look_up(self.desk.office, self.number)
        page.goto(f"/cases/{self.number}/act/{step.seat}/{step.action}")
        if step.refused and not page.locator(".foot .button").count():
            return  # it is not even offered: what is lacking stands there instead
        fill(page, found.plan.action(step.seat, step.action).asks, step.answers)
        page.click(".foot .button >> nth=0")
        page.wait_for_load_state()
        if page.locator(".confirm").count():
            if page.locator("[name=again]").count():
                page.fill("[name=again]", SAMPLE_PASSWORD)
            page.click(".confirm .button.final")
            page.wait_for_load_state()
        done = "?done=" in page.url
        assert done is not bool(step.refused), (step.line, page.inner_text("main")[:1500])


def test_clerks_take_a_case_from_intake_to_permit_without_a_script(
    tmp_path, chromium, kept_in
) -> None:
    from contextlib import ExitStack

    data = tmp_path / "office"
    database = kept_in.fresh(data)
    make_office(data=data, database=database, chance=some_bytes)
    office = open_office(data=data, database=database, verify_url="", chance=some_bytes)
    desk = Desk(office, datetime(2023, 5, 1, 9, tzinfo=BEIJING))
    with ExitStack() as stack:
        address = stack.enter_context(serving(desk))
        telling = InTheBrowser(desk, Served(desk, chromium, address, stack))
        for step, _ in telling.tell():
            if (step.seat, step.action) == LAST:
                break
        assert not telling.served.elsewhere
    case = look_up(office, telling.number).case
    assert case.run("planning_permit").state == "effective"
    assert "planning_permit" in {each.kind for each in case.documents}
    desk.close()


def printed(desk: Desk) -> None:
    with open_press(workers=2, seconds=60, memory_mb=1024) as press:
        assert not print_pending(desk.office, press, now=desk.now)


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_committee_sees_what_is_missing_and_prints_its_poster(served_at, scripts) -> None:
    served = served_at()
    page = served.signed_in("owner_committee", scripts=scripts)
    page.goto("/committee")
    page.click("text=君平街89号院1栋")
    assert "还差什么" in page.inner_text("main")
    with page.expect_download() as coming:
        page.click("text=大字进度公告")
    assert coming.value.suggested_filename.endswith("-poster.pdf")


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_household_opens_its_page_on_a_phone_and_takes_its_paper(served_at, scripts) -> None:
    served = served_at()
    printed(served.desk)
    (link, *_) = make_links(
        served.desk.office, NUMBER, by="community", now=served.desk.now, chance=some_bytes
    )
    page = served.browser(scripts=scripts, width=390, height=844).new_page()
    page.goto(f"/household/{link['token']}")
    assert "我家" in page.inner_text("main")
    with page.expect_download():
        page.click("main a.paper-name >> nth=0")


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_passer_by_checks_a_permit_and_the_progress(served_at, scripts) -> None:
    served = served_at(SERVED, "2024-02-26")
    office = served.desk.office
    with office.database.reading() as session:
        (paper,) = [
            each
            for each in documents.of_case(session, NUMBER)
            if each.document.kind == "planning_permit"
        ]
    page = served.browser(scripts=scripts, width=390, height=844).new_page()
    page.goto("/verify")
    page.fill("#code", paper.frozen.code.lower())
    page.click("text=查验 >> nth=-1")
    page.wait_for_url("**/verify/*")
    assert "有效" in page.inner_text(".verdict")
    page.goto("/status")
    page.fill("#number", NUMBER)
    page.fill("#code", status_code(office, NUMBER))
    page.click("main button")
    page.wait_for_url("**/status/*/*")
    assert "办到哪一步" in page.inner_text("main")


def test_auditor_reads_everything_and_changes_nothing(served_at) -> None:
    served = served_at(SERVED, "2024-02-26")
    before = look_up(served.desk.office, NUMBER).stored.seq
    page = served.signed_in("auditor")
    page.goto("/oversight?first=2023-05-01")
    assert "系统拦下最多的原因" in page.inner_text("main")
    page.goto(f"/cases/{NUMBER}/ledger")
    page.click("text=核对本案台账")
    page.wait_for_selector("text=前后相接")
    page.goto(f"/cases/{NUMBER}")
    assert not page.locator(".foot .button.final").count()
    assert look_up(served.desk.office, NUMBER).stored.seq == before
