"""Behind a proxy: whom it names is believed of the proxy alone, and where the desk stands is told by its settings."""

import re

import pytest
from starlette.testclient import TestClient
from uvicorn.config import Config

from rebuild.settings import Settings
from rebuild.web.app import make_app
from tests.web.conftest import Desk, some_bytes

PROXY, SOMEBODY = "127.0.0.1", "203.0.113.9"
SITE = "https://desk.example"
BURST = 30  # codes that may be asked for at once


def served(desk: Desk, *, asked_by: str) -> TestClient:
    """The desk as it is served, asked by whoever is at the other end of the line."""
    settings = Settings(data=desk.office.data, site_url=SITE)
    app = make_app(desk.office, settings, now=lambda: desk.now, chance=some_bytes)
    config = Config(lambda: app, factory=True, log_config=None)
    config.load()
    return TestClient(config.loaded_app, base_url=SITE, client=(asked_by, 50000))


def asks(client: TestClient, *, named: str) -> int:
    headers = {"X-Forwarded-For": named, "X-Forwarded-Proto": "https"}
    return client.get("/verify/GUESS00000", headers=headers).status_code


def test_whoever_asks_too_often_through_the_proxy_waits_alone(desk):
    proxy = served(desk, asked_by=PROXY)
    answers = [asks(proxy, named="198.51.100.1") for _ in range(BURST + 1)]
    assert answers == [404] * BURST + [429]
    assert asks(proxy, named="198.51.100.2") == 404


def test_nobody_but_the_proxy_can_ask_in_the_name_of_others(desk):
    direct = served(desk, asked_by=SOMEBODY)
    answers = [asks(direct, named=f"198.51.100.{turn}") for turn in range(BURST + 1)]
    assert answers[-1] == 429


@pytest.mark.parametrize("asked_by", [PROXY, SOMEBODY], ids=["through the proxy", "directly"])
def test_no_answer_leads_to_a_host_that_the_request_named(desk, asked_by):
    client = served(desk, asked_by=asked_by)
    named = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
    }
    for page in ("/", "/cases", "/cases/", "/sign-in", "/sign-in/", "/verify", "/api/v1/cases/"):
        answer = client.get(page, headers=named, follow_redirects=False)
        assert "evil.example" not in answer.text + str(answer.headers), page


def test_cookie_of_a_site_with_https_is_never_sent_without_whatever_the_proxy_says(desk):
    client = served(desk, asked_by=PROXY)
    form = {"name": "planning_clerk", "password": "chong-jian-2024"}
    answer = client.post(
        "/sign-in", data=form, headers={"X-Forwarded-Proto": "http"}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert re.search(r"__Host-.*; Secure|; secure", answer.headers["set-cookie"], re.I)
    assert answer.headers["strict-transport-security"]
    assert answer.headers["location"].startswith("/")
