"""A desk at work: the story of 君平街89号 told as far as a test needs it, and its pages asked for as a person would."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from re import search

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.testclient import TestClient

from rebuild.services import passwords
from rebuild.services.office import Office, open_office
from rebuild.services.sample_people import SAMPLE_PASSWORD, make_sample_accounts
from rebuild.settings import Settings
from rebuild.store import accounts
from rebuild.web.app import make_app
from tests.cli.conftest import NUMBER, SERVED, UNDER_REVIEW, offices
from tests.store.conftest import postgresql_database
from tests.web.kept_in import IN_FILES, Keeping, kept_in, on_server

__all__ = [
    "NUMBER",
    "SERVED",
    "UNDER_REVIEW",
    "Desk",
    "desk_at",
    "kept_in",
    "offices",
    "on_server",
    "postgresql_database",
]

BEIJING = timezone(timedelta(hours=8))
PARTIES = ("owner", "owner_rep", "owner_committee", "agent", "appraiser", "surveyor", "contractor")

# The same argon2id with little work.
LIGHT = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


def some_bytes(length: int) -> bytes:
    """Chance for tests: never twice the same, the same in every run."""
    some_bytes.turn = getattr(some_bytes, "turn", 0) + 1
    return some_bytes.turn.to_bytes(8).rjust(length, b"\x07")[-length:]


@dataclass
class Desk:
    """An application over a real office, with a clock a test can set."""

    office: Office
    now: datetime
    number: str = NUMBER

    def __post_init__(self) -> None:
        self._open = ExitStack()
        self.settings = Settings(data=self.office.data, site_url="http://testserver")
        self.app = make_app(self.office, self.settings, now=lambda: self.now, chance=some_bytes)

    def nobody(self) -> TestClient:
        """A browser in which nobody is signed in."""
        return self._open.enter_context(TestClient(self.app, raise_server_exceptions=False))

    def signed_in(self, person: str) -> TestClient:
        """A browser in which a sample person is."""
        browser = self.nobody()
        answer = browser.post(
            "/sign-in", data={"name": person, "password": SAMPLE_PASSWORD}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        return browser

    def close(self) -> None:
        self._open.close()
        self.office.close()


def csrf_in(page: str) -> str:
    """The token that the forms of a page carry."""
    found = search(r'name="csrf" value="([^"]+)"', page)
    assert found, "no form of this page carries a token"
    return found[1]


def desk_on(told: Path, to: Path, on: str, kept_in: Keeping = IN_FILES) -> Desk:
    """A copy of an office as it stands, with an account for everybody, at ten o'clock on a day."""
    data = shutil.copytree(told, to)
    office = open_office(
        data=data,
        database=kept_in.copied(told, data),
        verify_url="http://testserver/verify/",
        chance=some_bytes,
    )
    now = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=BEIJING)
    make_sample_accounts(office, now=now, chance=some_bytes)
    with office.database.writing() as session:
        for party in PARTIES:
            accounts.let_in(session, party, NUMBER, by="test", at=now)
    return Desk(office, now)


@pytest.fixture(autouse=True)
def _passwords_take_no_time(monkeypatch) -> None:
    """Hundreds of sign-ins are not what these tests are about."""
    monkeypatch.setattr(passwords, "_HASHER", LIGHT)


@pytest.fixture
def desk_at(offices, tmp_path, kept_in) -> Iterator[Callable[..., Desk]]:
    """Open a copy of an office told so far, at ten o'clock on a day."""
    made: list[Desk] = []

    def opened(until: tuple[str, str], on: str) -> Desk:
        made.append(desk_on(offices(until), tmp_path / f"office{len(made)}", on, kept_in))
        return made[-1]

    yield opened
    for desk in made:
        desk.close()


@pytest.fixture
def desk(desk_at) -> Desk:
    """The case under review for its planning permit, on 2024-02-05."""
    return desk_at(UNDER_REVIEW, "2024-02-05")
