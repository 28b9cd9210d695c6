"""亮灯: from green to red as a time limit runs out."""

from datetime import date

import pytest

from rebuild.law.lamps import Lamp, lamp
from rebuild.law.time_limits import due_date, extend, parse_limit
from tests.law.a_case import the_calendar

START = date(2024, 3, 4)


def lit(limit: str, on: str, *, stopped: bool = False) -> Lamp:
    reckoning = due_date(the_calendar(), START, parse_limit(limit))
    day = date.fromisoformat(on)
    return lamp(the_calendar(), reckoning, started=START, on=day, stopped=stopped)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-03-15", Lamp.GREEN),  # eleven of twenty left
        ("2024-03-18", Lamp.YELLOW),  # ten: no more than half
        ("2024-03-26", Lamp.YELLOW),  # four
        ("2024-03-27", Lamp.AMBER),  # three
        ("2024-04-01", Lamp.AMBER),  # the last day
        ("2024-04-02", Lamp.RED),
    ],
)
def test_twenty_working_days_go_from_green_to_red(on: str, expected: Lamp) -> None:
    assert lit("20wd", on) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-04-18", Lamp.GREEN),
        ("2024-04-19", Lamp.YELLOW),
        ("2024-05-29", Lamp.YELLOW),
        ("2024-05-30", Lamp.AMBER),
        ("2024-06-04", Lamp.AMBER),
        ("2024-06-05", Lamp.RED),
    ],
)
def test_of_months_half_is_counted_in_days_and_the_end_in_working_days(
    on: str, expected: Lamp
) -> None:
    assert lit("3mo", on) is expected


def test_the_last_three_working_days_are_amber_however_short_the_time() -> None:
    assert lit("3wd", "2024-03-04") is Lamp.AMBER
    assert lit("4wd", "2024-03-04") is Lamp.GREEN


def test_a_clock_that_stands_still_shows_neither_colour() -> None:
    assert lit("20wd", "2024-04-02", stopped=True) is Lamp.STOPPED


def test_half_is_of_the_whole_time_with_its_extension() -> None:
    reckoning = extend(
        the_calendar(), due_date(the_calendar(), START, parse_limit("20wd")), parse_limit("10wd")
    )
    told = [
        lamp(the_calendar(), reckoning, started=START, on=day, stopped=False)
        for day in (date(2024, 3, 22), date(2024, 3, 25))
    ]
    assert told == [Lamp.GREEN, Lamp.YELLOW]
