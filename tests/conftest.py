"""How the tests run: hypothesis without surprises from slow machines, nothing taken from this machine's settings."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from rebuild.resources import templates, workflows
from rebuild.services import office, posts

Read = TypeVar("Read")

# A deadline measures the machine, not the rule; two cores shared by eight workers miss it for no reason.
settings.register_profile(
    "everyday", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("everyday"), derandomize=True, print_blob=True)
settings.register_profile("long", settings.get_profile("everyday"), max_examples=5_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "everyday")
)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own REBUILD_DATA must not decide whether a test passes, or be written to."""
    for name in list(os.environ):
        if name.startswith("REBUILD_") and not name.startswith("REBUILD_TEST_"):
            monkeypatch.delenv(name)


@contextmanager
def files_read_once() -> Iterator[None]:
    """The definitions and templates of the release: they never change while tests run, and each of a thousand offices would read them anew."""
    with pytest.MonkeyPatch.context() as patch:
        for name, own in (
            ("load_kinds", templates()),
            ("load_calendars", workflows()),
            ("check_workflow", workflows()),
            ("load", workflows()),
        ):
            patch.setattr(office, name, _once_within(own, getattr(office, name)))
        understood = cache(office.from_json)
        patch.setattr(office, "from_json", understood)
        patch.setattr(posts, "from_json", understood)
        yield


@pytest.fixture(autouse=True, scope="session")
def _files_of_the_release_are_read_once() -> Iterator[None]:
    with files_read_once():
        yield


def _once_within(own: Path, read: Callable[[Path], Read]) -> Callable[[Path], Read]:
    """What is read of a folder of the release is kept; a folder that a test made is read as it is."""
    kept = cache(read)
    return lambda folder: kept(folder) if folder.is_relative_to(own) else read(folder)
