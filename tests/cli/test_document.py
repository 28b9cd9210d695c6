"""document list, print, verify, sample: papers, and whether one is genuine and still holds."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from rebuild.cli import main
from rebuild.resources import templates
from tests.cli.conftest import NUMBER, SERVED

THEN = ("--on", "2024-03-01")  # while the permit may still be used


def code_of(data, document):
    connection = sqlite3.connect(data / "rebuild.sqlite3")
    (code,) = connection.execute("SELECT code FROM documents WHERE id = ?", (document,)).fetchone()
    connection.close()
    return code


@pytest.fixture(scope="module")
def permit(offices, tmp_path_factory) -> tuple[Path, Path]:
    """An office that has printed its planning permit, and the file."""
    data = shutil.copytree(offices(SERVED), tmp_path_factory.mktemp("printed") / "office")
    file = data.parent / "permit.pdf"
    assert (
        main(["--data", str(data), "document", "print", "D-2024-000004", "--out", str(file)]) == 0
    )
    return data, file


def test_papers_are_listed_with_their_numbers(call, served):
    told = json.loads(call(served, "document", "list", NUMBER, "--json").out)
    permits = [each for each in told if each["kind"] == "planning_permit"]
    assert [(each["id"], each["number"], each["printed"]) for each in permits] == [
        ("D-2024-000004", "建字第5101052024GG0000001号", False)
    ]
    assert "建字第5101052024GG0000001号" in call(served, "document", "list", NUMBER).out


def test_a_printed_permit_is_a_pdf_and_is_verified_by_its_bytes(call, permit):
    data, file = permit
    assert file.read_bytes().startswith(b"%PDF-")
    told = json.loads(call(data, "document", "verify", str(file), "--json", *THEN).out)
    assert (told["ok"], told["genuine"], told["standing"]) == (True, True, "有效")
    assert told["number"] == "建字第5101052024GG0000001号"
    assert told["case"] == NUMBER


def test_printing_again_gives_the_same_bytes(call, permit, tmp_path):
    data, file = permit
    again = tmp_path / "again.pdf"
    assert call(data, "document", "print", "D-2024-000004", "--out", str(again)).code == 0
    assert again.read_bytes() == file.read_bytes()


def test_a_changed_byte_makes_a_file_unknown(call, permit, tmp_path):
    data, file = permit
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    (tmp_path / "changed.pdf").write_bytes(content)
    said = call(data, "document", "verify", str(tmp_path / "changed.pdf"))
    assert (said.code, said.out.count("\n")) == (1, 1)
    assert "未查到该文书" in said.out


@pytest.mark.parametrize(
    "typed", ["{}", "{}-{}-{}", " {} {} {} "], ids=["plain", "dashes", "blanks"]
)
def test_a_code_is_known_however_it_is_typed(typed, call, permit):
    data, file = permit
    code = json.loads(call(data, "document", "verify", str(file), "--json", *THEN).out)["code"]
    parts = (code,) if typed == "{}" else (code[:4], code[4:8], code[8:])
    said = call(data, "document", "verify", typed.format(*parts).lower(), *THEN)
    assert said.code == 0
    assert "✓ 是本机关签发的文书，内容未改动：有效" in said.out


def test_a_permit_nobody_used_has_lapsed_although_no_clock_was_run(call, served):
    code = code_of(served, "D-2024-000004")
    last, after = ("2025-02-06", "2025-02-07")
    assert call(served, "document", "verify", code, "--on", last).code == 0
    said = call(served, "document", "verify", code, "--on", after)
    assert said.code == 1
    assert "现在不在有效状态：自行废止" in said.out
    shown = json.loads(call(served, "case", "show", NUMBER, "--on", after, "--json").out)
    assert [(each["standing"], each["live"]) for each in shown["permits"]] == [("自行废止", False)]
    labels = {each["seat"]: each["label"] for each in shown["procedures"]}
    assert labels["planning_permit"] == "自行废止"


def test_a_permit_that_is_stayed_is_genuine_and_does_not_hold(call, served, answers):
    code = code_of(served, "D-2024-000004")
    assert call(served, "document", "verify", code, *THEN).code == 0
    acted = call(
        served, "case", "act", NUMBER, "planning_permit.stay", "--as", "planning_chief",
        "--answers", answers("order: 示例停止执行决定〔2024〕1号\nordered_by: 示例区人民政府\n"), "--on", "2024-02-20", "--no-print",
    )  # fmt: skip
    assert acted.code == 0
    said = call(served, "document", "verify", code, *THEN)
    assert said.code == 1
    assert (
        "✗ 是本机关签发的文书，但现在不在有效状态：有效（停止执行：示例停止执行决定〔2024〕1号）"
        in said.out
    )


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("AAAAAAAAAA", 1, "未查到该文书"),
        ("!?", 1, "未查到该文书"),
        ("no-such.pdf", 2, "没有这个文件"),
        ("/nowhere/x", 2, "没有这个文件"),
    ],
    ids=["code", "signs", "file", "path"],
)
def test_what_is_not_ours_is_told_in_one_sentence(asked, code, said, call, data):
    answered = call(data, "document", "verify", asked)
    assert answered.code == code
    assert said in answered.out + answered.err
    assert (answered.out + answered.err).count("\n") == 1


def test_verifying_shows_no_name_of_an_owner_in_full(call, data):
    listed = json.loads(call(data, "document", "list", NUMBER, "--json").out)
    notice = next(each for each in listed if each["kind"] == "danger_notice")
    code = code_of(data, notice["id"])
    told = json.loads(call(data, "document", "verify", code, "--json").out)
    assert told["ok"]
    shown = json.dumps(told, ensure_ascii=False)
    assert "刘某某" in shown
    assert "刘示甲" not in shown


def test_a_sample_needs_no_office(call, tmp_path):
    out = tmp_path / "sample.pdf"
    said = call(tmp_path / "nothing", "document", "sample", "planning_permit", "--out", str(out))
    assert (said.code, said.out) == (0, f"{out}\n")
    assert out.read_bytes().startswith(b"%PDF-")
    assert not (tmp_path / "nothing").exists()


def test_an_unknown_kind_names_every_kind_there_is(call, tmp_path):
    said = call(tmp_path, "document", "sample", "planing_permit", "--out", str(tmp_path / "x.pdf"))
    assert said.code == 2
    assert "您是不是要打印 planning_permit？" in said.err
    kinds = [each.parent.name for each in (templates() / "documents").glob("*/document.yaml")]
    assert [kind for kind in kinds if kind not in said.err] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["print", "D-2024-999999", "--out", "x.pdf"], "没有编号为「D-2024-999999」的文书"),
        (["print", "D-2024-000001", "--out", "."], "是目录"),
        (["print", "D-2024-000001", "--out", "no/such/x.pdf"], "没有目录"),
        (["print", "D-2024-000001"], "--out"),
        (["list", "WF-0"], "没有编号为「WF-0」的案件"),
    ],
    ids=["unknown", "folder", "no_folder", "no_out", "case"],
)
def test_a_wrong_call_is_named(words, said, call, data):
    answered = call(data, "document", *words)
    assert (answered.code, answered.out) == (2, "")
    assert said in answered.err
