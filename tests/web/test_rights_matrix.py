"""Every address for every role: in a case of one's own, in one out of reach, after the session has ended.

The matrix is made from the application's own routes, so that an address nobody has thought of has no
row, and is red.
"""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest

from rebuild.services import staffing
from rebuild.services.persons import the_person
from rebuild.services.rights import ADMINISTRATOR, POLICY, Right, Subject, may
from rebuild.services.sample_people import SAMPLE_PASSWORD
from rebuild.services.staffing import Hand, NewPerson
from rebuild.store import accounts, staff
from tests.web.asking import Asker, Request, without_threads
from tests.web.conftest import NUMBER, PARTIES, UNDER_REVIEW, Desk, csrf_in, some_bytes
from tests.web.routes import MAY_STILL_REFUSE, PUBLIC, SIGNED_IN, Route, routes_of

ROLES = sorted(POLICY)
REFUSED = {403, 404}
# What the placeholders of an address stand for; what is not named here stands for nothing there is.
GIVEN = {"number": NUMBER, "seat": "planning", "action": "grant", "clock": "decision", "run": "1"}
ENDS_THE_SESSION = ("/sign-out", "/account")  # asked for by themselves, not among the others


def address(route: Route) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: GIVEN.get(found[1], "none"), route.path)


def person_for(desk: Desk, role: str, *, near: bool) -> str:
    """Somebody in a role: of this district and let into the case, or of another and let into none."""
    name = f"{role}_{'near' if near else 'far'}"
    regions = {"510105"} if near else {"510106"}
    with desk.office.database.reading() as session:
        known = staff.find(session, role)
    organ = known.actor.organ if known else ""
    new = NewPerson(name, "示例某某", frozenset({role}), organ, frozenset(regions))
    staffing.add_person(desk.office, new, Hand(desk.now), some_bytes, password=SAMPLE_PASSWORD)
    with desk.office.database.writing() as session:
        accounts.put(session, replace(accounts.get(session, name), must_change=False))
        if near and role in PARTIES:
            accounts.let_in(session, name, NUMBER, by="test", at=desk.now)
    return name


def allowed(desk: Desk, person: str, wanted: str) -> bool:
    """What the one policy says of a row of the matrix."""
    if wanted in (PUBLIC, SIGNED_IN):
        return True
    who = the_person(desk.office, person, desk.now.date())
    kind, _, right = wanted.rpartition(":")
    return may(who, Right(right), Subject("510105", NUMBER) if kind else None)


class Asking:
    """Somebody signed in, who asks the application itself: the matrix has some five thousand cells."""

    def __init__(self, desk: Desk, person: str) -> None:
        browser = desk.signed_in(person)
        self._form = urlencode(
            {"csrf": csrf_in(browser.get("/account").text), "key": "matrix", "seen": "0"}
        )
        self._cookie = (b"cookie", f"rebuild={browser.cookies['rebuild']}".encode())
        self._asker = Asker(desk.app)

    def status_of(self, route: Route) -> int:
        asked = Request(route.method, quote(address(route)), (self._cookie,))
        if route.method != "GET":
            form = (b"content-type", b"application/x-www-form-urlencoded")
            asked = asked.but_with(form)._replace(body=self._form.encode())
        return self._asker.ask(asked).status

    def close(self) -> None:
        self._asker.close()


@pytest.fixture
def desk(desk_at) -> Desk:
    return desk_at(UNDER_REVIEW, "2024-02-05")


def test_every_address_has_a_row(desk):
    without = [route for route in routes_of(desk.app) if route.wanted is None]
    assert not without
    assert len(routes_of(desk.app)) > 80


def test_route_without_a_row_would_be_red(desk):
    desk.app.add_api_route("/brand-new", lambda: None, methods=["GET"])
    assert Route("/brand-new", "GET") in [r for r in routes_of(desk.app) if r.wanted is None]


@pytest.mark.slow
@pytest.mark.parametrize("near", [True, False], ids=["own", "other"])
@pytest.mark.parametrize("role", ROLES)
def test_role_opens_what_the_policy_gives_it_and_nothing_else(desk, role, near, monkeypatch):
    from rebuild.web.rate import Buckets

    monkeypatch.setattr(
        Buckets, "allows", lambda *_, **__: True
    )  # the matrix asks faster than people do
    person = person_for(desk, role, near=near)
    asking, wrong = Asking(desk, person), []
    for route in routes_of(desk.app):
        if route.wanted == PUBLIC or route.path.startswith(ENDS_THE_SESSION):
            continue
        if route.path.endswith(".pdf") and allowed(desk, person, route.wanted):
            continue  # that a sheet is printed for whom it is for is seen in a browser; it takes seconds
        with without_threads():
            status = asking.status_of(route)
        if status >= 500:
            wrong.append((route, status, "broken"))
        elif not allowed(desk, person, route.wanted) and status not in REFUSED | {303}:
            wrong.append((route, status, "let in"))
        elif not allowed(desk, person, route.wanted) and status == 303:
            wrong.append((route, status, "sent on instead of refused"))
        elif (
            allowed(desk, person, route.wanted)
            and route.method == "GET"
            and "none" not in address(route)
            and status in REFUSED
            and not route.path.startswith(MAY_STILL_REFUSE)
        ):
            wrong.append((route, status, "shut out"))
    asking.close()
    assert not wrong


def test_ended_session_opens_nothing(desk):
    browser = desk.signed_in("planning_chief")
    token = csrf_in(browser.get("/account").text)
    desk.now += timedelta(hours=13)
    for route in routes_of(desk.app):
        if route.wanted == PUBLIC:
            continue
        answer = browser.request(
            route.method,
            address(route),
            data={"csrf": token} if route.method == "POST" else None,
            follow_redirects=False,
        )
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in"), route


def test_form_without_its_token_changes_nothing(desk):
    browser = desk.signed_in("planning_chief")
    for route in routes_of(desk.app):
        if route.wanted == PUBLIC or route.method == "GET" or route.path == "/confirm-password":
            continue
        for token in ("", "0" * 64):
            status = browser.post(address(route), data={"csrf": token}).status_code
            assert status in REFUSED, (route, status)


def test_form_from_elsewhere_is_refused(desk):
    browser = desk.signed_in("planning_chief")
    token = csrf_in(browser.get("/account").text)
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = browser.post("/sign-out", data={"csrf": token}, headers=headers)
        assert answer.status_code == 403
    assert browser.get("/account").status_code == 200


def test_administrator_decides_nothing(desk):
    person = person_for(desk, ADMINISTRATOR, near=True)
    browser = desk.signed_in(person)
    assert browser.get(f"/cases/{NUMBER}").status_code == 404
