"""Signing in: who is let in, for how long, what a browser must send, and what nobody can tell from outside."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from pyotp import TOTP
from starlette.testclient import TestClient

from rebuild.cases.facts import Actor
from rebuild.services import own_account, staffing
from rebuild.services.office import make_office, open_office
from rebuild.services.office_log import of_office
from rebuild.services.rights import ADMINISTRATOR
from rebuild.services.staffing import Hand, NewPerson
from rebuild.settings import Settings
from rebuild.store import accounts, web_sessions
from rebuild.web import app as desk
from rebuild.web.pages import sign_in as door
from tests.web.kept_in import IN_FILES, on_both

BEIJING = timezone(timedelta(hours=8))
PASSWORD = "yi-zhi-chong-jian"
START = datetime(2024, 3, 1, 9, 0, tzinfo=BEIJING)


class Clock:
    """Time that moves when a test says so."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def pass_by(self, **time):
        self.now += timedelta(**time)


def counting():
    """Bytes that never repeat."""
    turns = iter(range(10**9))
    return lambda length: next(turns).to_bytes(4, "big").rjust(length, b"\7")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An office with a clerk and an administrator, to be copied."""
    data = tmp_path_factory.mktemp("office") / "office"
    database = IN_FILES.fresh(data)
    make_office(data=data, database=database, chance=counting())
    made, hand = opened(data, database), Hand(START)
    for name, roles in (("zhang", {"planning_clerk"}), ("root", {ADMINISTRATOR})):
        new = NewPerson(name, "张某", frozenset(roles))
        staffing.add_person(made, new, hand, counting(), password=PASSWORD)
        with made.database.writing() as session:
            accounts.put(session, replace(accounts.get(session, name), must_change=False))
    made.close()
    return data


def opened(data, database):
    return open_office(data=data, database=database, verify_url="", chance=counting())


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def office(template, tmp_path, kept_in):
    data = shutil.copytree(template, tmp_path / "office")
    copied = opened(data, kept_in.copied(template, data))
    yield copied
    copied.close()


@pytest.fixture
def client(office, clock, monkeypatch):
    monkeypatch.setattr(door, "NO_SOONER", 0.0)
    app = desk.make_app(office, Settings(data=office.data), now=clock, chance=counting())
    # Entered, so that all requests of a test are answered in one thread and not each in a new one.
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as browser:
        yield browser


def sign_in(client, name="zhang", password=PASSWORD, **more):
    return client.post("/sign-in", data={"name": name, "password": password, **more})


def held(client):
    return client.cookies.get("rebuild")


@on_both
def test_the_right_password_lets_in_and_leads_where_one_was_going(client):
    assert client.get("/account").headers["location"] == "/sign-in?next=/account"
    entered = sign_in(client, next="/account")
    assert (entered.status_code, entered.headers["location"]) == (303, "/account")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere(client, elsewhere):
    assert sign_in(client, next=elsewhere).headers["location"] == "/"


def test_an_unknown_name_a_wrong_password_and_a_locked_account_get_one_answer(client, clock):
    unknown = sign_in(client, name="nobody", password="x")
    wrong = sign_in(client, password="x")
    for _ in range(4):
        sign_in(client, password="x")
    locked = sign_in(client)
    assert {unknown.status_code, wrong.status_code, locked.status_code} == {401}
    assert unknown.text.replace("nobody", "zhang") == wrong.text == locked.text


@on_both
def test_the_fifth_failure_locks_for_a_minute_the_sixth_for_two(client, clock):
    for _ in range(5):
        sign_in(client, password="x")
    clock.pass_by(seconds=59)
    assert sign_in(client).status_code == 401
    clock.pass_by(seconds=1)
    sign_in(client, password="x")
    clock.pass_by(seconds=119)
    assert sign_in(client).status_code == 401
    clock.pass_by(seconds=1)
    assert sign_in(client).status_code == 303


def test_four_failures_do_not_lock(client):
    for _ in range(4):
        sign_in(client, password="x")
    assert sign_in(client).status_code == 303


def test_a_session_that_was_planted_before_is_not_the_one_after(client):
    client.cookies.set("rebuild", "planted", domain="127.0.0.1")
    sign_in(client)
    assert held(client) != "planted"
    first = held(client)
    sign_in(client)
    second = held(client)
    assert first != second
    client.cookies.clear()
    client.cookies.set("rebuild", first)
    assert client.get("/account").status_code == 303, "the earlier one was ended"


@pytest.mark.parametrize(
    ("idle", "status"), [(29, 200), (30, 303), (31, 303)], ids=["below", "at", "above"]
)
def test_whoever_does_nothing_for_half_an_hour_signs_in_again(client, clock, idle, status):
    sign_in(client)
    clock.pass_by(minutes=idle)
    assert client.get("/account").status_code == status


def test_after_twelve_hours_even_the_busy_sign_in_again(client, clock):
    sign_in(client)
    for _ in range(35):
        clock.pass_by(minutes=20)
        assert client.get("/account").status_code == 200
    clock.pass_by(minutes=20)
    assert client.get("/account").status_code == 303


def test_whoever_is_disabled_is_out_at_the_next_request(client, office, clock):
    sign_in(client)
    staffing.disable(office, "zhang", Hand(clock.now))
    assert client.get("/account").status_code == 303
    assert sign_in(client).status_code == 401


def test_signing_out_ends_the_session_and_not_only_the_cookie(client, office):
    sign_in(client)
    cookie = held(client)
    page = client.get("/account").text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    assert client.post("/sign-out", data={"csrf": token}).status_code == 303
    client.cookies.set("rebuild", cookie)
    assert client.get("/account").status_code == 303


def test_only_the_hash_of_what_a_browser_holds_is_kept(client, office):
    sign_in(client)
    with office.database.reading() as session:
        (kept,) = web_sessions.of_person(session, "zhang")
    assert held(client) not in repr(kept)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client, headers):
    sign_in(client)
    token = client.get("/account").text.partition('name="csrf" value="')[2].partition('"')[0]
    answer = client.post("/sign-out", data={"csrf": token}, headers=headers)
    assert answer.status_code == 403
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("token", ["", "0" * 32])
def test_a_form_without_its_token_is_refused(client, token):
    sign_in(client)
    assert client.post("/sign-out", data={"csrf": token}).status_code == 403
    assert client.get("/account").status_code == 200


def test_the_token_of_one_session_is_worth_nothing_in_another(client):
    sign_in(client)
    token = client.get("/account").text.partition('name="csrf" value="')[2].partition('"')[0]
    client.cookies.clear()
    sign_in(client)
    assert client.post("/sign-out", data={"csrf": token}).status_code == 403


def test_every_answer_is_closed_off_and_private_pages_are_not_kept(client):
    for path in ("/sign-in", "/status", "/nothing-here", "/account"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client, office, clock):
    given = sign_in(client).headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    assert "Secure" not in given
    settings = Settings(data=office.data, site_url="https://desk.example")
    app = desk.make_app(office, settings, now=clock, chance=counting())
    secure = TestClient(app, base_url="https://desk.example", follow_redirects=False)
    answer = sign_in(secure)
    assert answer.headers["set-cookie"].startswith("__Host-rebuild=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_one_address_that_asks_too_often_is_told_to_wait(client, clock):
    answers = [sign_in(client, name="nobody").status_code for _ in range(21)]
    assert answers == [401] * 20 + [429]
    clock.pass_by(seconds=3)
    assert sign_in(client, name="nobody").status_code == 401


def test_a_new_password_is_wanted_before_anything_else(client, office, clock):
    given = staffing.reset_password(office, "zhang", Hand(clock.now), counting())
    assert sign_in(client).status_code == 401
    entered = sign_in(client, password=given)
    assert entered.headers["location"] == "/account/password"
    assert client.get("/account").headers["location"] == "/account/password"
    assert client.get("/account/password").status_code == 200


def test_another_password_signs_every_other_browser_out(client, office, clock):
    sign_in(client)
    elsewhere = held(client)
    client.cookies.clear()
    sign_in(client)
    own_account.change_password(
        office, "zhang", PASSWORD, "lao-yuan-xin-fang", held=held(client), now=clock.now,
        chance=counting(),
    )  # fmt: skip
    assert client.get("/account").status_code == 200
    client.cookies.clear()
    client.cookies.set("rebuild", elsewhere)
    assert client.get("/account").status_code == 303


def test_sign_ins_and_locks_stand_in_the_ledger(client, office):
    sign_in(client)
    for _ in range(5):
        sign_in(client, password="x")
    with office.database.reading() as session:
        told = [event.what for entry in of_office(session) for event in entry.events]
    assert told == ["person_added", "person_added", "signed_in", "locked"]


def turned_on(client, clock):
    """A second factor, set up as on the page; its secret."""
    sign_in(client)
    page = client.get("/account/code").text
    token, secret = (
        page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("csrf", "secret")
    )
    fields = {"csrf": token, "secret": secret, "code": TOTP(secret).at(clock.now)}
    assert client.post("/account/code", data=fields).status_code == 303
    client.cookies.clear()
    clock.pass_by(seconds=30)
    return secret


def test_with_a_second_factor_the_password_alone_opens_nothing(client, clock):
    secret = turned_on(client, clock)
    assert sign_in(client).headers["location"] == "/sign-in/code"
    assert client.get("/account").status_code == 303
    half = held(client)
    assert client.post("/sign-in/code", data={"code": "000000"}).status_code == 401
    code = TOTP(secret).at(clock.now)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303
    assert held(client) != half, "more is believed, so it is another session"
    assert client.get("/account").status_code == 200


def test_a_code_that_was_used_opens_nothing(client, clock):
    secret = turned_on(client, clock)
    code = TOTP(secret).at(clock.now)
    for status in (303, 401):
        sign_in(client)
        assert client.post("/sign-in/code", data={"code": code}).status_code == status


@pytest.mark.parametrize(
    ("seconds", "status"), [(299, 303), (300, 401)], ids=["in_time", "too_late"]
)
def test_half_a_sign_in_waits_five_minutes(client, clock, seconds, status):
    secret = turned_on(client, clock)
    sign_in(client)
    clock.pass_by(seconds=seconds)
    code = TOTP(secret).at(clock.now)
    assert client.post("/sign-in/code", data={"code": code}).status_code == status


def test_codes_are_not_guessed(client, clock):
    secret = turned_on(client, clock)
    sign_in(client)
    for _ in range(5):
        client.post("/sign-in/code", data={"code": "000000"})
    code = TOTP(secret).at(clock.now)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 401


def test_sessions_of_long_ago_are_forgotten(client, office, clock):
    sign_in(client)
    clock.pass_by(days=30, hours=13)
    client.cookies.clear()
    sign_in(client)
    with office.database.reading() as session:
        assert len(web_sessions.of_person(session, "zhang")) == 1


def test_a_session_is_ended_from_another_browser(client):
    sign_in(client)
    elsewhere = held(client)
    client.cookies.clear()
    sign_in(client)
    page = client.get("/account").text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    ending = page.partition("/account/sessions/")[2].partition("/end")[0]
    assert client.post(f"/account/sessions/{ending}/end", data={"csrf": token}).status_code == 303
    client.cookies.clear()
    client.cookies.set("rebuild", elsewhere, domain="127.0.0.1")
    assert client.get("/account").status_code == 303


def test_who_is_there_is_never_believed_of_the_form(client):
    actor = Actor("zhang", "张某", frozenset({"planning_clerk"}))
    sign_in(client)
    assert actor.name in client.get("/account", params={"name": "root"}).text
