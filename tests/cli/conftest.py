"""An office at work: the story of 君平街89号 told as far as a test needs it, and commands called in it."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from rebuild.cli import main
from rebuild.services.office import make_office, open_office
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import tell_story

STORY = Path(__file__).parents[1] / "stories" / "junping_street_89.yaml"
NUMBER = "WF-510105-2023-0001"
# How far the story is told: to the first time this is done.
UNDER_REVIEW, SERVED = ("planning", "accept"), ("planning", "serve")


Place = tuple[str, str]  # seat, action


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


def same_bytes(length: int) -> bytes:
    return bytes(length)


@pytest.fixture(scope="session")
def offices(tmp_path_factory) -> Callable[[Place], Path]:
    """The data folder of an office in which the story was told so far; told once, to be copied.

    Kept where every worker of a run finds it. Two that begin at once tell it both; one is thrown away.
    """
    run = tmp_path_factory.getbasetemp()
    shared = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run

    def told(until: Place) -> Path:
        kept = shared / "told so far" / ".".join(until)
        if not kept.exists():
            made = tmp_path_factory.mktemp("telling") / "office"
            tell(made, until)
            kept.parent.mkdir(exist_ok=True)
            with suppress(OSError):  # somebody was quicker
                made.rename(kept)
        return kept

    return told


def tell(data: Path, until: Place) -> None:
    """Make an office and tell the story in it so far."""
    database = f"sqlite:///{data / 'rebuild.sqlite3'}"
    make_office(data=data, database=database, chance=same_bytes)
    office = open_office(
        data=data, database=database, verify_url="https://verify.example/", chance=same_bytes
    )
    story = read_story(STORY)
    steps = 1 + next(
        place
        for place, step in enumerate(story.steps)
        if (step.seat, step.action) == until and not step.refused
    )
    surprises = [
        surprise
        for step in tell_story(office, replace(story, steps=story.steps[:steps]))
        for surprise in step.surprises
    ]
    office.close()
    assert not surprises


@pytest.fixture
def office_at(offices, tmp_path) -> Callable[[Place], Path]:
    """A copy of such an office, for one test to change."""

    def copied(until: Place) -> Path:
        return shutil.copytree(offices(until), tmp_path / "office")

    return copied


@pytest.fixture
def data(office_at) -> Path:
    """An office whose case is under review for its planning permit, on 2024-01-22."""
    return office_at(UNDER_REVIEW)


@pytest.fixture
def served(office_at) -> Path:
    """An office whose case has its planning permit, on 2024-02-06."""
    return office_at(SERVED)


@pytest.fixture
def call(capsys) -> Callable[..., Said]:
    """Call a command in an office; a traceback is never an answer."""

    def called(data: Path, *words: str) -> Said:
        code = main(["--data", str(data), *words])
        said = Said(code, *capsys.readouterr())
        assert "程序内部出错" not in said.err
        assert "Traceback" not in said.err
        return said

    return called


@pytest.fixture
def answers(tmp_path) -> Callable[[str], str]:
    """A file of answers."""

    def written(text: str) -> str:
        file = tmp_path / "answers.yaml"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return written
