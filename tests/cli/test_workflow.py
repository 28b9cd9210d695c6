"""rebuild workflow list, check, show, diagram."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rebuild.cli import main
from tests.engine.small_workflow import FOLDER, copy_to, spoil

NAME = "d_grade_rebuild"


def test_list_names_every_workflow_with_its_version_and_hash(capsys) -> None:
    assert main(["workflow", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert NAME in {row["id"] for row in rows}
    assert all(len(row["hash"]) == 64 and row["version"] >= 1 for row in rows)
    assert main(["workflow", "list"]) == 0
    assert NAME in capsys.readouterr().out


def test_check_tells_each_fault_on_a_line_of_its_own_and_says_no(tmp_path: Path, capsys) -> None:
    folder = copy_to(tmp_path)
    places = [
        spoil(folder, "procedures/case.yaml", "to: in_planning", "to: ‹in_planing"),
        spoil(folder, "workflow.yaml", "version: 1", "version: ‹0"),
    ]
    assert main(["workflow", "check", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert all(any(line.startswith(f"{place}: ") for line in lines) for place in places)


def test_check_as_json_names_each_workflow_with_its_faults(tmp_path: Path, capsys) -> None:
    folder = copy_to(tmp_path)
    place = spoil(folder, "procedures/case.yaml", "    from: reported\n", "    ‹frm: reported\n")
    assert main(["workflow", "check", str(tmp_path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    (workflow,) = told["workflows"]
    assert (workflow["id"], workflow["version"], workflow["hash"]) == ("small", None, None)
    assert f"{place}: unknown key 'frm'. Did you mean 'from'?" in workflow["faults"]


def test_check_tells_a_broken_calendar_too(tmp_path: Path, capsys) -> None:
    copy_to(tmp_path)
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2024.yaml").write_text("year: 1999\n", encoding="utf-8")
    assert main(["workflow", "check", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["calendar"] != []


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_check_of_no_workflow_is_a_wrong_call(folder: str, tmp_path: Path, capsys) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["workflow", "check", str(tmp_path / folder)]) == 2
    assert folder in capsys.readouterr().err


def test_check_of_a_folder_without_its_first_file_says_no(tmp_path: Path, capsys) -> None:
    folder = copy_to(tmp_path)
    (folder / "workflow.yaml").unlink()
    assert main(["workflow", "check", str(folder)]) == 1
    assert f"{folder / 'workflow.yaml'}:1:1: this file cannot be read" in capsys.readouterr().out


def test_show_names_every_action(capsys) -> None:
    assert main(["workflow", "show", NAME]) == 0
    shown = capsys.readouterr().out
    assert main(["workflow", "show", NAME, "--json"]) == 0
    workflow = json.loads(capsys.readouterr().out)
    names = {name for each in workflow["procedures"].values() for name in each["actions"]}
    assert [name for name in names if name not in shown] == []


def test_diagram_is_mermaid_unless_svg_is_asked_for(capsys) -> None:
    assert main(["workflow", "diagram", NAME]) == 0
    assert capsys.readouterr().out.startswith("stateDiagram-v2")
    assert main(["workflow", "diagram", NAME, "--format", "svg"]) == 0
    assert ElementTree.fromstring(capsys.readouterr().out).tag.endswith("svg")
    assert main(["workflow", "diagram", NAME, "--format", "svg", "--procedure", "planning"]) == 0
    assert "送达不予许可" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [["show", "d_grade"], ["diagram", "d_grade"], ["diagram", NAME, "--procedure", "plan"]],
    ids=["show", "diagram", "procedure"],
)
def test_an_unknown_name_is_a_wrong_call_with_a_hint(words: list[str], capsys) -> None:
    assert main(["workflow", *words]) == 2
    assert NAME in capsys.readouterr().err


def test_the_small_workflow_of_the_tests_is_a_folder_of_its_own() -> None:
    from rebuild.services.check_workflow import workflow_folders

    assert workflow_folders(FOLDER) == (FOLDER,)
    assert FOLDER in workflow_folders(FOLDER.parent)
