"""计算期限: the answer others script against, and every wrong way to ask."""

import json
from datetime import date
from pathlib import Path

import pytest

from rebuild.engine.calendars import load_calendars
from rebuild.errors import InputError, NotFound
from rebuild.law.time_limits import Limit
from rebuild.services.count_days import count_days

CALENDAR = load_calendars(Path(__file__).parents[2] / "workflows" / "calendar")


def named(name: str, on: date) -> tuple[Limit, str]:
    if name == "acceptance" and on >= date(2004, 7, 1):
        return Limit.of(5, "working_days"), "行政许可法32"
    raise NotFound(f"没有名为 {name} 的期限")


def count(limit, start="2024-09-23", stops=()):
    return count_days(limit, start=start, stops=stops, calendar=CALENDAR, named=named)


def test_the_answer_has_everything_others_script_against():
    assert count("acceptance") == {
        "start": "2024-09-23",
        "limit": {"value": 5, "unit": "working_days"},
        "due": "2024-09-29",
        "provisional": False,
        "counted": ["2024-09-24", "2024-09-25", "2024-09-26", "2024-09-27", "2024-09-29"],
        "skipped": [{"date": "2024-09-28", "reason": "休息日"}],
        "stops": [],
        "rolled_from": None,
        "calendar_version": CALENDAR.version,
        "basis": "行政许可法32",
    }


def test_a_literal_counts_the_same_and_cites_how_it_is_counted():
    literal = count("5wd")
    assert {**literal, "basis": ""} == {**count("acceptance"), "basis": ""}
    assert literal["basis"] == "行政许可法82"
    assert json.loads(json.dumps(literal)) == literal


def test_stops_are_merged_and_told():
    answer = count("20wd", "2024-01-22", ["2024-01-25..2024-01-28", "2024-01-28..2024-01-31"])
    assert answer["due"] == "2024-02-29"
    assert answer["stops"] == [{"from": "2024-01-25", "to": "2024-01-31"}]


def test_a_roll_is_told():
    answer = count("15cd", "2025-03-28")
    assert (answer["due"], answer["rolled_from"]) == ("2025-04-14", "2025-04-12")


def test_a_limit_below_zero_is_counted_back():
    answer = count("-7wd", "2024-03-18")
    assert answer["due"] == "2024-03-07"
    assert answer["limit"] == {"value": -7, "unit": "working_days"}


def test_an_unknown_name_is_not_found():
    with pytest.raises(NotFound, match="accptance"):
        count("accptance")


@pytest.mark.parametrize(
    ("limit", "start", "stops"),
    [
        ("5", "2024-09-23", []),
        ("5.5wd", "2024-09-23", []),
        ("0wd", "2024-09-23", []),
        ("-wd", "2024-02-30", []),
        ("5wd", "2024-02-30", []),
        ("5wd", "20240223", []),
        ("5wd", "2024-2-3", []),
        ("5wd", "2024-09-23", ["2024-09-24"]),
        ("5wd", "2024-09-23", ["2024-09-24..2024-09-31"]),
        ("5wd", "2024-09-23", ["2024-09-25..2024-09-24"]),
        ("-5wd", "2024-09-23", ["2024-09-20..2024-09-20"]),
    ],
)
def test_what_cannot_be_read_is_refused(limit, start, stops):
    with pytest.raises(InputError):
        count(limit, start, stops)
