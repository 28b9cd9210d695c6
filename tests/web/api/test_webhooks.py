"""Webhooks: told what happened and nothing else, signed, again until taken, only to hosts that may be told."""

import hmac
import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from rebuild.errors import InputError
from rebuild.services.act import Asked, act
from rebuild.services.persons import the_person
from rebuild.services.webhooks import (
    EVENTS,
    FIRST_WAIT,
    MOST_TRIES,
    SIGNATURE,
    collect,
    deliver,
    make_webhook,
)
from rebuild.web.outbox import NOBODY, post, tell_what_happened
from rebuild.web.worker import OnlyOne
from tests.web.api.conftest import API, client_of, key
from tests.web.conftest import NUMBER, Desk, desk_at, offices, some_bytes
from tests.web.kept_in import on_both

__all__ = ["desk_at", "offices"]

URL = "https://platform.example/rebuild"


@pytest.fixture
def desk(desk_at) -> Desk:
    return desk_at(("planning", "accept"), "2024-02-05")


@pytest.fixture
def made(desk):
    return make_webhook(
        desk.office, URL, EVENTS, the_person(desk.office, "planning_clerk", desk.now.date()),
        allowed_hosts=frozenset({"platform.example"}), now=desk.now, chance=some_bytes,
    )  # fmt: skip


def grant(desk: Desk) -> None:
    person = the_person(desk.office, "planning_chief", desk.now.date())
    answers = {"floor_area": "579.22"}
    asked = Asked(NUMBER, "planning", "grant", answers, person.actor, desk.now.date(), desk.now)
    assert act(desk.office, asked).allowed


class Post:
    """Answers with what it is told to, and remembers what it was sent."""

    def __init__(self, *statuses):
        self.statuses, self.sent = list(statuses), []

    def __call__(self, url, body, headers):
        self.sent.append((url, body, headers))
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


def test_nothing_before_its_making_is_told(desk, made):
    assert collect(desk.office, now=desk.now) == 0


@on_both
def test_permit_granted_is_told_once_with_its_documents_and_no_name(desk, made):
    grant(desk)
    assert collect(desk.office, now=desk.now) == 1
    assert collect(desk.office, now=desk.now) == 0
    post = Post(204)
    assert deliver(desk.office, post, now=desk.now) == (1, 0)
    assert deliver(desk.office, post, now=desk.now) == (0, 0)
    ((url, body, _),) = post.sent
    assert url == URL
    told = json.loads(body)
    assert {each["kind"] for each in told["changes"] if each["event"] == "document_issued"} == {
        "planning_permit",
        "approval_decision",
    }
    assert "刘" not in body.decode()


def test_message_is_signed_over_its_instant_and_its_body(desk, made):
    grant(desk)
    collect(desk.office, now=desk.now)
    post = Post(200)
    deliver(desk.office, post, now=desk.now)
    _, body, headers = post.sent[0]
    instant, signature = (each.partition("=")[2] for each in headers[SIGNATURE].split(","))
    assert int(instant) == int(desk.now.timestamp())
    signed = f"{instant}.".encode() + body
    assert signature == hmac.new(made["secret"].encode(), signed, "sha256").hexdigest()


@on_both
def test_message_not_taken_is_sent_again_after_ever_longer(desk, made):
    grant(desk)
    collect(desk.office, now=desk.now)
    post, now = Post(500), desk.now
    assert deliver(desk.office, post, now=now) == (0, 1)
    assert deliver(desk.office, post, now=now + FIRST_WAIT - timedelta(seconds=1)) == (0, 0)
    assert deliver(desk.office, post, now=now + FIRST_WAIT) == (0, 1)
    assert deliver(desk.office, post, now=now + 2 * FIRST_WAIT) == (0, 0)
    assert deliver(desk.office, post, now=now + 3 * FIRST_WAIT) == (0, 1)
    assert len({body for _, body, _ in post.sent}) == 1


def test_message_nobody_takes_is_given_up_at_last(desk, made):
    grant(desk)
    collect(desk.office, now=desk.now)
    post, now = Post(0), desk.now
    for _ in range(MOST_TRIES + 5):
        deliver(desk.office, post, now=now)
        now += timedelta(hours=7)
    assert len(post.sent) == MOST_TRIES


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/x",
        "http://127.0.0.1/x",
        "file:///etc/passwd",
        "https://platform.example.evil/x",
        "https://user@platform.example/x",
        "platform.example",
    ],
)
def test_host_that_may_not_be_told_is_refused(desk, url):
    person = the_person(desk.office, "planning_clerk", desk.now.date())
    with pytest.raises(InputError):
        make_webhook(
            desk.office, url, EVENTS, person,
            allowed_hosts=frozenset({"platform.example"}), now=desk.now, chance=some_bytes,
        )  # fmt: skip


class Receiver(BaseHTTPRequestHandler):
    """An address that takes what it is sent, or sends it on elsewhere."""

    taken: ClassVar[list[bytes]] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/rebuild")
        else:
            self.taken.append(body)
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    Receiver.taken.clear()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_happened_reaches_a_real_address(desk, receiver, tmp_path):
    person = the_person(desk.office, "planning_clerk", desk.now.date())
    make_webhook(
        desk.office, f"http://{receiver}/rebuild", EVENTS, person,
        allowed_hosts=frozenset({receiver}), now=desk.now, chance=some_bytes,
    )  # fmt: skip
    grant(desk)
    assert tell_what_happened(desk.office, lambda: desk.now, OnlyOne(tmp_path / "lock"))
    assert not tell_what_happened(desk.office, lambda: desk.now, OnlyOne(tmp_path / "other"))
    assert [json.loads(each)["case"] for each in Receiver.taken] == [NUMBER]


def test_message_is_not_sent_on_elsewhere(receiver):
    assert post(f"http://{receiver}/elsewhere", b"{}", {}) == 302
    assert not Receiver.taken


def test_nobody_at_an_address_is_no_error():
    assert post("http://127.0.0.1:9/", b"{}", {}) == NOBODY


def test_address_is_kept_once_by_its_key_and_its_secret_is_told_once(desk):
    desk.app.state.settings = desk.settings.model_copy(update={"webhook_hosts": "a.example"})
    browser, asked = (
        client_of(desk, "planning_clerk"),
        {"url": "https://a.example/", "events": sorted(EVENTS)},
    )
    first, again = (
        browser.post(f"{API}/webhooks", json=asked, headers=key("hook")) for _ in range(2)
    )
    assert (first.status_code, len(first.json()["secret"])) == (201, 64)
    assert again.json() == {**first.json(), "secret": ""}
    (known,) = browser.get(f"{API}/webhooks").json()
    assert known["active"]
    for _ in range(2):
        place = f"{API}/webhooks/{known['id']}"
        assert browser.delete(place, headers=key("away")).status_code == 204
    assert not browser.get(f"{API}/webhooks").json()[0]["active"]
    other = client_of(desk, "planning_chief").delete(f"{API}/webhooks/{known['id']}")
    assert other.status_code == 404
