"""The five groups of a desk are ranges of one order, and agree with the lamp of each case on every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.engine.calendars import load_calendars
from rebuild.errors import InputError
from rebuild.law.list_lamps import list_lamp
from rebuild.resources import workflows
from rebuild.services.urgency import GROUPS, boundaries, last_day
from rebuild.store.tables_work import NO_LIMIT, OVER, STOPPED

CALENDAR = load_calendars(workflows() / "calendar")
DAYS = st.dates(date(2023, 6, 1), date(2025, 6, 1))


@given(on=DAYS, ahead=st.integers(-40, 40))
def test_a_task_stands_in_the_group_of_its_lamp(on, ahead):
    due = on + timedelta(days=ahead)
    lamp = list_lamp(due, stopped=False, on=on, works=CALENDAR.is_working_day)
    assert boundaries(on, CALENDAR.is_working_day).group(due.isoformat()) == lamp


@given(on=DAYS, urgency=st.one_of(DAYS.map(str), st.sampled_from([NO_LIMIT, STOPPED])))
def test_every_open_task_is_in_exactly_one_group_s_range(on, urgency):
    bounds = boundaries(on, CALENDAR.is_working_day)
    inside = [name for name in GROUPS if bounds.span(name)[0] <= urgency < bounds.span(name)[1]]
    assert inside == [bounds.group(urgency)]


def test_three_working_days_over_a_festival_reach_far():
    """After 8 February 2024 come 9, 18 (a make-up Sunday) and 19: the third is eleven days away."""
    bounds = boundaries(date(2024, 2, 8), CALENDAR.is_working_day)
    assert bounds.group("2024-02-19") == "soon"
    assert bounds.group("2024-02-20") == "normal"


@pytest.mark.parametrize(
    ("urgency", "group"),
    [
        ("2024-02-04", "overdue"),
        ("2024-02-05", "today"),
        ("2024-02-06", "soon"),
        ("2024-02-08", "soon"),
        ("2024-02-09", "normal"),
        (NO_LIMIT, "normal"),
        (STOPPED, "stopped"),
        (f"{OVER}2024-02-01", "over"),
    ],
)
def test_the_groups_of_a_plain_week(urgency, group):
    assert boundaries(date(2024, 2, 5), lambda day: day.weekday() < 5).group(urgency) == group


def test_the_month_takes_in_its_first_and_its_last_day_and_no_other():
    low, high = boundaries(date(2024, 2, 5), CALENDAR.is_working_day).month
    inside = [
        day for day in ("01-31", "02-01", "02-29", "03-01") if low <= f"{OVER}2024-{day}" < high
    ]
    assert inside == ["02-01", "02-29"]


def test_a_group_there_is_not_is_told():
    with pytest.raises(InputError, match="没有"):
        boundaries(date(2024, 2, 5), CALENDAR.is_working_day).span("nonsense")


def test_only_a_running_time_limit_has_a_last_day():
    assert last_day("2024-02-05") == date(2024, 2, 5)
    assert [last_day(each) for each in (NO_LIMIT, STOPPED, f"{OVER}2024-02-01")] == [None] * 3
