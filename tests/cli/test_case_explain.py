"""case explain: a last day on a sheet; case clocks: lamps, stops with their grounds, the promise beside the law."""

import json
import shutil
import subprocess

import pytest

from tests.cli.conftest import NUMBER

STOP = (
    "kind: testing\nsubject: 地基承载力\nneeded_days: '3'\nnote: 已书面告知\nprovider: 示例检测所\n"
)


@pytest.fixture
def stopped(call, data, answers):
    """Under review since 2024-01-22, standing still since 2024-01-25 for three working days' testing."""
    said = call(
        data, "case", "act", NUMBER, "start_excluded", "--answers", answers(STOP),
        "--as", "planning_clerk", "--on", "2024-01-25", "--no-print",
    )  # fmt: skip
    assert said.code == 0, said.out
    return data


@pytest.fixture
def resumed(call, stopped, answers):
    said = call(
        stopped, "case", "act", NUMBER, "end_excluded", "--answers", answers("note: 合格"),
        "--as", "planning_clerk", "--on", "2024-02-01", "--no-print",
    )  # fmt: skip
    assert said.code == 0, said.out
    return stopped


def decision(call, data, on):
    told = json.loads(call(data, "case", "clocks", NUMBER, "--on", on, "--json").out)
    return next(each for each in told if (each["seat"], each["clock"]) == ("planning", "decision"))


@pytest.mark.parametrize(
    ("on", "over"), [("2024-01-30", False), ("2024-01-31", True)], ids=["as_told", "a_day_longer"]
)
def test_a_stop_tells_its_ground_and_whether_it_lasts_longer_than_told(call, stopped, on, over):
    clock = decision(call, stopped, on)
    (stop,) = clock["stops"]
    assert clock["lamp"] == "stopped"
    assert stop["ground"] == "启动特别程序：检测（地基承载力）"
    assert (stop["from"], stop["to"]) == ("2024-01-25", None)
    assert (stop["needed_days"], stop["told_until"]) == (3, "2024-01-30")
    assert stop["overrun"] is over


def test_a_stop_that_is_over_keeps_its_days_and_moves_the_last_day(call, resumed):
    clock = decision(call, resumed, "2024-02-02")
    assert (clock["due"], clock["standing"]) == ("2024-02-29", "running")
    assert [(each["from"], each["to"]) for each in clock["stops"]] == [("2024-01-25", "2024-01-31")]


@pytest.mark.parametrize("days", ["0", "-1"])
def test_a_stop_needs_the_time_it_will_take(call, data, answers, days):
    said = call(
        data, "case", "act", NUMBER, "start_excluded",
        "--answers", answers(STOP.replace("'3'", f"'{days}'")),
        "--as", "planning_clerk", "--on", "2024-01-25", "--no-print",
    )  # fmt: skip
    assert said.code == 1
    assert "所需时间" in said.out


def test_a_stop_on_any_other_ground_cannot_be_written(call, data, answers):
    said = call(
        data, "case", "act", NUMBER, "start_excluded",
        "--answers", answers(STOP.replace("testing", "posting")),
        "--as", "planning_clerk", "--on", "2024-01-25", "--no-print",
    )  # fmt: skip
    assert said.code == 1
    assert "不在可选范围：听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审" in said.out


@pytest.mark.parametrize(
    ("on", "lamp"),
    [
        ("2024-01-22", "green"),
        ("2024-02-02", "green"),
        ("2024-02-04", "yellow"),
        ("2024-02-18", "yellow"),
        ("2024-02-19", "amber"),
        ("2024-02-22", "amber"),
        ("2024-02-23", "red"),
    ],
)
def test_the_lamp_of_a_decision_goes_from_green_to_red(call, data, on, lamp):
    assert decision(call, data, on)["lamp"] == lamp


def test_the_explained_sheet_is_a_paper_without_a_number(call, resumed, tmp_path):
    out = tmp_path / "limit.pdf"
    before = call(resumed, "ledger", "verify", "--json").out
    papers = call(resumed, "document", "list", NUMBER, "--json").out
    assert (
        call(resumed, "case", "explain", NUMBER, "planning.decision", "--out", str(out)).code == 0
    )
    assert call(resumed, "ledger", "verify", "--json").out == before
    assert call(resumed, "document", "list", NUMBER, "--json").out == papers
    assert out.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        told = ["pdftotext", "-layout", str(out), "-"]
        text = subprocess.run(told, capture_output=True, text=True, check=True).stdout
        assert "2024年2月29日" in text
        assert "检测" in text


@pytest.mark.parametrize(
    ("clock", "said"),
    [("nothing", "现有：planning.acceptance、planning.decision"), ("planning.serve", "没有叫")],
)
def test_a_clock_that_has_not_run_is_named_and_nothing_is_written(
    call, data, tmp_path, clock, said
):
    out = tmp_path / "limit.pdf"
    answered = call(data, "case", "explain", NUMBER, clock, "--out", str(out))
    assert answered.code == 2
    assert said.split("：")[0] in answered.err
    assert not out.exists()
