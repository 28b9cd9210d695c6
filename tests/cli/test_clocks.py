"""clocks run: what fell due is done once, on the day after its last day, whenever this is run."""

import json

import pytest

from tests.cli.conftest import NUMBER


@pytest.mark.parametrize(
    ("on", "fired"),
    [("2024-02-21", []), ("2024-02-22", []), ("2024-02-23", ["planning.overdue"])],
    ids=["before", "on_the_last_day", "after"],
)
def test_a_clock_fires_on_the_day_after_its_last(on, fired, call, data):
    told = json.loads(call(data, "clocks", "run", "--on", on, "--no-print", "--json").out)
    assert [f"{each['seat']}.{each['action']}" for each in told["fired"]] == fired


def test_a_clock_run_late_and_twice_fires_once_as_of_its_day(call, data):
    first = call(data, "clocks", "run", "--on", "2024-03-31", "--no-print")
    second = call(data, "clocks", "run", "--on", "2024-03-31", "--no-print")
    assert (first.code, second.code) == (0, 0)
    assert "审查决定期限于2024-02-22届满，2024-02-23起超期督办" in first.out
    assert "没有到期未处理的期限" in second.out
    assert "⚑ 超期督办" in call(data, "case", "show", NUMBER).out


def test_a_day_that_is_none_is_a_wrong_call(call, data):
    said = call(data, "clocks", "run", "--on", "tomorrow")
    assert (said.code, said.out) == (2, "")
    assert "“tomorrow”不是日期" in said.err
