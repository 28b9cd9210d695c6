"""办理后会这样: at every step of every story what anyone could do can be shown beforehand, and shows what then comes."""

import os
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from rebuild.cases.facts import Actor
from rebuild.services.acting_page import acting, links, main_place, waiting
from rebuild.services.asking import Asked
from rebuild.services.case_head import case_head
from rebuild.services.look_up import look_up
from rebuild.services.not_yet import block_of, not_yet
from rebuild.services.office import make_office, open_office
from rebuild.services.preview import preview
from rebuild.services.proof_table import proof_table
from rebuild.services.read_story import read_story
from rebuild.services.recent_course import recent_course
from rebuild.services.rights import Person, Powers
from rebuild.services.tell_story import tell_story

STORIES = sorted((Path(__file__).parents[1] / "stories").glob("*.yaml"))
BEIJING = timezone(timedelta(hours=8))


@pytest.fixture
def office(tmp_path):
    database = f"sqlite:///{tmp_path / 'rebuild.sqlite3'}"
    make_office(data=tmp_path, database=database, chance=os.urandom)
    opened = open_office(
        data=tmp_path, database=database, verify_url="https://verify.example/", chance=os.urandom
    )
    yield opened
    opened.close()


def somebody_for_everything(roles: frozenset[str], number: str) -> Person:
    actor = Actor("everybody", "示例人员", roles)
    return Person(actor, (Powers(roles, granted=frozenset({number})),))


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES, ids=lambda each: each.stem)
def test_at_every_step_whatever_is_offered_can_be_shown(office, story: Path) -> None:
    shown = set()
    for told in tell_story(office, read_story(story)):
        if not told.number or told.step.recorded:
            continue
        found = look_up(office, told.number)
        roles = frozenset(found.plan.workflow.roles) - {"clock", "system"}
        person = somebody_for_everything(roles, told.number)
        on = told.step.on
        head = case_head(found, office.calendar, on=on, person=person)
        assert len(head["stages"]) == 9
        assert sum(each["standing"] == "present" for each in head["stages"]) <= 1
        acts = acting(found, office.calendar, person, on=on)
        assert recent_course(office, found)
        assert {block["count"] for block in not_yet(acts)} <= set(range(1, 100))
        assert main_place(acts) in (None, *acts.open)
        assert bool(waiting(acts)) != head["over"]
        assert len(links(acts, acts.open)) >= len(acts.open)
        now = datetime.combine(on, time(17), BEIJING)
        for place in acts.open:
            where = place, head["turn"] and head["turn"]["state"]
            if where in shown:
                continue
            shown.add(where)
            asked = Asked(told.number, *place, {}, person.actor, on, now, person=person)
            effect = preview(office, found, asked)["effect"]
            assert effect is not None, (told.step.tell, place)
            assert block_of(acts, place) is None
            proof_table(found.plan, office.calendar, found.case, acts.action(place), on=on)
    assert shown
