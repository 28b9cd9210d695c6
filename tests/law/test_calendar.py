"""工作日: our own files, held against two libraries that read the same notices."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from rebuild.engine.calendars import load_calendars
from rebuild.errors import DefinitionError
from rebuild.law.calendar import Calendar, Holiday, Notice, YearData

FOLDER = Path(__file__).parents[2] / "workflows" / "calendar"
CALENDAR = load_calendars(FOLDER)
OTHER = holidays.country_holidays("CN", years=range(2023, 2027))


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(
    ("year", "days"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)], ids=str
)
def test_a_year_has_so_many_working_days(year, days):
    assert sum(map(CALENDAR.is_working_day, every_day(year))) == days


@pytest.mark.parametrize("year", range(2023, 2027))
def test_every_day_agrees_with_both_other_calendars(year):
    ours = {day: CALENDAR.is_working_day(day) for day in every_day(year)}
    assert ours == {day: chinese_calendar.is_workday(day) for day in ours}
    assert ours == {day: OTHER.is_working_day(day) for day in ours}


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2024, 10, 1), "国庆节"),
        (date(2024, 10, 5), "国庆节"),
        (date(2024, 9, 28), "休息日"),
        (date(2024, 9, 29), None),
        (date(2024, 2, 9), None),
        (date(2024, 9, 30), None),
        (date(2022, 12, 31), "元旦"),
    ],
    ids=[
        "holiday",
        "weekend_in_holiday",
        "weekend",
        "make_up",
        "eve_2024",
        "monday",
        "year_before",
    ],
)
def test_a_day_says_why_nobody_works(day, reason):
    assert CALENDAR.rest_reason(day) == reason


def test_in_a_year_without_a_notice_monday_to_friday_are_worked_and_not_known():
    assert CALENDAR.is_working_day(date(2031, 10, 1))
    assert CALENDAR.rest_reason(date(2031, 10, 4)) == "休息日"
    assert not CALENDAR.known(date(2031, 10, 1))
    assert CALENDAR.known(date(2026, 12, 31))


def test_the_working_day_after_a_day_is_never_that_day():
    assert CALENDAR.next_working_day(date(2024, 9, 30)) == date(2024, 10, 8)
    assert CALENDAR.working_day_from(date(2024, 9, 30)) == date(2024, 9, 30)
    assert CALENDAR.previous_working_day(date(2024, 10, 8)) == date(2024, 9, 30)


def test_every_year_names_its_notice():
    assert [(year.year, year.notice.number) for year in CALENDAR.years] == [
        (2023, "国办发明电〔2022〕16号"),
        (2024, "国办发明电〔2023〕7号"),
        (2025, "国办发明电〔2024〕12号"),
        (2026, "国办发明电〔2025〕7号"),
    ]


def test_the_version_changes_with_any_day_and_not_with_the_order_of_years():
    assert Calendar.of(reversed(CALENDAR.years)).version == CALENDAR.version
    assert Calendar.of(CALENDAR.years[:3]).version != CALENDAR.version


def test_a_year_is_given_once():
    year = YearData(2030, Notice("通知", None, date(2029, 11, 1)), (), ())
    with pytest.raises(DefinitionError, match="twice"):
        Calendar.of([year, year])


GOOD = """\
year: 2030
notice: {title: 通知, issued_on: 2029-11-01}
holidays:
  - {name: 元旦, first: 2030-01-01, last: 2030-01-01}
make_up:
  - 2030-01-05
"""


def test_a_notice_may_have_no_number(tmp_path):
    (tmp_path / "2030.yaml").write_text(GOOD, encoding="utf-8")
    (year,) = load_calendars(tmp_path).years
    assert year.notice.number is None
    assert year.holidays == (Holiday("元旦", date(2030, 1, 1), date(2030, 1, 1)),)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("year: 2030", "year: 2031", 1, "name of the file"),
        ("make_up:\n  - 2030-01-05", "make_up:\n  - 2030-01-07", 6, "Saturday or Sunday"),
        ("make_up:\n  - 2030-01-05", "make_up:\n  - 2030-02-30", 6, "no day"),
        ("  - 2030-01-05", "  - 2030-01-05\n  - 2030-01-05", 7, "twice"),
        ("last: 2030-01-01", "last: 2029-12-31", 4, "no stretch"),
        ("last: 2030-01-01", "last: 2030-03-01", 4, "no stretch"),
        ("name: 元旦", "nam: 元旦", 4, "'name' is missing"),
        ("first: 2030-01-01, last: 2030-01-01", "first: 2031-01-01, last: 2031-01-01", 4, "2030"),
        ("issued_on: 2029-11-01", "issued_on: soon", 2, "no day"),
        ("make_up:", "makeup:", 1, "'make_up' is missing"),
        ("year: 2030", "year: &y 2030", 1, "anchor"),
        ("year: 2030", "year: 2030\nyear: 2030", 2, "duplicate key"),
    ],
)  # fmt: skip
def test_a_broken_year_is_refused_with_its_line(tmp_path, old, new, line, said):
    file = tmp_path / "2030.yaml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_calendars(tmp_path)
    assert any(
        fault.startswith(f"{file}:{line}:") and said in fault for fault in refused.value.faults
    ), refused.value.faults


def test_holidays_do_not_overlap_and_are_not_made_up(tmp_path):
    text = GOOD.replace("- 2030-01-05", "- 2030-01-05\n  - 2030-01-06").replace(
        "last: 2030-01-01}",
        "last: 2030-01-05}\n  - {name: 又, first: 2030-01-05, last: 2030-01-06}",
    )
    (tmp_path / "2030.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_calendars(tmp_path)
    assert len(refused.value.faults) == 3


def test_a_folder_without_calendars_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match="no calendar"):
        load_calendars(tmp_path)
