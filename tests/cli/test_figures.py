"""tally, due and calendar check, as a person or a script calls them."""

import json
from datetime import date
from pathlib import Path

import pytest

from rebuild.cli import main

THREE_HOUSEHOLDS = """\
policy: {policy}
units:
  - {{unit: "101", area: "50.26", owners: [{{name: 甲}}], ballot: agree}}
  - {{unit: "102", area: "38.15", owners: [{{name: 乙}}], ballot: {second}}}
  - {{unit: "103", area: "36.42", owners: [{{name: 丁}}], ballot: agree}}
"""


@pytest.fixture
def ballots(tmp_path):
    """A file of three households; the second answers as told."""

    def write(*, second: str, policy: str = "unanimous") -> str:
        file = tmp_path / "ballots.yaml"
        file.write_text(THREE_HOUSEHOLDS.format(policy=policy, second=second), encoding="utf-8")
        return str(file)

    return write


@pytest.mark.parametrize(
    ("second", "code", "verdict"),
    [("agree", 0, "通过"), ("disagree", 1, "未通过"), ("none", 1, "未通过")],
    ids=["all_agree", "one_disagrees", "one_is_silent"],
)
def test_tally_answers_by_its_exit_code(second, code, verdict, ballots, capsys):
    assert main(["tally", ballots(second=second)]) == code
    assert f"按全体一致同意：{verdict}\n" in capsys.readouterr().out


def test_tally_marks_every_test_of_the_law(ballots, capsys):
    main(["tally", ballots(second="none")])
    shown = capsys.readouterr().out
    # 86.68 of 124.83 ㎡ and 2 of 3 households take part: both just reach two thirds; all of them agree.
    assert (shown.count("✓"), shown.count("✗")) == (4, 1)
    assert "还差面积 38.15 ㎡、1 人" in shown


def test_policy_on_the_command_line_stands_over_the_one_in_the_file(ballots, capsys):
    file = ballots(second="none")
    assert main(["tally", file, "--policy", "statutory_278", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["policy"], told["passed"]) == ("statutory_278", True)


@pytest.mark.parametrize(("share", "short"), [("69%", False), ("70%", True)])
def test_tally_shows_a_local_share_and_those_against(share, short, ballots, capsys):
    # 86.68 of 124.83 ㎡ is 69.43%, two of three heads 66.66%: the law asks three quarters of those voting.
    file = ballots(second="none", policy=f"local_share\nlocal_share: {share}")
    assert main(["tally", file]) == 1
    shown = capsys.readouterr().out
    assert f"同意的专有面积达到全体的{share}" in shown
    assert "按本地规定的比例：未通过" in shown
    assert ("占124.83㎡的69.43%" in shown) is short
    assert "反对" not in shown
    assert main(["tally", ballots(second="disagree")]) == 1
    assert "反对" in capsys.readouterr().out


def test_tally_as_json_is_one_value_with_areas_as_text(ballots, capsys):
    main(["tally", ballots(second="disagree"), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == {"area": "124.83", "heads": 3}
    assert told["short_by"] == {"area": "38.15", "heads": 1}


@pytest.mark.parametrize(
    "words",
    [["tally", "no-such-file.yaml"], ["tally", "FILE", "--policy", "majority"]],
    ids=["no_file", "no_such_policy"],
)
def test_tally_that_cannot_be_read_is_a_wrong_call(words, ballots, capsys):
    file = ballots(second="agree")
    assert main([file if word == "FILE" else word for word in words]) == 2
    assert capsys.readouterr().out == ""


def test_due_shows_what_was_not_counted_and_why(capsys):
    assert main(["due", "5wd", "--start", "2024-09-23"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("到期 2024-09-29（星期日）")
    assert "不计：休息日" in shown


def test_stopped_days_may_be_given_several_times(capsys):
    main([
        *["due", "5wd", "--start", "2024-09-23", "--json"],
        *["--stop", "2024-09-24..2024-09-25", "--stop", "2024-09-27..2024-09-27"],
    ])  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert told["counted"] == ["2024-09-26", "2024-09-29", "2024-09-30", "2024-10-08", "2024-10-09"]
    assert len(told["stops"]) == 2


@pytest.mark.parametrize(
    "words",
    [["-7wd", "--start", "2024-02-20"], ["--start", "2024-02-20", "--", "-7wd"]],
    ids=["plain", "behind_dashes"],
)
def test_limit_below_zero_is_not_taken_for_an_option(words, capsys):
    assert main(["due", *words]) == 0
    assert capsys.readouterr().out.startswith("最迟 2024-02-05（星期一）")


def test_due_says_when_a_year_is_not_published_yet(capsys):
    main(["due", "5wd", "--start", "2099-12-20"])
    assert "暂定" in capsys.readouterr().out


def test_limit_may_be_named_as_in_the_law(capsys):
    main(["due", "acceptance", "--start", "2024-09-23", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["limit"] == {"value": 5, "unit": "working_days"}
    assert told["due"] == "2024-09-29"
    assert told["basis"] == "行政许可法32"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["5xx", "--start", "2024-09-23"], "5wd"),
        (["5wd", "--start", "2024-02-30"], "2024-02-30"),
        (["5wd", "--start", "2024-09-23", "--stop", "2024-09-25"], "起止日期"),
        (["5wd"], "--start"),
        (["acceptence", "--start", "2024-09-23"], "您是不是要用acceptance"),
        (["area_growth", "--start", "2024-09-23"], "没有叫“area_growth”的期限"),
        (["acceptance", "--start", "2024-09-23", "--workflow", "nowhere"], "没有流程“nowhere”"),
    ],
    ids=["unit", "day", "stop", "no_start", "misspelt", "not_a_time", "workflow"],
)
def test_wrong_figures_are_named(words, said, capsys):
    assert main(["due", *words]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_calendar_of_every_shipped_year_is_in_order(capsys):
    assert main(["calendar", "check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {2023: 249, 2024: 251, 2025: 248, 2026: 248}.items() <= {
        year["year"]: year["working_days"] for year in told["years"]
    }.items()


def test_broken_calendar_is_answered_with_no(tmp_path, capsys):
    (tmp_path / "2026.yaml").write_text("year: 2025\n", encoding="utf-8")
    assert main(["calendar", "check", str(tmp_path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"]
    assert any("2026.yaml:1:" in problem for problem in told["problems"])


def test_calendar_without_this_year_is_answered_with_no(tmp_path, capsys):
    shipped = Path(__file__).parents[2] / "workflows" / "calendar" / "2023.yaml"
    (tmp_path / "2023.yaml").write_bytes(shipped.read_bytes())
    assert main(["calendar", "check", str(tmp_path)]) == 1
    assert f"没有{date.today().year}年的日历" in capsys.readouterr().out
