"""calendar preview: which time limits another calendar moves, told before it takes effect; clocks run counts them anew."""

import json
import shutil
from datetime import date

import pytest

from rebuild.engine.calendars import load_calendars
from rebuild.resources import workflows
from rebuild.services.calendar_effect import NOTE, count_anew, moved_by
from rebuild.services.office import open_office
from rebuild.store.lists import due_clocks
from tests.cli.conftest import NUMBER, same_bytes


@pytest.fixture
def without_make_up(tmp_path):
    """The calendars, but Sunday 2024-02-18 is no working day."""
    folder = shutil.copytree(workflows() / "calendar", tmp_path / "calendar")
    year = folder / "2024.yaml"
    year.write_text(year.read_text("utf-8").replace("  - 2024-02-18\n", ""), "utf-8")
    return folder


@pytest.fixture
def open_with():
    def opened(data, calendars):
        office = open_office(
            data=data,
            database=f"sqlite:///{data / 'rebuild.sqlite3'}",
            verify_url="https://verify.example/",
            chance=same_bytes,
        )
        office.calendar = load_calendars(calendars)
        return office

    return opened


def test_a_rest_day_more_moves_the_decision_a_day(call, data, without_make_up):
    said = call(data, "calendar", "preview", str(without_make_up), "--json")
    moved = {(each["seat"], each["clock"]): each for each in json.loads(said.out)["moved"]}
    decision = moved["planning", "decision"]
    assert (decision["number"], decision["before"]) == (NUMBER, "2024-02-22")
    assert decision["after"] == "2024-02-23"


def test_the_same_calendar_moves_nothing(call, data):
    said = call(data, "calendar", "preview", str(workflows() / "calendar"))
    assert "没有期限因此变动" in said.out


def test_year_not_published_makes_a_date_provisional(call, data, tmp_path):
    folder = shutil.copytree(workflows() / "calendar", tmp_path / "short")
    (folder / "2024.yaml").unlink()
    (folder / "2025.yaml").unlink()
    (folder / "2026.yaml").unlink()
    moved = json.loads(call(data, "calendar", "preview", str(folder), "--json").out)["moved"]
    assert all(each["provisional_after"] and not each["provisional_before"] for each in moved)
    assert moved


def test_counting_anew_writes_what_moved_and_only_once(data, open_with, without_make_up):
    office = open_with(data, without_make_up)
    assert count_anew(office) == 1
    assert count_anew(office) == 0
    with office.database.reading() as session:
        due = {each.clock: each.due for each in due_clocks(session, until=date(2024, 2, 29))}
    office.close()
    assert due["decision"] == date(2024, 2, 23)


def test_clocks_run_notes_the_calendar_it_counted_by(call, data):
    assert call(data, "clocks", "run", "--on", "2024-01-23").code == 0
    assert (data / NOTE).read_text("ascii").strip() == load_calendars(
        workflows() / "calendar"
    ).version


def test_a_provisional_day_becomes_final_with_the_new_years_notice(call, data, open_with, tmp_path):
    short = shutil.copytree(workflows() / "calendar", tmp_path / "short")
    for year in ("2024", "2025", "2026"):
        (short / f"{year}.yaml").unlink()
    before = open_with(data, short)
    count_anew(before)
    with before.database.reading() as session:
        rows = due_clocks(session, until=date(2030, 1, 1))
    assert {each.provisional for each in rows if each.clock == "decision"} == {True}
    moved = {
        each.clock: each for each in moved_by(before, load_calendars(workflows() / "calendar"))
    }
    before.close()
    decision = moved["decision"]
    assert (decision.provisional_before, decision.provisional_after) == (True, False)
    after = open_with(data, workflows() / "calendar")
    assert count_anew(after) == 1
    with after.database.reading() as session:
        rows = due_clocks(session, until=date(2030, 1, 1))
    after.close()
    assert [(each.due, each.provisional) for each in rows if each.clock == "decision"] == [
        (date(2024, 2, 22), False)
    ]
