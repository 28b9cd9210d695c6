"""算过的不再算: what is remembered of a page is what a process that remembers nothing would tell."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rebuild.cases.facts import Actor
from rebuild.services.acting_page import acting
from rebuild.services.case_head import case_head
from rebuild.services.look_up import Found, look_up, look_up_as_of
from rebuild.services.not_yet import not_yet
from rebuild.services.office import Office, make_office, open_office
from rebuild.services.read_story import read_story
from rebuild.services.recent_course import recent_course
from rebuild.services.rights import Person, Powers
from rebuild.services.tell_story import tell_story
from rebuild.services.told_before import ToldBefore

STORY = Path(__file__).parents[1] / "stories" / "planning_denied_then_granted.yaml"


@pytest.fixture
def two_offices(tmp_path):
    database = f"sqlite:///{tmp_path / 'rebuild.sqlite3'}"
    make_office(data=tmp_path, database=database, chance=os.urandom)
    both = [
        open_office(data=tmp_path, database=database, verify_url="https://x/", chance=os.urandom)
        for _ in range(2)
    ]
    yield both
    for each in both:
        each.close()


def everything(office: Office, found: Found, person: Person, on: date) -> tuple:
    acts = acting(found, office.calendar, person, on=on)
    head = case_head(found, office.calendar, on=on, person=person)
    return acts.lacking, acts.mine, acts.turn, head, not_yet(acts), recent_course(office, found)


def somebody(role: str, number: str) -> Person:
    roles = frozenset({role})
    return Person(Actor(role, "示例人员", roles), (Powers(roles, granted=frozenset({number})),))


@pytest.mark.slow
def test_a_page_is_never_behind_what_another_process_did(two_offices) -> None:
    acts_here, looks_on = two_offices
    for told in tell_story(acts_here, read_story(STORY)):
        if not told.number:
            continue
        for role in ("planning_chief", "owner_rep"):
            person = somebody(role, told.number)
            for on in (told.step.on, told.step.on + timedelta(days=1), told.step.on):
                found = look_up(looks_on, told.number)
                fresh = replace(found, before=None)
                remembered = everything(looks_on, found, person, on)
                assert remembered == everything(looks_on, fresh, person, on)
    assert len(looks_on.told) > 10
    assert look_up_as_of(looks_on, told.number, told.step.on).before is None


def test_what_is_known_is_not_made_again() -> None:
    told, made = ToldBefore(2), []
    for _ in range(2):
        assert told.once("one", lambda: made.append("one") or "a") == "a"
    assert made == ["one"]


def test_what_was_asked_longest_ago_makes_room_for_a_third_of_two() -> None:
    told, made = ToldBefore(2), []
    for key in ("one", "two", "one", "three", "one", "two"):
        told.once(key, lambda key=key: made.append(key))
    assert made == ["one", "two", "three", "two"]
    assert len(told) == 2


def test_what_cannot_be_made_is_not_known() -> None:
    told = ToldBefore(2)
    with pytest.raises(ZeroDivisionError):
        told.once("one", lambda: 1 // 0)
    assert told.once("one", lambda: 1) == 1
