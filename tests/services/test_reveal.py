"""What is masked is shown in full to whoever may see it and says why; first the look is entered, then it is shown."""

from datetime import datetime, timedelta, timezone

import pytest

from rebuild.cases.events import PersonalDataShown
from rebuild.cases.facts import Actor
from rebuild.errors import InputError, NotFound
from rebuild.services.office import open_office
from rebuild.services.reveal import Look, reveal
from rebuild.services.rights import Person, Powers
from rebuild.services.verify_ledger import verify
from rebuild.store import cases, ledger
from tests.cli.conftest import NUMBER, UNDER_REVIEW, offices, same_bytes

__all__ = ["offices"]

NOW = datetime(2024, 2, 5, 10, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def office(offices, tmp_path):
    import shutil

    data = shutil.copytree(offices(UNDER_REVIEW), tmp_path / "office")
    database = f"sqlite:///{data / 'rebuild.sqlite3'}"
    opened = open_office(data=data, database=database, verify_url="", chance=same_bytes)
    yield opened
    opened.close()


def somebody(role, *, regions=(), granted=()):
    powers = Powers(frozenset({role}), "", frozenset(regions), frozenset(granted))
    return Person(Actor("zhang", "张某", powers.roles), (powers,))


def look(**more):
    return Look(**{"number": NUMBER, "reason": "电话通知到场", "now": NOW, **more})


def looks(office):
    with office.database.reading() as session:
        events = ledger.events(session, NUMBER)
    return [each for each in events if isinstance(each, PersonalDataShown)]


def test_what_is_shown_is_whole_and_the_look_is_in_the_ledger(office):
    with office.database.reading() as session:
        version = cases.get(session, NUMBER).version
    told = reveal(office, look(what=("id_number",)), somebody("housing_clerk"))
    assert len(told) >= 17
    assert all("*" not in each["id_number"] for each in told)
    assert all("phone" not in each for each in told)
    (entered,) = looks(office)
    assert (entered.by, entered.reason, entered.what) == ("zhang", "电话通知到场", ("id_number",))
    with office.database.reading() as session:
        assert cases.get(session, NUMBER).version == version, "a look changes nothing"


def test_one_household_alone_is_shown_where_one_is_asked_for(office):
    everybody = reveal(office, look(), somebody("community"))
    unit = everybody[0]["unit"]
    told = reveal(office, look(unit=unit), somebody("community"))
    assert told == [each for each in everybody if each["unit"] == unit]
    assert [each.unit for each in looks(office)] == ["", unit]


@pytest.mark.parametrize(
    "person",
    [
        somebody("owner_committee", granted=[NUMBER]),
        somebody("appraiser", granted=[NUMBER]),
        somebody("hearing_chair"),
        somebody("administrator"),
        somebody("housing_clerk", regions=["510104"]),
    ],
    ids=["committee", "appraiser", "chair", "administrator", "other_district"],
)
def test_whoever_may_not_see_is_shown_nothing_and_is_not_told_that_there_is_anything(
    office, person
):
    with pytest.raises(NotFound, match="没有编号为"):
        reveal(office, look(), person)
    assert looks(office) == []


@pytest.mark.parametrize(
    ("reason", "enough"),
    [("", False), (" 看 ", False), ("核对", True), ("核" * 100, True), ("核" * 101, False)],
    ids=["none", "too_short", "least", "most", "too_long"],
)
def test_a_look_says_why(office, reason, enough):
    if enough:
        assert reveal(office, look(reason=reason), somebody("window"))
    else:
        with pytest.raises(InputError, match="查看事由"):
            reveal(office, look(reason=reason), somebody("window"))
    assert len(looks(office)) == enough


def test_the_ledger_is_whole_after_a_look(office):
    from rebuild.services.check_ledger import check_ledger

    reveal(office, look(), somebody("window"))
    assert check_ledger(office, deep=True)["problems"] == []
    assert verify(office.database, deep=False, expected=lambda case: None)["ok"]
