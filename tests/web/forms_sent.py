"""Forms as a browser sends them: every field of a form of a page, with what somebody types over it."""

from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient


class _Fields(HTMLParser):
    """The fields of the form with an id, or of the first form that posts to an address."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.inside = False
        self.action = ""
        self.fields: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = self.wanted in (given.get("id"), given.get("action"))
            self.action = given.get("action", "") if self.inside else self.action
        if not self.inside or "name" not in given:
            return
        kind = given.get("type", "text")
        if tag == "input" and (kind not in ("radio", "checkbox") or "checked" in given):
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._area = given["name"]
            self.fields[self._area] = ""
        elif tag == "select":
            self.fields[given["name"]] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""


def fields_of(page: str, form: str) -> tuple[str, dict[str, str]]:
    """Where a form goes, and what it holds."""
    parser = _Fields(form)
    parser.feed(page)
    assert parser.action, f"the page has no form {form}"
    return parser.action, parser.fields


def send(browser: TestClient, page: str, form: str, *, to: str = "", **typed: str) -> Any:
    """Send a form of a page; `a__floor_area` is typed into a.floor_area, `to` goes on from its address."""
    action, fields = fields_of(page, form)
    over = {name.replace("__", "."): value for name, value in typed.items()}
    return browser.post(f"{action}{to}", data={**fields, **over}, follow_redirects=False)
