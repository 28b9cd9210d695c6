"""The whole story told as its people would tell it: each step a form filled in on a page, or a call of the API."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.testclient import TestClient

from rebuild.engine.definition import Field
from rebuild.services.act import Asked, act
from rebuild.services.look_up import look_up
from rebuild.services.open_case import newest_plan
from rebuild.services.persons import the_person
from rebuild.services.read_story import Step, Story, read_story
from rebuild.services.rights import Right, may, only_by_case
from rebuild.services.run_clocks import run_clocks
from rebuild.services.sample_people import SAMPLE_PASSWORD, make_sample_accounts
from rebuild.services.tell_story import _employ
from rebuild.services.tokens import NewToken, make_token
from rebuild.store import accounts, documents, ledger
from tests.cli.conftest import STORY
from tests.web.conftest import BEIJING, Desk, csrf_in, some_bytes

EVERYTHING = frozenset(each.value for each in Right if each is not Right.ADMINISTER)


def the_story() -> Story:
    return read_story(STORY)


def typed(
    asks: tuple[Field, ...], answers: Mapping[str, Any], before: str = "a."
) -> Iterator[tuple[str, str]]:
    """Answers as somebody would type them into the fields of a form."""
    for field in asks:
        if field.name not in answers:
            continue
        value, name = answers[field.name], f"{before}{field.name}"
        if field.type == "list":
            for place, row in enumerate(value):
                yield from typed(field.of, row, f"{name}.{place}.")
        elif field.type == "points":
            yield name, "\n".join(f"{x},{y}" for x, y in value)
        else:
            yield (
                name,
                {True: "是", False: "否"}.get(value, str(value))
                if isinstance(value, bool)
                else str(value),
            )


class Telling:
    """One office, its people's browsers or clients, and the case as it goes."""

    def __init__(self, desk: Desk, story: Story) -> None:
        self.desk, self.story, self.number = desk, story, ""
        _employ(desk.office, story)
        make_sample_accounts(desk.office, now=desk.now, chance=some_bytes)

    def let_in(self) -> None:
        with self.desk.office.database.writing() as session:
            for person, actor in self.story.people.items():
                if only_by_case(actor.roles):
                    accounts.let_in(session, person, self.number, by="test", at=self.desk.now)

    def run_clocks(self, step: Step) -> None:
        run_clocks(self.desk.office, on=step.on, now=self.desk.now, number=self.number)

    def enter_history(self, step: Step) -> None:
        """Steps of old papers are entered by the archivist, at the office's own machine."""
        actor = self.story.people[step.actor]
        asked = Asked(
            self.number, step.seat, step.action, step.answers, actor, step.on, self.desk.now,
            recorded=True, run=step.run,
        )  # fmt: skip
        assert act(self.desk.office, asked).allowed

    def tell(self) -> Iterator[tuple[Step, tuple[str, ...]]]:
        """Each step with the kinds of documents that came of it."""
        for count, step in enumerate(self.story.steps):
            opens = datetime.combine(step.entered, datetime.min.time(), BEIJING)
            self.desk.now = opens + timedelta(hours=9, minutes=count % 480)
            before = len(self.papers())
            if step.runs_clocks:
                self.run_clocks(step)
            elif step.recorded:
                self.enter_history(step)
            else:
                self.do(step)
            yield step, tuple(self.papers()[before:])

    def papers(self) -> list[str]:
        if not self.number:
            return []
        return [each.kind for each in look_up(self.desk.office, self.number).case.documents]

    def refusals(self) -> int:
        """How many refusals the ledger has of the case."""
        if not self.number:
            return 0
        with self.desk.office.database.reading() as session:
            return sum(each.refusal for each in ledger.entries(session, self.number))

    def last_refusal(self) -> tuple[str, ...]:
        with self.desk.office.database.reading() as session:
            last = ledger.entries(session, self.number)[-1]
        return last.events[0].findings if last.refusal else ()

    def do(self, step: Step) -> None:
        raise NotImplementedError


class OnPages(Telling):
    """Every step through the forms, without a script."""

    def browser(self, person: str) -> TestClient:
        return self.desk.signed_in(person)

    def do(self, step: Step) -> None:
        browser = self.browser(step.actor)
        if step.opens:
            self.open(step, browser)
            return
        found = look_up(self.desk.office, self.number)
        action = found.plan.action(step.seat, step.action)
        here = f"/cases/{self.number}/act/{step.seat}/{step.action}"
        token = csrf_in(browser.get("/account").text)
        form = {
            "csrf": token, "on": step.on.isoformat(), "key": f"key {step.line}",
            "seen": str(found.stored.version), "run": str(step.run or ""),
            **dict(typed(action.asks, step.answers)),
        }  # fmt: skip
        answer = browser.post(here, data=form, follow_redirects=False)
        if answer.status_code == 200 and "/confirmed" in answer.text:
            again = form | {"again": SAMPLE_PASSWORD}
            answer = browser.post(f"{here}/confirmed", data=again, follow_redirects=False)
        expected = 422 if step.refused else 303
        assert answer.status_code == expected, (step.line, answer.status_code, _told(answer.text))

    def open(self, step: Step, browser: TestClient) -> None:
        with self.desk.office.database.writing() as session:
            plan = newest_plan(session, self.desk.office, self.story.workflow)
        asks = plan.action("case", "register").asks
        page = browser.get("/cases/new")
        form = {
            "csrf": csrf_in(page.text), "on": step.on.isoformat(), "key": f"key {step.line}",
            "workflow": self.story.workflow, "region": self.story.region,
            **dict(typed(asks, step.answers)),
        }  # fmt: skip
        answer = browser.post("/cases/new", data=form, follow_redirects=False)
        assert answer.status_code == 303, _told(answer.text)
        self.number = re.search(r"/cases/([^?]+)", answer.headers["location"])[1]
        self.let_in()


class OverTheApi(OnPages):
    """Every step as a client would send it; parties, who have no use of the API, go on with their pages."""

    def client(self, person: str) -> TestClient:
        day = self.desk.now.date()
        wanted = NewToken("市级平台", person, EVERYTHING, day + timedelta(days=1))
        _, secret = make_token(
            self.desk.office, wanted, by="root", now=self.desk.now, chance=some_bytes
        )
        client = self.desk.nobody()
        client.headers["Authorization"] = f"Bearer {secret}"
        return client

    def do(self, step: Step) -> None:
        person = the_person(self.desk.office, step.actor, self.desk.now.date())
        if not may(person, Right.USE_API):
            super().do(step)
            return
        client = self.client(step.actor)
        answers = plain(step.answers)
        if step.opens:
            asked = {"region": self.story.region, "answers": answers, "on": step.on.isoformat()}
            answer = client.post("/api/v1/cases", json=asked)
            assert answer.status_code == 201, answer.text
            self.number = answer.json()["number"]
            self.let_in()
            return
        asked = {"answers": answers, "on": step.on.isoformat(), "run": step.run or None}
        here = f"/api/v1/cases/{self.number}/actions/{step.seat}/{step.action}"
        answer = client.post(here, json=asked)
        assert answer.status_code == (422 if step.refused else 200), (step.line, answer.text[:500])
        if step.refused:
            codes = {each["code"] for each in answer.json()["findings"]}
            assert set(step.refused) <= codes


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def _told(page: str) -> str:
    words = re.sub(r"<[^>]+>", " ", page[page.find("<main") :])
    return re.sub(r"\s+", " ", words)[:900]


def wanted(step: Step) -> Counter[str]:
    """The documents a step says must come of it: `danger_notice x17` is seventeen."""
    found: Counter[str] = Counter()
    for each in step.documents:
        kind, _, times = each.partition(" x")
        found[kind] += int(times or 1)
    return found


def documents_of(desk: Desk, number: str) -> list[tuple[str, str]]:
    with desk.office.database.reading() as session:
        return [
            (each.document.kind, each.document.number)
            for each in documents.of_case(session, number)
        ]
