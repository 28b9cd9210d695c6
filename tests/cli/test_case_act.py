"""case open and case act: what changes a case, what is refused, and what cannot be read."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from tests.cli.conftest import NUMBER
from tests.cli.test_case import NEW_CASE

GRANT = ("case", "act", NUMBER, "planning.grant", "--on", "2024-02-05", "--no-print")
CHIEF = ("--as", "planning_chief")
ARCHIVIST = ("--as", "archivist")


def version(call, data):
    return json.loads(call(data, "case", "show", NUMBER, "--json").out)["version"]


def test_a_refusal_gives_every_finding_with_its_article_and_who_can_cure_it(call, data, answers):
    before = version(call, data)
    said = call(data, *GRANT, *CHIEF, "--answers", answers('floor_area: "600"'))
    assert said.code == 1
    assert "共2处不符" in said.out
    assert "依据：《中华人民共和国城乡规划法》第四十条　（planning.area_as_designed）" in said.out
    assert "（planning.same_area）" in said.out
    assert version(call, data) == before


def test_a_role_that_may_not_is_told_who_may(call, data, answers):
    words = [*GRANT, "--as", "planning_clerk", "--answers", answers('floor_area: "579.22"')]
    told = json.loads(call(data, *words, "--json").out)
    codes = [finding["code"] for finding in told["findings"]]
    assert (told["allowed"], codes) == (False, ["engine.role", "duties.decider_not_acceptor"])
    assert "规划和自然资源局负责人" in told["findings"][0]["cure"]


def test_what_is_allowed_tells_the_papers_and_the_last_days(call, data, answers):
    words = [*GRANT, *CHIEF, "--answers", answers('floor_area: "579.22"'), "--json"]
    told = json.loads(call(data, *words).out)
    assert told["allowed"]
    assert {each["kind"]: each["number"] for each in told["documents"]} == {
        "planning_permit": "建字第5101052024GG0000001号",
        "approval_decision": "示规资许准〔2024〕1号",
    }
    serve = next(each for each in told["dates"] if each["clock"] == "serve")
    assert (serve["due"], serve["turn_label"]) == ("2024-02-23", "政务服务综合窗口")


def test_a_rehearsal_says_what_would_be_issued_and_writes_nothing(call, data, answers):
    before = call(data, "ledger", "verify", "--json").out
    said = call(data, *GRANT, *CHIEF, "--answers", answers('floor_area: "579.22"'), "--dry-run")
    assert said.code == 0
    assert "办理后将签发：《建设工程规划许可证》、《准予行政许可决定书》" in said.out
    assert call(data, "ledger", "verify", "--json").out == before


def test_an_action_may_be_named_plainly_by_its_label_or_with_its_procedure(call, data):
    words = ["--as", "planning_clerk", "--on", "2024-01-25", "--dry-run", "--json"]
    for named in (
        ["grant"],
        ["准予许可"],
        ["grant", "--procedure", "planning"],
        ["planning.grant"],
    ):
        told = json.loads(call(data, "case", "act", NUMBER, *named, *words).out)
        assert (told["seat"], told["action"]) == ("planning", "grant")


def test_the_same_key_acts_once(call, data, answers):
    words = [*GRANT, *CHIEF, "--answers", answers('floor_area: "579.22"'), "--key", "k1", "--json"]
    first, second = (json.loads(call(data, *words).out) for _ in range(2))
    assert (first["replayed"], second["replayed"]) == (False, True)
    assert [each["id"] for each in second["documents"]] == [
        each["id"] for each in first["documents"]
    ]


def test_a_stale_version_is_told_who_did_what_meanwhile(call, data, answers):
    seen = str(version(call, data))
    emergency = ["case", "act", NUMBER, "emergency", "--as", "community", "--on", "2024-02-01"]
    assert call(data, *emergency, "--answers", answers("note: 墙体倾斜")).code == 0
    said = call(data, *GRANT, *CHIEF, "--answers", answers('floor_area: "579.22"'), "--seen", seen)
    assert said.code == 1
    assert "已有变动" in said.err
    assert "community" in said.err


def test_a_historic_step_goes_in_with_its_findings_noted(call, data, answers):
    words = [*GRANT, "--answers", answers('floor_area: "600"'), "--recorded", "--json"]
    by_chief = call(data, *words, *CHIEF)
    assert (by_chief.code, json.loads(by_chief.out)["findings"][0]["code"]) == (
        1,
        "engine.archivist",
    )
    told = json.loads(call(data, *words, *ARCHIVIST).out)
    assert told["allowed"]
    assert {each["code"] for each in told["findings"]} == {
        "planning.same_area",
        "planning.area_as_designed",
    }


def test_a_case_is_opened_from_a_pipe(call, data, monkeypatch):
    pipe = SimpleNamespace(buffer=io.BytesIO(NEW_CASE.encode()))
    monkeypatch.setattr(sys, "stdin", pipe)
    said = call(data, "case", "open", "--answers", "-", "--as", "grid_worker", "--on", "2024-03-01")
    assert (said.code, "WF-510105-2024-0001" in said.out) == (0, True)


def test_a_refused_opening_takes_no_number(call, data, answers):
    opening = ["case", "open", "--answers", answers(NEW_CASE), "--on", "2024-03-01", "--json"]
    refused = call(data, *opening, "--as", "window")
    assert (refused.code, json.loads(refused.out)["number"]) == (1, "")
    opened = call(data, *opening, "--as", "grid_worker")
    assert json.loads(opened.out)["number"] == "WF-510105-2024-0001"


def test_json_answers_keep_figures_as_they_were_written(call, data, answers):
    said = call(data, *GRANT, *CHIEF, "--answers", answers('{"floor_area": 579.220}'))
    assert said.code == 1
    assert "“579.220”的小数超过2位" in said.out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('floor_area: "579.225"', "“579.225”的小数超过2位"),
        ("floor_area: 很大", "“很大”不是数"),
        ("floor_area: [1, 2]", "不是数"),
        ("floor_area:\n  a: b", "不是数"),
        ("", "准予建筑面积：必填"),
        ('floor_area: "579.22"\nstoreys: 三', "“三”不是非负整数"),
        ('floor_area: "579.22"\ncolour: 红', "本事项没有这一项"),
        ('floor_area: "0"', "面积应大于零"),
        ('{"floor_area": NaN}', "“NaN”不是数"),
        ('{"floor_area": null}', "准予建筑面积：必填"),
    ],
    ids=[
        "three_decimals", "no_number", "list", "mapping", "empty", "words", "unknown", "zero",
        "json_nan", "json_null",
    ],
)  # fmt: skip
def test_an_answer_that_is_not_what_is_asked_is_a_finding(written, said, call, data, answers):
    answered = call(data, *GRANT, *CHIEF, "--answers", answers(written))
    assert answered.code == 1
    assert said in answered.out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("note: [", "第1行"),
        ("a: 1\na: 2", "同一个键写了两次"),
        ("a: &x 1", "锚点"),
        ("- a\n- b", "不是各项填报内容"),
        ("just words", "不是各项填报内容"),
        ('{"a": 1, "a": 2}', "“a”写了两次"),
        ("[" * 100_000, "层次过深"),
        ('{"a":' * 100_000, "过深"),
        ("x" * 2_000_001, "超过2MB"),
    ],
    ids=["broken", "twice", "anchor", "list", "text", "json_twice", "deep", "json_deep", "huge"],
)
def test_answers_that_cannot_be_read_are_a_wrong_call(written, said, call, data, answers):
    answered = call(data, *GRANT, *CHIEF, "--answers", answers(written))
    assert (answered.code, answered.out) == (2, "")
    assert said in answered.err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"note: \xc4\xe3"], ids=["utf16", "gbk"])
def test_answers_in_another_encoding_are_a_wrong_call(content, call, data, tmp_path):
    (tmp_path / "a.yaml").write_bytes(content)
    said = call(data, *GRANT, *CHIEF, "--answers", str(tmp_path / "a.yaml"))
    assert (said.code, "UTF-8" in said.err) == (2, True)


@pytest.mark.parametrize(
    "note", ["险情\ue000", "险情\U0003134f", "a\x00b"], ids=["private_use", "rare", "null"]
)
def test_a_sign_that_cannot_be_printed_is_refused_when_it_is_typed(note, call, data, answers):
    said = call(
        data, "case", "act", NUMBER, "emergency", "--as", "community", "--on", "2024-02-01",
        "--answers", answers(json.dumps({"note": note})),
    )  # fmt: skip
    assert said.code == 1
    assert "字库中没有" in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["accept"], "没有写明由谁办理。可以写 agent（示例帮办代办员）"),
        (["accept", "--as", "stranger"], "没有工号为“stranger”的人员"),
        (["acept", "--as", "window"], "您是不是要办理accept（planning、construction）"),
        (["nowhere.accept", "--as", "window"], "没有程序“nowhere”"),
        (["planning.accept", "--procedure", "construction", "--as", "window"], "不一致"),
        (["stay", "--as", "window"], "请写明是哪一个：planning_permit.stay"),
        (["accept", "--as", "window", "--on", "2024-13-01"], "2024-13-01"),
        (["accept", "--as", "window", "--answers", "no-such.yaml"], "文件打不开"),
        (["accept", "--as", "window", "--answers", "."], "文件打不开"),
    ],
    ids=[
        "nobody", "stranger", "misspelt", "procedure", "two_procedures", "ambiguous", "day",
        "no_file", "folder",
    ],
)  # fmt: skip
def test_a_wrong_call_is_named_and_changes_nothing(words, said, call, data):
    before = call(data, "ledger", "verify", "--json").out
    answered = call(data, "case", "act", NUMBER, *words)
    assert (answered.code, answered.out) == (2, "")
    assert said in answered.err
    assert call(data, "ledger", "verify", "--json").out == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--region", "51010"], "不是六位数字"),
        (["--workflow", "nowhere"], "没有已发布的流程“nowhere”"),
    ],
    ids=["region", "workflow"],
)
def test_an_opening_under_nothing_known_is_a_wrong_call(words, said, call, data, answers):
    answered = call(
        data, "case", "open", "--answers", answers(NEW_CASE), "--as", "grid_worker", *words
    )
    assert answered.code == 2
    assert said in answered.err


def test_a_day_still_to_come_is_pointed_out(call, data):
    said = call(
        data, "case", "act", NUMBER, "accept", "--procedure", "planning", "--as", "planning_clerk",
        "--on", "2999-01-01", "--dry-run",
    )  # fmt: skip
    assert "晚于今天" in said.err
