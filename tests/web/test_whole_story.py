"""The whole case of 君平街89号院1栋, told on the pages and over the API: the same rules, papers and numbers as by the services."""

from collections import Counter
from datetime import datetime

import pytest

from rebuild.services.look_up import look_up
from rebuild.services.office import make_office, open_office
from rebuild.services.tell_story import tell_story
from tests.web.conftest import BEIJING, Desk, some_bytes
from tests.web.kept_in import on_both
from tests.web.telling import OnPages, OverTheApi, Telling, documents_of, the_story, wanted

pytestmark = pytest.mark.slow


@pytest.fixture
def empty(tmp_path, kept_in):
    """Open an office in which nothing has happened yet."""
    made = []

    def opened(name: str) -> Desk:
        data = tmp_path / name
        database = kept_in.fresh(data)
        make_office(data=data, database=database, chance=some_bytes)
        office = open_office(
            data=data, database=database, verify_url="http://testserver/verify/", chance=some_bytes
        )
        made.append(Desk(office, datetime(2023, 5, 1, 9, tzinfo=BEIJING)))
        return made[-1]

    yield opened
    for desk in made:
        desk.close()


@pytest.fixture
def by_services(empty) -> Desk:
    desk = empty("services")
    assert not [each.surprises for each in tell_story(desk.office, the_story()) if each.surprises]
    return desk


@on_both
@pytest.mark.parametrize("way", [OnPages, OverTheApi])
def test_every_way_in_tells_the_same_case(way: type[Telling], empty, by_services, monkeypatch):
    from rebuild.web.pages import sign_in as door
    from rebuild.web.rate import Buckets

    monkeypatch.setattr(door, "NO_SOONER", 0.0)
    monkeypatch.setattr(
        Buckets, "allows", lambda *_, **__: True
    )  # a story of two years is told in a minute
    desk = empty("desk")
    telling = way(desk, the_story())
    for step, papers in telling.tell():
        assert not wanted(step) - Counter(papers), (step.line, papers)
    case = look_up(desk.office, telling.number).case
    same = look_up(by_services.office, telling.number).case
    assert case.state("case") == same.state("case") == "closed"
    assert documents_of(desk, telling.number) == documents_of(by_services, telling.number)
    assert telling.refusals() > 5
