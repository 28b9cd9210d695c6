"""工作日（快读）: the same days as the calendar read in earnest, or no answer at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rebuild.engine.calendars import load_calendars
from rebuild.engine.rest_days import working_days
from rebuild.resources import calendars

PLAIN = (calendars() / "2024.yaml").read_text("utf-8")


def test_read_quickly_or_in_earnest_the_same_days_are_worked() -> None:
    calendar, works = load_calendars(calendars()), working_days(calendars())
    assert works is not None
    first = calendar.years[0].year - 1
    last = calendar.years[-1].year + 2
    day = date(first, 1, 1)
    while day.year < last:
        assert works(day) is calendar.is_working_day(day), day
        day += timedelta(1)


@pytest.mark.parametrize(
    ("plain", "other"),
    [
        ("  - 2024-02-04", "  - '2024-02-04'"),
        ("  - 2024-02-04", "  - 2024-02-30"),
        ("make_up:", "make_up: [2024-02-04]\nmore:"),
        (
            "  - {name: 元旦, first: 2024-01-01, last: 2024-01-01}",
            "  - name: 元旦\n    first: 2024-01-01\n    last: 2024-01-01",
        ),
        ("{name: 元旦, first: 2024-01-01", "{first: 2024-01-01, name: 元旦"),
    ],
    ids=["quoted", "no_such_day", "in_one_line", "in_a_block", "in_another_order"],
)
def test_a_notice_written_in_another_form_is_left_to_who_reads_in_earnest(
    plain: str, other: str, tmp_path: Path
) -> None:
    (tmp_path / "2024.yaml").write_text(PLAIN, "utf-8")
    assert working_days(tmp_path) is not None
    assert plain in PLAIN
    (tmp_path / "2024.yaml").write_text(PLAIN.replace(plain, other, 1), "utf-8")
    assert working_days(tmp_path) is None


def test_without_any_notice_nobody_says_which_days_are_worked(tmp_path: Path) -> None:
    assert working_days(tmp_path) is None
    assert working_days(tmp_path / "nowhere") is None
