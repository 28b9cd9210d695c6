"""办理时限: due dates reckoned by hand from the law and the calendar, and what holds of all of them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.engine.calendars import load_calendars
from rebuild.errors import InputError
from rebuild.law.time_limits import (
    Limit,
    Unit,
    add_months,
    days_left,
    due_date,
    earliest_day_after,
    extend,
    latest_day_before,
    parse_limit,
    working_days_between,
)

CALENDAR = load_calendars(Path(__file__).parents[2] / "workflows" / "calendar")
DAYS = st.dates(date(2023, 1, 1), date(2026, 6, 30))
SPANS = st.tuples(DAYS, st.integers(0, 30)).map(lambda s: (s[0], s[0] + timedelta(days=s[1])))


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(start: str, limit: str, *stops: tuple[str, str]) -> str:
    spans = [(day(first), day(last)) for first, last in stops]
    return due_date(CALENDAR, day(start), parse_limit(limit), spans).due.isoformat()


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2024-09-23", "5wd", "2024-09-29"),
        ("2024-09-25", "20wd", "2024-10-28"),
        ("2025-01-20", "20wd", "2025-02-21"),
        ("2023-09-27", "5wd", "2023-10-10"),
        ("2024-04-29", "7wd", "2024-05-11"),
        ("2024-04-29", "7cd", "2024-05-06"),
        ("2026-02-06", "20wd", "2026-03-12"),
        ("2024-01-22", "20wd", "2024-02-22"),
        ("2025-03-28", "15cd", "2025-04-14"),
        ("2024-08-02", "60cd", "2024-10-08"),
        ("2024-08-31", "6mo", "2025-02-28"),
        ("2024-11-30", "3mo", "2025-02-28"),
        ("2024-01-31", "1mo", "2024-02-29"),
        ("2024-04-30", "3mo", "2024-07-30"),
    ],
)
def test_a_time_limit_ends_on_this_day(start, limit, expected):
    assert due(start, limit) == expected


def test_stopped_days_are_not_counted():
    assert due("2024-01-22", "20wd", ("2024-01-25", "2024-01-31")) == "2024-02-29"


@pytest.mark.parametrize(
    "stops",
    [
        [("2024-01-25", "2024-01-28"), ("2024-01-27", "2024-01-31")],
        [("2024-01-25", "2024-01-31"), ("2024-01-26", "2024-01-26")],
        [("2024-01-29", "2024-01-31"), ("2024-01-25", "2024-01-28")],
        [("2024-01-25", "2024-01-31"), ("2024-01-25", "2024-01-31")],
    ],
    ids=["overlapping", "inside", "touching_out_of_order", "twice"],
)
def test_no_stopped_day_counts_twice(stops):
    assert due("2024-01-22", "20wd", *stops) == "2024-02-29"


def test_a_stop_before_the_first_day_counted_changes_nothing():
    assert due("2024-01-22", "20wd", ("2024-01-01", "2024-01-22")) == "2024-02-22"


def test_a_stop_moves_calendar_days_by_its_own_days_and_then_to_a_working_day():
    # 15 days from 03-28 end on 04-12; three days stopped make it Tuesday 04-15.
    assert due("2025-03-28", "15cd", ("2025-04-01", "2025-04-03")) == "2025-04-15"
    # One day stopped makes it Sunday 04-13, and Monday after all.
    assert due("2025-03-28", "15cd", ("2025-04-01", "2025-04-01")) == "2025-04-14"


def test_a_stop_moves_months_by_its_own_days():
    assert due("2024-04-30", "3mo", ("2024-06-01", "2024-06-10")) == "2024-08-09"


def test_extensions_run_from_where_the_time_ended_not_from_the_working_day_after_it():
    months = parse_limit("3mo")
    first = due_date(CALENDAR, day("2024-04-30"), months)
    second = extend(CALENDAR, first, months)
    third = extend(CALENDAR, second, months)
    assert [first.due, second.due, third.due] == [
        day("2024-07-30"), day("2024-10-30"), day("2025-02-05"),
    ]  # fmt: skip
    assert (second.rolled_from, third.rolled_from, third.end) == (
        None, day("2025-01-30"), day("2025-01-30"),
    )  # fmt: skip


def test_a_rolled_end_says_where_it_came_from_and_over_which_days():
    reckoning = due_date(CALENDAR, day("2025-03-28"), parse_limit("15cd"))
    assert reckoning.rolled_from == day("2025-04-12")
    assert reckoning.skipped == ((day("2025-04-12"), "休息日"), (day("2025-04-13"), "休息日"))
    assert len(reckoning.counted) == 15


def test_a_make_up_day_does_not_move_the_end():
    # 2024-09-29 is a Sunday that is worked.
    assert due("2024-09-22", "7cd") == "2024-09-29"


def test_every_day_counted_and_every_day_left_out_is_told():
    reckoning = due_date(CALENDAR, day("2024-09-23"), parse_limit("5wd"))
    assert reckoning.counted == tuple(map(day, (
        "2024-09-24", "2024-09-25", "2024-09-26", "2024-09-27", "2024-09-29",
    )))  # fmt: skip
    assert reckoning.skipped == ((day("2024-09-28"), "休息日"),)
    assert reckoning.calendar_version == CALENDAR.version
    assert not reckoning.provisional


def test_a_stopped_day_is_told_as_stopped_and_a_stopped_weekend_as_a_weekend():
    span = (day("2024-09-27"), day("2024-09-28"))
    reckoning = due_date(CALENDAR, day("2024-09-23"), parse_limit("5wd"), [span])
    assert reckoning.skipped == ((day("2024-09-27"), "停止计算"), (day("2024-09-28"), "休息日"))
    assert reckoning.due == day("2024-09-30")


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-24", "5wd", False),
        ("2026-12-24", "6wd", True),
        ("2026-12-16", "15cd", False),
        ("2026-12-17", "15cd", True),
        ("2026-10-01", "3mo", True),
    ],
)
def test_past_the_last_published_calendar_a_date_is_provisional(start, limit, provisional):
    assert due_date(CALENDAR, day(start), parse_limit(limit)).provisional is provisional


@pytest.mark.parametrize(
    ("event", "limit", "latest"),
    [
        ("2024-03-18", "7wd", "2024-03-07"),
        ("2024-03-19", "7wd", "2024-03-08"),
        ("2024-03-16", "7wd", "2024-03-06"),
        ("2024-10-09", "7wd", "2024-09-24"),
        ("2024-03-16", "15cd", "2024-03-01"),
        ("2024-03-31", "1mo", "2024-02-29"),
        ("2024-02-29", "1mo", "2024-01-31"),
    ],
    ids=["monday", "tuesday", "saturday", "after_holiday", "days", "month", "month_end"],
)
def test_notice_is_given_at_the_latest_on_this_day(event, limit, latest):
    reckoning = latest_day_before(CALENDAR, day(event), parse_limit(limit))
    assert reckoning.due == day(latest)
    assert due_date(CALENDAR, day(event), parse_limit("-" + limit)) == reckoning


def test_demolition_may_begin_fifteen_days_after_filing_even_on_a_saturday():
    # 2024-03-16 is a Saturday: the roll is for last days only.
    assert earliest_day_after(CALENDAR, day("2024-03-01"), parse_limit("15cd")).due == day(
        "2024-03-16"
    )


def test_a_limit_counted_back_cannot_be_stopped():
    with pytest.raises(InputError, match="往前推算"):
        due("2024-03-18", "-7wd", ("2024-03-11", "2024-03-12"))


def test_a_stop_is_written_from_its_earlier_day():
    with pytest.raises(InputError, match="颠倒"):
        due("2024-03-18", "7wd", ("2024-03-20", "2024-03-19"))


def test_a_stop_of_a_thousand_years_is_refused_and_not_counted():
    with pytest.raises(InputError, match="超出"):
        due("2024-03-18", "7wd", ("2024-03-20", "3024-03-19"))


@pytest.mark.parametrize(
    ("start", "limit"), [("9999-12-20", "20wd"), ("9999-12-20", "20cd"), ("0001-01-05", "-9cd")]
)
def test_a_date_off_the_edge_of_time_is_refused(start, limit):
    with pytest.raises(InputError, match="超出"):
        due(start, limit)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("5wd", Limit(5, Unit.WORKING_DAYS)),
        ("15cd", Limit(15, Unit.CALENDAR_DAYS)),
        ("3mo", Limit(3, Unit.MONTHS)),
        ("-7wd", Limit(-7, Unit.WORKING_DAYS)),
    ],
)
def test_a_limit_is_a_number_and_a_unit(text, limit):
    assert parse_limit(text) == limit


@pytest.mark.parametrize(
    "text", ["", "5", "wd", "0wd", "05wd", "5.5wd", "５wd", "5 wd", "5WD", "+5wd", "999999wd", "1201mo"]
)  # fmt: skip
def test_any_other_limit_is_refused(text):
    with pytest.raises(InputError):
        parse_limit(text)


def test_a_limit_is_made_from_the_words_of_the_law_file():
    assert Limit.of(20, "working_days") == parse_limit("20wd")


@pytest.mark.parametrize(
    ("on", "left"),
    [("2024-09-23", 5), ("2024-09-24", 4), ("2024-09-28", 1), ("2024-09-29", 0), ("2024-09-30", -1),
     ("2024-10-07", -1), ("2024-10-08", -2)],
)  # fmt: skip
def test_days_left_are_working_days_for_a_limit_in_working_days(on, left):
    reckoning = due_date(CALENDAR, day("2024-09-23"), parse_limit("5wd"))
    assert days_left(CALENDAR, reckoning, day(on)) == left


def test_days_left_leave_out_the_stop_ahead():
    stop = (day("2024-01-25"), day("2024-01-31"))
    reckoning = due_date(CALENDAR, day("2024-01-22"), parse_limit("20wd"), [stop])
    assert days_left(CALENDAR, reckoning, day("2024-01-24")) == 18
    assert days_left(CALENDAR, reckoning, day("2024-01-31")) == 18


def test_days_left_of_months_are_calendar_days():
    reckoning = due_date(CALENDAR, day("2024-04-30"), parse_limit("3mo"))
    assert days_left(CALENDAR, reckoning, day("2024-07-29")) == 1
    assert days_left(CALENDAR, reckoning, day("2024-08-01")) == -2


def test_working_days_between_leave_out_the_first_and_count_the_last():
    assert working_days_between(CALENDAR, day("2024-09-23"), day("2024-09-29")) == 5
    assert working_days_between(CALENDAR, day("2024-09-29"), day("2024-09-29")) == 0


@given(start=DAYS, length=st.integers(1, 60), stops=st.lists(SPANS, max_size=4))
def test_a_limit_in_working_days_ends_on_a_working_day_after_exactly_so_many(start, length, stops):
    reckoning = due_date(CALENDAR, start, Limit(length, Unit.WORKING_DAYS), stops)
    assert CALENDAR.is_working_day(reckoning.due)
    assert len(reckoning.counted) == length
    assert reckoning.counted[-1] == reckoning.due
    told = sorted([*reckoning.counted, *(skipped for skipped, _ in reckoning.skipped)])
    assert told == [start + timedelta(days=n) for n in range(1, (reckoning.due - start).days + 1)]


@given(
    start=DAYS,
    limit=st.builds(Limit, st.integers(1, 40), st.sampled_from(Unit)),
    stops=st.lists(SPANS, max_size=3),
    another=SPANS,
)
def test_another_stop_never_makes_a_due_date_earlier(start, limit, stops, another):
    before = due_date(CALENDAR, start, limit, stops)
    after = due_date(CALENDAR, start, limit, [*stops, another])
    assert after.due >= before.due
    assert after.end >= before.end


@given(
    start=DAYS, stops=st.lists(SPANS, max_size=3), first=st.integers(1, 30), more=st.integers(1, 15)
)
def test_an_extension_in_working_days_counts_on(start, stops, first, more):
    extended = extend(
        CALENDAR,
        due_date(CALENDAR, start, Limit(first, Unit.WORKING_DAYS), stops),
        Limit(more, Unit.WORKING_DAYS),
    )
    assert (
        extended.due == due_date(CALENDAR, start, Limit(first + more, Unit.WORKING_DAYS), stops).due
    )


@given(
    start=DAYS,
    limit=st.builds(Limit, st.integers(1, 40), st.sampled_from([Unit.CALENDAR_DAYS, Unit.MONTHS])),
)
def test_days_and_months_end_on_a_working_day_and_never_early(start, limit):
    reckoning = due_date(CALENDAR, start, limit)
    assert CALENDAR.is_working_day(reckoning.due)
    whole = timedelta(days=limit.value)
    naive = start + whole if limit.unit is Unit.CALENDAR_DAYS else add_months(start, limit.value)
    assert reckoning.end == naive <= reckoning.due


@given(event=DAYS, limit=st.builds(Limit, st.integers(1, 40), st.sampled_from(Unit)))
def test_the_latest_day_before_is_in_time_and_the_next_one_is_not(event, limit):
    latest = latest_day_before(CALENDAR, event, limit).due
    following = latest + timedelta(days=1)
    if limit.unit is Unit.WORKING_DAYS:
        assert CALENDAR.is_working_day(latest)
        following = CALENDAR.next_working_day(latest)
    assert earliest_day_after(CALENDAR, latest, limit).due <= event
    assert earliest_day_after(CALENDAR, following, limit).due > event
