"""Clients of the API: each asks with some of somebody's rights, over the case under review for its planning permit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from rebuild.services.rights import Right
from rebuild.services.tokens import NewToken, make_token
from rebuild.web.api.app import make_api
from tests.web.conftest import NUMBER, Desk, some_bytes

API = "/api/v1"
CASE = f"{API}/cases/{NUMBER}"
EVERYTHING = frozenset(Right) - {Right.ADMINISTER}
Asking = Callable[..., TestClient]


@pytest.fixture(scope="session")
def description() -> dict[str, Any]:
    """What the API says of itself, worked out once; a second or two go into it."""
    return make_api().openapi()


@pytest.fixture
def desk(desk_at) -> Desk:
    return desk_at(("planning", "accept"), "2024-02-05")


def token(desk: Desk, person: str, *, rights=EVERYTHING, days: int = 30) -> tuple[str, str]:
    wanted = NewToken(
        "市级平台",
        person,
        frozenset(each.value for each in rights),
        desk.now.date() + timedelta(days=days),
    )
    return make_token(desk.office, wanted, by="root", now=desk.now, chance=some_bytes)


def client_of(desk: Desk, person: str, **given) -> TestClient:
    """A client that asks with somebody's rights, or with those of them that are `rights`."""
    browser = desk.nobody()
    _, secret = token(desk, person, **given)
    browser.headers["Authorization"] = f"Bearer {secret}"
    return browser


@pytest.fixture
def client(desk) -> Asking:
    return lambda person, **given: client_of(desk, person, **given)


def key(words: str) -> dict[str, str]:
    return {"Idempotency-Key": words}
