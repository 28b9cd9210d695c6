"""case consensus, case money, roster votes: a vote and its money at a terminal."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import NUMBER

OPEN, DESIGNING = ("consensus", "open_voting"), ("case", "prepare")
SHEET = "房号,意见,日期\n101,同意,2023-06-17\n102,不同意,2023/6/18\n"
WHO = ("--source", "示例电表〔2023〕3号", "--as", "community", "--on", "2023-06-20")


@pytest.fixture
def sheet(tmp_path) -> Path:
    file = tmp_path / "votes.csv"
    file.write_text(SHEET, "utf-8")
    return file


def test_a_result_sheet_is_imported_and_the_count_says_what_is_missing(call, office_at, sheet):
    data = office_at(OPEN)
    said = call(data, "roster", "votes", NUMBER, str(sheet), *WHO)
    digest = sha256(SHEET.encode()).hexdigest()
    assert said.code == 0
    assert said.out.splitlines() == [
        "✓ 已导入：2票，来源示例电表〔2023〕3号",
        f"  结果表校验值（SHA-256）：{digest}",
    ]
    told = json.loads(call(data, "case", "consensus", NUMBER, "--json").out)
    assert [(each["source"], each["ballots"], each["sha256"]) for each in told["sheets"]] == [
        ("示例电表〔2023〕3号", 2, digest)
    ]
    counted = call(data, "case", "consensus", NUMBER)
    assert f"2023-06-20导入结果表示例电表〔2023〕3号，2票，SHA-256 {digest}" in counted.out
    assert counted.code == 1
    assert "还差 16 户、528.96 ㎡" in counted.out
    assert "名册锁定于 2023-06-01" in counted.out
    assert "王某" in counted.out
    assert "王丙" not in counted.out


def test_a_wrong_sheet_is_told_by_row_and_column_and_leaves_nothing(call, office_at, sheet):
    data = office_at(OPEN)
    sheet.write_text(SHEET + "109,同意,2023-06-17\n", "utf-8")
    said = call(data, "roster", "votes", NUMBER, str(sheet), *WHO)
    assert said.code == 1
    assert "第4行“房号”：房号109不在业主名册内" in said.out
    assert json.loads(call(data, "case", "consensus", NUMBER, "--json").out)["ballots"] == 0


def test_a_trial_run_says_so_and_leaves_nothing(call, office_at, sheet):
    data = office_at(OPEN)
    said = call(data, "roster", "votes", NUMBER, str(sheet), *WHO, "--dry-run", "--json")
    assert (json.loads(said.out)["ok"], json.loads(said.out)["dry_run"]) == (True, True)
    assert json.loads(call(data, "case", "consensus", NUMBER, "--json").out)["ballots"] == 0


def test_a_household_that_nobody_has_met_is_listed_with_what_was_tried(call, office_at, tmp_path):
    data = office_at(OPEN)
    visit = tmp_path / "visit.yaml"
    visit.write_text(
        "{unit: '306', kind: 信函, visited_on: 2023-06-18, by_whom: 网格员甲, reached: 否, result: 退信}",
        "utf-8",
    )
    done = call(
        data, "case", "act", NUMBER, "consensus.log_visit", "--answers", str(visit),
        "--as", "community", "--on", "2023-06-18",
    )  # fmt: skip
    assert done.code == 0, done.out + done.err
    told = json.loads(call(data, "case", "consensus", NUMBER, "--json").out)
    assert "306" in told["not_reached"]
    assert told["visits"][0]["result"] == "退信"
    assert "2023-06-18信函：退信" in call(data, "case", "consensus", NUMBER).out


def test_the_money_of_every_household_adds_up(call, office_at):
    data = office_at(DESIGNING)
    told = json.loads(call(data, "case", "money", NUMBER, "--json").out)
    assert (told["cost"], told["totals"]["share"]) == ("1880000.00", "1880000.00")
    cents = [int(each["share"].replace(".", "")) for each in told["households"]]
    assert (len(cents), sum(cents)) == (17, 188_000_000)
    shown = call(data, "case", "money", NUMBER)
    assert shown.code == 0
    assert "合计" in shown.out
    assert "刘某某" in shown.out
