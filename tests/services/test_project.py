"""What the lists show of a case, carried forward step by step, is what they would show if it were all computed anew."""

from pathlib import Path

import pytest

from rebuild.services.office import make_office, open_office
from rebuild.services.project import projection_of
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import tell_story
from rebuild.services.verify_ledger import verify
from rebuild.store import cases
from rebuild.store.projecting import written_projection

STORY = Path(__file__).parent.parent / "stories" / "junping_street_89.yaml"


@pytest.fixture
def office(tmp_path):
    database = f"sqlite:///{tmp_path / 'office.sqlite3'}"
    make_office(data=tmp_path, database=database, chance=bytes)
    opened = open_office(data=tmp_path, database=database, verify_url="", chance=bytes)
    yield opened
    opened.close()


def computed_anew(office, case):
    with office.database.reading() as session:
        return projection_of(office.plan_of(session, case), office.calendar, case)


@pytest.mark.parametrize("forgetful", [False, True], ids=["remembered", "forgotten"])
def test_lists_carried_forward_equal_lists_computed_anew_at_every_step(office, forgetful):
    told = 0
    for step in tell_story(office, read_story(STORY)):
        with office.database.reading() as session:
            case = cases.folded(session, cases.get(session, step.number))
            written = written_projection(session, step.number)
        anew = computed_anew(office, case)
        assert (set(written.runs), set(written.clocks)) == (set(anew.runs), set(anew.clocks))
        assert (written.state, written.stage) == (anew.state, anew.stage)
        told += len(anew.clocks)
        if forgetful:
            office.database.recent.clear()
    assert told > 20
    found = verify(office.database, deep=True, expected=lambda case: computed_anew(office, case))
    assert found["problems"] == []
