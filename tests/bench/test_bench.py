"""Every bench runs on small sizes, checks what it timed, and tells figures that can be compared."""

import json

import pytest

from bench.__main__ import NAMES, keep, main, measured
from bench.measure import Figure, Report, compared, reached
from bench.report import table

SLOW = {"postgres", "printing", "start"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in NAMES]
)
def test_every_bench_runs_and_tells_each_figure_with_its_floor(name):
    report = measured(name, quick=True)
    told = json.loads(json.dumps(report.as_json()))
    assert told["name"] == name
    assert told["quick"] is True
    assert told["checks"]
    assert {"seed", "sizes", "machine"} <= told.keys()
    assert {"cores", "python", "sqlite", "fdatasync_us", "load"} <= told["machine"].keys()
    for figure in told["figures"]:
        assert figure["ours"] > 0
        assert figure["ratio"] is None or figure["ratio"] > 0
        assert (figure["floor"] == "") == (figure["floor_took"] is None)


def test_a_result_names_no_machine_and_no_path(tmp_path):
    text = keep(measured("blocks", quick=True), tmp_path).read_text("utf-8")
    assert str(tmp_path) not in text
    assert "/" not in json.dumps(json.loads(text)["machine"])


def test_a_quick_run_keeps_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("bench.__main__.RESULTS", tmp_path)
    assert main(["blocks", "--quick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "blocks"
    assert list(tmp_path.iterdir()) == []


def test_the_ratio_is_the_median_of_the_rounds_and_not_of_their_parts():
    rounds = [{"o": 2.0, "f": 1.0}, {"o": 30.0, "f": 27.0}, {"o": 4.0, "f": 2.4}]
    figure = compared(rounds, ours="o", floor="f", what="", against="floor", goal=">= 0.6")
    assert figure.ratio == 0.6
    assert figure.met is True


def test_a_goal_from_above_compares_times_and_one_from_below_rates():
    rounds = [{"o": 8.0, "f": 2.0}]
    slower = compared(rounds, ours="o", floor="f", what="", against="floor", goal="<= 4")
    faster = compared(rounds, ours="o", floor="f", what="", against="floor", goal=">= 0.26")
    assert (slower.ratio, slower.met) == (4.0, True)
    assert (faster.ratio, faster.met) == (0.25, False)


@pytest.mark.parametrize(
    ("value", "goal", "met"),
    [
        (0.65, ">= 0.65", True),
        (0.649, ">= 0.65", False),
        (5.0, "<= 5 µs", True),
        (5.1, "<= 5 µs", False),
        (50_000, ">= 50,000 events/s", True),
        (1.0, "", None),
    ],
)
def test_a_goal_is_met_at_its_own_figure(value, goal, met):
    assert reached(value, goal) is met


def test_the_table_names_every_figure_and_says_which_goal_was_missed(tmp_path):
    facts = {
        "cores": 2,
        "python": "3.11",
        "sqlite": "3",
        "fdatasync_us": 90,
        "load": 1,
        "load_after": 1,
    }
    figures = (
        Figure("quick", "floor", "µs", 10, 5, 0.5, ">= 0.4", True),
        Figure("late", "floor", "µs", 10, 5, 0.5, ">= 0.6", False),
    )
    keep(Report("x", "S1", "", {}, figures, (), quick=False, machine=facts), tmp_path)
    rows = table(tmp_path).splitlines()
    assert any("quick" in row and "not met" not in row for row in rows)
    assert any("late" in row and "not met" in row for row in rows)
