"""case list, show, why, history, clocks, consensus, forecast: what a case answers."""

import json
import subprocess
import sys

import pytest

from rebuild.cli import main
from rebuild.cli.chosen import choose_data, settings, sqlite_file
from rebuild.settings import DATABASE_NOTE
from tests.cli.conftest import NUMBER


def test_a_case_is_found_by_its_stage_and_by_its_address(call, data):
    listed = json.loads(call(data, "case", "list", "--stage", "规划许可", "--json").out)
    assert [case["number"] for case in listed["cases"]] == [NUMBER]
    assert NUMBER in call(data, "case", "list", "--search", "君平街").out
    assert json.loads(call(data, "case", "list", "--stage", "demolition", "--json").out) == {
        "cases": [],
        "next": None,
    }


def test_a_page_ends_where_the_next_begins(call, data, answers):
    registered = answers(NEW_CASE)
    opening = ["case", "open", "--answers", registered, "--as", "grid_worker", "--on", "2024-03-01"]
    assert call(data, *opening).code == 0
    first = json.loads(call(data, "case", "list", "--limit", "1", "--json").out)
    second = json.loads(
        call(data, "case", "list", "--limit", "1", "--after", first["next"], "--json").out
    )
    assert first["next"] == NUMBER
    assert [case["number"] for case in second["cases"]] == ["WF-510105-2024-0001"]
    assert second["next"] is None


def test_a_list_waits_for_no_library_but_the_databases_own(data):
    script = (
        "import sys; before = set(sys.modules); from rebuild.cli import main;"
        f"main(['--data', {str(data)!r}, 'case', 'list']);"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert NUMBER in done.stdout
    assert set(done.stderr.split()) - sys.stdlib_module_names <= {"rebuild", "pysqlite3"}


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--json"],
        ["--stage", "规划许可", "--json"],
        ["--state=planning", "--limit=1", "--json"],
        ["--search", "君平", "--after", "WF-510105-2022-0001"],
        ["--search", "nowhere"],
        ["--stage", "月球"],
        ["--limit", "0"],
        ["--limit", "many"],
        ["--limit"],
        ["--colour", "red"],
        ["extra"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_a_list_says_the_same_with_and_without_settings(words, call, data, monkeypatch):
    quick = call(data, "case", "list", *words)
    monkeypatch.setenv("REBUILD_PRINT_WORKERS", "2")  # with a setting, all of them are read
    assert call(data, "case", "list", *words) == quick


@pytest.mark.parametrize(
    "words",
    [
        ["--data", "DIR", "case", "list"],
        ["case", "list", "--data", "DIR"],
        ["case", "list", "--data=DIR", "--limit", "5"],
    ],
    ids=["before", "after", "between"],
)
def test_the_data_folder_of_a_list_may_be_named_anywhere(words, data, capsys):
    assert main([word.replace("DIR", str(data)) for word in words]) == 0
    assert NUMBER in capsys.readouterr().out


def test_a_reader_may_stop_reading_a_list(data):
    with subprocess.Popen(
        [sys.executable, "-m", "rebuild", "--data", str(data), "case", "list"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        running.stdout.close()
        complaint = running.stderr.read()
    assert (running.returncode, complaint) == (0, "")


def test_the_file_a_list_reads_is_the_one_the_settings_name(data):
    choose_data(data)
    assert settings().database == f"sqlite:///{sqlite_file().absolute()}"
    (data / DATABASE_NOTE).write_text("postgresql://example/office", "utf-8")
    assert sqlite_file() is None


def test_show_tells_where_every_procedure_stands_and_what_can_be_done(call, data):
    told = json.loads(call(data, "case", "show", NUMBER, "--on", "2024-01-25", "--json").out)
    stands = {each["seat"]: each["label"] for each in told["procedures"]}
    assert stands == {
        "case": "规划许可办理",
        "danger_remedy": "逾期未申请复议或者起诉",
        "consensus": "生效",
        "planning": "审查中",
    }
    (remedies,) = (each for each in told["procedures"] if each["seat"] == "danger_remedy")
    assert remedies["about"] == "101等17户"
    decision = next(each for each in told["dates"] if each["clock"] == "decision")
    assert (decision["due"], decision["days_left"], decision["turn_label"]) == (
        "2024-02-22",
        17,
        "规划和自然资源局负责人",
    )
    assert "planning.grant" in {f"{each['seat']}.{each['action']}" for each in told["actions"]}


def test_show_for_one_person_leaves_out_what_others_do(call, data):
    told = json.loads(call(data, "case", "show", NUMBER, "--as", "window", "--json").out)
    assert all("window" in each["by"] for each in told["actions"])


def test_a_live_permit_is_shown_with_its_number(call, served):
    shown = call(served, "case", "show", NUMBER, "--on", "2024-02-06").out
    assert "✓ 《建设工程规划许可证》建字第5101052024GG0000001号：有效" in shown


def test_why_names_whose_turn_it_is_and_what_the_step_asks(call, data):
    said = call(data, "case", "why", NUMBER, "--on", "2024-01-25")
    assert said.code == 0
    assert "接下来：由规划和自然资源局负责人办理“准予许可”（planning.grant）" in said.out
    assert "floor_area：准予建筑面积（面积㎡，必填）" in said.out


def test_why_gives_every_finding_of_a_blocked_step_with_its_article(call, office_at):
    data = office_at(("case", "issue_danger_notices"))  # and none is served yet
    told = json.loads(call(data, "case", "why", NUMBER, "--on", "2023-05-18", "--json").out)
    (finding,) = told["next"]["findings"]
    assert (told["next"]["action"], finding["code"]) == (
        "notify_danger",
        "appraisal.every_household_served",
    )
    assert finding["cited"] == "《城市危险房屋管理规定》第十条"
    assert finding["who_label"]


def test_history_tells_refusals_and_never_a_number_of_a_person(call, data):
    said = call(data, "case", "history", NUMBER)
    assert "✗ 示例房屋安全鉴定所：案件·出具鉴定报告（D级）" in said.out
    assert "补录" in said.out
    entries = json.loads(call(data, "case", "history", NUMBER, "--json").out)
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert "510199190001010014" not in said.out + json.dumps(entries)


def test_an_explained_clock_names_every_day_left_out(call, data):
    shown = call(data, "case", "clocks", NUMBER, "--on", "2024-01-25", "--explain").out
    assert "不计 2024-02-12（星期一）：春节" in shown
    assert "到期 2024-02-22（星期四），共计20日；日历版本 " in shown


def test_the_count_of_a_past_day_knows_the_ballots_cast_by_then(call, data):
    now = call(data, "case", "consensus", NUMBER, "--json")
    then = call(data, "case", "consensus", NUMBER, "--on", "2023-06-20", "--json")
    assert (now.code, json.loads(now.out)["agreeing"]) == (0, {"area": "579.22", "heads": 17})
    assert (then.code, json.loads(then.out)["agreeing"]) == (1, {"area": "245.56", "heads": 7})
    assert json.loads(then.out)["short_in_words"] == "还差 10 户、333.66 ㎡"
    assert json.loads(then.out)["only_entries_until"] == "2023-06-20"


def test_a_case_without_a_round_has_no_count(call, data):
    said = call(data, "case", "consensus", NUMBER, "--on", "2023-05-20")
    assert said.code == 2
    assert "还没有开始表决" in said.err


def test_a_forecast_counts_on_from_the_open_clock_and_writes_nothing(call, data):
    before = call(data, "ledger", "verify", "--json").out
    told = json.loads(call(data, "case", "forecast", NUMBER, "--from", "2024-01-22", "--json").out)
    until = {f"{each['seat']}.{each['action']}": each["until"] for each in told["steps"]}
    assert until["planning.grant"] == "2024-02-22"
    assert until["planning.serve"] == "2024-03-07"
    assert told["steps"][-1]["action"] == "archive"
    assert call(data, "ledger", "verify", "--json").out == before


def test_days_on_which_review_stands_still_move_the_forecast(call, data):
    words = ["case", "forecast", NUMBER, "--from", "2024-01-22", "--json"]
    told = json.loads(call(data, *words, "--stop", "2024-01-25..2024-01-31").out)
    grant = next(each for each in told["steps"] if each["action"] == "grant")
    assert grant["until"] == "2024-02-29"  # five working days later


@pytest.mark.parametrize("command", ["show", "why", "history", "clocks", "consensus", "forecast"])
def test_an_unknown_case_is_one_sentence(command, call, data):
    said = call(data, "case", command, "WF-510105-2023-9999")
    assert (said.code, said.out) == (2, "")
    assert said.err == "没有编号为「WF-510105-2023-9999」的案件，请核对案号\n"


@pytest.mark.parametrize(
    "words", [["list"], ["show", NUMBER], ["act", NUMBER, "accept", "--as", "window"]]
)
def test_a_folder_without_an_office_says_how_to_make_one(words, call, tmp_path):
    said = call(tmp_path / "nothing", "case", *words)
    assert said.code == 2
    assert "rebuild init" in said.err
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--stage", "月球"], "没有叫“月球”的阶段"),
        (["list", "--limit", "0"], "超出范围"),
        (["show", NUMBER, "--on", "2024-02-30"], "2024-02-30"),
        (["show", NUMBER, "--as", "nobody"], "没有工号为“nobody”的人员"),
        (["forecast", NUMBER, "--stop", "2024-01-25"], "起止日期"),
    ],
    ids=["stage", "limit", "day", "person", "stop"],
)
def test_a_wrong_question_is_named(words, said, call, data):
    answered = call(data, "case", *words)
    assert answered.code == 2
    assert said in answered.err


NEW_CASE = """\
building: 示例路1号院2栋
address: 四川省成都市青羊区示例路1号院2栋
structure: 砖木结构
storeys: "2"
gross_area: "120.50"
land_area: "80.00"
households: "3"
"""
