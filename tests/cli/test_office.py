"""init, demo, doctor: an office from nothing, the whole story with its papers, a look at the machine."""

import json
import resource
import stat
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from rebuild.cli import main

REQUIRED = {
    "danger_notice", "vote_notice", "ballot", "owners_decision", "vote_result", "acceptance_notice",
    "supplement_notice", "approval_decision", "planning_permit", "construction_permit",
    "service_receipt", "verification_certificate", "completion_filing", "completion_plate",
    "archive_index",
}  # fmt: skip


@pytest.fixture
def command(capsys):
    def called(*words):
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return called


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo told twice, in two processes and two folders."""

    def told(name):
        out = tmp_path_factory.mktemp(name) / "papers"
        run = [sys.executable, "-m", "rebuild", "demo", "--out", str(out), "--json"]
        done = subprocess.run(run, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        return out, json.loads(done.stdout)

    return told("first"), told("second")


def test_keys_are_readable_by_their_owner_only(command, tmp_path):
    data = tmp_path / "office"
    assert command("--data", data, "init")[0] == 0
    for name in ("people.key", "signing.key"):
        assert stat.S_IMODE((data / "keys" / name).stat().st_mode) == 0o600


def test_init_again_keeps_the_keys(command, tmp_path):
    data = tmp_path / "office"
    command("--data", data, "init")
    before = (data / "keys" / "people.key").read_text()
    assert command("--data", data, "init")[0] == 0
    assert (data / "keys" / "people.key").read_text() == before


def test_init_where_nothing_can_be_made_says_so(command, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, _, err = command("--data", tmp_path / "file" / "office", "init")
    assert code == 1
    assert "无法建立" in err


@pytest.mark.slow
def test_demo_ends_in_the_archive_with_every_document(demo):
    (_, manifest), _ = demo
    assert manifest["final_state"] == "closed"
    assert {each["kind"] for each in manifest["documents"]} >= REQUIRED
    assert ["planning.same_area", "planning.area_as_designed"] in [
        each["findings"] for each in manifest["refusals"]
    ]


@pytest.mark.slow
def test_demo_told_twice_is_the_same_to_the_byte(demo):
    (first, one), (second, other) = demo
    assert one == other
    for row in one["documents"]:
        assert (first / row["file"]).read_bytes() == (second / row["file"]).read_bytes()


@pytest.mark.slow
def test_manifest_tells_the_files_as_they_are(demo):
    (out, manifest), _ = demo
    assert json.loads((out / "manifest.json").read_text("utf-8")) == manifest
    for row in manifest["documents"]:
        assert sha256((out / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert date.fromisoformat(row["date"]).year in (2023, 2024, 2025)


@pytest.mark.slow
def test_demo_goes_over_its_own_leavings_and_nothing_else(demo, command):
    (out, _), _ = demo
    (out / "mine.txt").write_text("not the demo's")
    code, _, err = command("demo", "--out", out)
    assert code == 2
    assert "mine.txt" in err
    (out / "mine.txt").unlink()


@pytest.mark.slow
def test_ledger_of_the_demo_is_whole(demo, command):
    (out, manifest), _ = demo
    code, told, _ = command("--data", out, "ledger", "verify", "--deep", "--json")
    found = json.loads(told)
    assert (code, found["ok"], found["problems"]) == (0, True, [])
    assert found["events"] == manifest["events"]


@pytest.mark.slow
def test_full_disk_while_a_paper_is_written_is_a_sentence_and_leaves_nothing(demo, tmp_path):
    (out, manifest), _ = demo
    paper = tmp_path / "paper.pdf"

    def almost_full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    run = [sys.executable, "-m", "rebuild", "--data", str(out), "document", "print"]
    run += [manifest["documents"][0]["id"], "--out", str(paper)]
    done = subprocess.run(
        run, capture_output=True, text=True, timeout=60, check=False, preexec_fn=almost_full
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "磁盘" in done.stderr
    assert not paper.exists()


def test_doctor_knows_this_machine_well(command, tmp_path):
    code, told, _ = command("--data", tmp_path / "none", "doctor", "--json")
    checks = {each["name"]: each for each in json.loads(told)["checks"]}
    assert checks["字库"]["ok"]
    assert checks["排版程序 WeasyPrint"]["ok"]
    assert code == (0 if all(each["ok"] for each in checks.values()) else 1)


def test_doctor_looks_into_an_office(command, tmp_path):
    data = tmp_path / "office"
    command("--data", data, "init")
    opening = Path("docs/examples/open.yaml")
    command(
        "--data", data, "case", "open", "--answers", opening, "--as", "grid_worker",
        "--on", "2024-01-08",
    )  # fmt: skip
    code, told, _ = command("--data", data, "doctor", "--json")
    checks = {each["name"]: each for each in json.loads(told)["checks"]}
    assert checks["到期未处理的时限"]["found"] == "0 项"
    assert checks["数据库结构"]["ok"]
    assert code in (0, 1)
