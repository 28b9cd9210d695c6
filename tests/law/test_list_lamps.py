"""清单上的灯: its five words, each at the day it begins and the day before."""

from datetime import date

import pytest

from rebuild.law.list_lamps import LABELS, list_lamp
from tests.law.a_case import the_calendar

WORKS = the_calendar().is_working_day


def lit(due: str | None, on: str, *, stopped: bool = False) -> str | None:
    return list_lamp(
        date.fromisoformat(due) if due else None,
        stopped=stopped,
        on=date.fromisoformat(on),
        works=WORKS,
    )


@pytest.mark.parametrize(
    ("on", "lamp"),
    [
        ("2024-02-06", "normal"),  # 7, 8, 9 and 18 February are worked: four days are left
        ("2024-02-07", "soon"),  # three, with the whole Spring Festival between
        ("2024-02-17", "soon"),
        ("2024-02-18", "today"),
        ("2024-02-19", "overdue"),
        ("2025-02-19", "overdue"),
    ],
)
def test_the_last_three_working_days_are_soon_whatever_rest_lies_between(
    on: str, lamp: str
) -> None:
    assert lit("2024-02-18", on) == lamp


def test_what_stands_still_is_told_only_where_nothing_runs() -> None:
    assert lit(None, "2024-02-18", stopped=True) == "stopped"
    assert lit("2024-02-18", "2024-02-18", stopped=True) == "today"


def test_without_a_time_limit_no_lamp_is_lit() -> None:
    assert lit(None, "2024-02-18") is None


def test_every_lamp_has_a_word() -> None:
    assert list(LABELS.values()) == ["正常", "将到期", "今日到期", "已超期", "停表"]
