"""An office of its own for every story, on both databases; chance is the same each time, so that a story is too."""

from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from rebuild.engine.load import load
from rebuild.engine.publish import canonical_json, fingerprint
from rebuild.resources import workflows
from rebuild.services.office import Office, open_office
from rebuild.store.database import Database
from rebuild.store.people import make_key_file
from rebuild.store.workflows import PublishedVersion, publish
from tests.store.conftest import address, postgresql_database, sqlite_template

__all__ = ["address", "postgresql_database", "sqlite_template"]

Opened = Callable[..., Office]


def same_chance() -> Callable[[int], bytes]:
    """Bytes that look like chance and are the same in every run."""
    numbers = count()
    return lambda size: b"".join(
        sha256(b"%d" % next(numbers)).digest() for _ in range(-(-size // 32))
    )[:size]


@cache
def shipped() -> tuple[PublishedVersion, bytes]:
    """The workflow of this release, read and checked once for all the offices of these tests."""
    workflow = load(workflows() / "d_grade_rebuild").workflow
    version = PublishedVersion(workflow.id, workflow.version, fingerprint(workflow))
    return version, canonical_json(workflow)


def opened_office(folder: Path, address: str) -> Office:
    """What `make_office` makes, without reading the same YAML again for every test."""
    data, chance = folder / "office", same_chance()
    for needed in (data, data / "keys", data / "documents"):
        needed.mkdir(parents=True)
    for name in ("people.key", "signing.key"):
        make_key_file(data / "keys" / name, chance)
    database = Database(address)
    database.create()
    version, json = shipped()
    with database.writing() as session:
        publish(session, version, json=json)
    database.close()
    verify_url = "https://rebuild.example/d/"
    return open_office(data=data, database=address, verify_url=verify_url, chance=chance)


@pytest.fixture
def office(tmp_path: Path, address: str) -> Iterator[Office]:
    opened = opened_office(tmp_path, address)
    yield opened
    opened.close()
