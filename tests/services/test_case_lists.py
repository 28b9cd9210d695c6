"""The list of cases, at a glance and in earnest: two ways to one answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rebuild.cases.facts import Actor
from rebuild.errors import InputError, StoreError
from rebuild.services.glance_at_cases import glance_at_cases
from rebuild.services.list_cases import list_cases
from rebuild.services.office import make_office, open_office
from rebuild.services.open_case import Opening, open_case
from rebuild.store import glance, lists
from tests.services.offices_with_clocks import FIRST, PLACES, Placed, opened, put
from tests.store.conftest import address, postgresql_database, sqlite_template

__all__ = ["address", "postgresql_database", "sqlite_template"]

NOW = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
GRID_WORKER = Actor("grid_worker", "网格员甲", frozenset({"grid_worker"}))
STREETS = ("君平街89号院", "100%路1号", "a_b路2号", "斜\\线路3号", "ABC路4号")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office with a case for each street."""
    data = tmp_path_factory.mktemp("lists") / "office"
    database = f"sqlite:///{data / 'rebuild.sqlite3'}"
    make_office(data=data, database=database, chance=bytes)
    office = open_office(
        data=data, database=database, verify_url="https://verify.example/", chance=bytes
    )
    for street in STREETS:
        answers = {
            "building": street, "address": street, "structure": "砖木", "storeys": "2",
            "gross_area": "120.50", "land_area": "80.00", "households": "3",
        }  # fmt: skip
        opening = Opening("d_grade_rebuild", "510105", answers, GRID_WORKER, date(2024, 3, 1), NOW)
        assert open_case(office, opening).allowed
    yield office
    office.close()


def both(office, **asked):
    file = office.data / "rebuild.sqlite3"
    asked = {"on": date(2024, 3, 1), **asked}
    return glance_at_cases(file, **asked), list_cases(office.database, **asked)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 5),
        ({"limit": 2}, 2),
        ({"limit": 2, "after": "WF-510105-2024-0002"}, 2),
        ({"stage": "report"}, 5),
        ({"stage": "险情登记", "state": "已登记"}, 5),
        ({"state": "closed"}, 0),
        ({"search": "君平"}, 1),
        ({"search": "%"}, 1),
        ({"search": "_"}, 1),
        ({"search": "\\"}, 1),
        ({"search": "abc"}, 1),
        ({"search": "' OR 1=1 --"}, 0),
        ({"search": "0003", "stage": "report"}, 1),
    ],
)
def test_a_glance_tells_what_the_list_in_earnest_tells(asked, found, office):
    glanced, listed = both(office, **asked)
    assert glanced == listed
    assert len(glanced["cases"]) == found


def test_pages_follow_each_other_without_a_gap_or_a_repeat(office):
    numbers, after = [], ""
    while after is not None:
        page, _ = both(office, limit=2, after=after)
        numbers += [row["number"] for row in page["cases"]]
        after = page["next"]
    assert numbers == [f"WF-510105-2024-{count:04d}" for count in range(1, 6)]


def test_a_glance_has_the_columns_of_the_list():
    assert lists.ListedCase._fields == glance.COLUMNS


def test_what_cannot_be_glanced_at_is_told_to_the_caller(tmp_path):
    (tmp_path / "x.sqlite3").write_bytes(b"not a database at all, however long it may be" * 99)
    for name in ("x.sqlite3", "missing.sqlite3"):
        with pytest.raises(StoreError):
            glance_at_cases(tmp_path / name, on=date(2024, 3, 1))
    assert not (tmp_path / "missing.sqlite3").exists()


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_a_size(limit, office):
    with pytest.raises(InputError):
        both(office, limit=limit)


# Where each case stands, and what the list says of it on a day: its lamp, its nearest last day, whose turn it is.
LIT = [
    ("received", "2024-01-09", "normal", "2024-01-15", "受理期限", "planning_clerk"),
    ("received", "2024-01-10", "soon", "2024-01-15", "受理期限", "planning_clerk"),
    ("received", "2024-01-15", "today", "2024-01-15", "受理期限", "planning_clerk"),
    ("received", "2024-01-16", "overdue", "2024-01-15", "受理期限", "planning_clerk"),
    ("stopped", "2024-07-12", "stopped", None, "", ""),
]


@pytest.fixture
def lit_office(address, tmp_path):
    data = tmp_path / "data"
    make_office(data=data, database=address, chance=bytes)
    made = opened(data, address)
    yield made
    made.close()


@pytest.mark.parametrize(("place", "on", "lamp", "due", "label", "turn"), LIT)
def test_a_case_has_the_lamp_of_its_nearest_last_day(lit_office, place, on, lamp, due, label, turn):
    put(lit_office, [Placed(place, 0)])
    day = date.fromisoformat(on)
    for works in (None, lit_office.calendar.is_working_day):
        (row,) = list_cases(lit_office.database, on=day, works=works)["cases"]
        assert [row[name] for name in ("lamp", "due", "clock_label", "turn")] == [
            lamp, due, label, turn,
        ]  # fmt: skip
        assert row["days"] == (date.fromisoformat(due) - day).days if due else row["days"] is None


def test_a_glance_lights_the_same_lamps(tmp_path):
    data = tmp_path / "data"
    file = data / "rebuild.sqlite3"
    make_office(data=data, database=f"sqlite:///{file}", chance=bytes)
    made = opened(data)
    put(made, [Placed(place, after) for after, place in enumerate(PLACES)])
    for days in range(60):
        on = FIRST + timedelta(days)
        glanced = glance_at_cases(file, on=on)
        assert glanced == list_cases(made.database, on=on)
        assert len(glanced["cases"]) == len(PLACES)
    made.close()


def test_the_end_of_a_right_makes_no_case_late(lit_office):
    put(lit_office, [Placed("stopped", 0)])
    with lit_office.database.reading() as session:
        (case,) = lists.listing(session)
    assert "consensus challenge" in case.open_clocks  # owners could go to court for a year
    (before,) = list_cases(lit_office.database, on=date(2024, 7, 11))["cases"]
    (after,) = list_cases(lit_office.database, on=date(2024, 7, 12))["cases"]
    assert (before["lamp"], before["clock"]) == ("today", "challenge")
    assert (after["lamp"], after["clock"]) == ("stopped", "")
