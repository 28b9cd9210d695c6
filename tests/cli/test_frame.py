"""What surrounds every command: help, wrong usage, faults, --data."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from rebuild.cli import main
from rebuild.cli.chosen import data_is_named, settings
from rebuild.cli.commands import COMMANDS, GROUPS, Command
from rebuild.cli.show import as_json
from rebuild.errors import Conflict, InputError

REBUILD = (sys.executable, "-m", "rebuild")


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A command `rebuild planted` whose function a test may choose."""
    module = ModuleType("rebuild.cli.planted")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(
        COMMANDS, "planted", Command("planted", "function", "试验", "rebuild planted")
    )
    return module


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]], ids=["nothing", "--help", "-h"])
def test_help_names_every_command(words, capsys):
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert [path for path in COMMANDS if f"  {path} " not in shown] == []


@pytest.mark.parametrize("group", GROUPS)
def test_group_alone_shows_its_commands(group, capsys):
    assert main([group]) == 0
    shown = capsys.readouterr().out
    assert [path for path in COMMANDS if path.startswith(f"{group} ") and path not in shown] == []


@pytest.mark.parametrize(("path", "row"), COMMANDS.items(), ids=COMMANDS)
def test_example_of_a_command_calls_that_command(path, row):
    assert row.example == f"rebuild {path}" or row.example.startswith(f"rebuild {path} ")


@pytest.mark.parametrize("path", COMMANDS)
def test_command_in_the_table_has_help(path, capsys):
    assert main([*path.split(" "), "--help"]) == 0
    assert COMMANDS[path].example in capsys.readouterr().out


def test_help_is_shown_without_importing_any_library():
    script = (
        "import sys; before = set(sys.modules); from rebuild.cli import main; main(['--help']);"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(done.stderr.split()) - sys.stdlib_module_names == {"rebuild"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cse"], "您是不是要用 rebuild case？"),
        (["case", "shw"], "您是不是要用 rebuild case show？"),
        (["tally"], "缺少参数 FILE"),
        (["tally", "a", "--foo"], "没有选项 --foo"),
        (["tally", "a", "b"], "多出了参数 b"),
        (["tally", "a", "--data"], "后面没有写目录"),
    ],
    ids=["command", "subcommand", "missing", "option", "extra", "data"],
)
def test_wrong_call_is_told_in_one_chinese_sentence(words, said, capsys):
    assert main(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out == ""


@pytest.mark.parametrize(
    "words",
    [
        ["--data", "DIR", "tally", "--help"],
        ["tally", "--data", "DIR", "--help"],
        ["tally", "--help", "--data=DIR"],
    ],
    ids=["before", "between", "after"],
)
def test_data_folder_may_be_named_anywhere(words, tmp_path):
    assert main([word.replace("DIR", str(tmp_path)) for word in words]) == 0
    assert settings().data == tmp_path
    assert data_is_named()


def test_data_folder_is_not_kept_for_the_next_command(tmp_path):
    main(["--data", str(tmp_path), "tally", "--help"])
    main(["tally", "--help"])
    assert settings().data == Path("rebuild-data")
    assert not data_is_named()


def test_data_folder_on_the_command_line_wins_over_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("REBUILD_DATA", "elsewhere")
    main(["--data", str(tmp_path), "tally", "--help"])
    assert settings().data == tmp_path


@pytest.mark.parametrize(
    ("error", "code"),
    [(Conflict("案件已被他人办理"), 1), (InputError("第3行", "面积不是数字"), 2)],
    ids=["no", "wrong"],
)
def test_error_raised_on_purpose_is_its_own_sentence(error, code, planted, capsys):
    def function() -> None:
        raise error

    planted.function = function
    assert main(["planted"]) == code
    assert capsys.readouterr().err == f"{error}\n"


def test_fault_of_the_program_is_kept_in_the_data_folder(planted, tmp_path, capsys):
    def function() -> None:
        raise KeyError("plot_area")

    planted.function = function
    assert main(["planted", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    (report,) = (tmp_path / "errors").iterdir()
    assert str(report) in said
    assert "Traceback" not in said
    assert "plot_area" in report.read_text()


def test_fault_of_the_program_does_not_make_a_data_folder(planted, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    def function() -> None:
        raise KeyError("plot_area")

    planted.function = function
    assert main(["planted", "--data", str(tmp_path / "office")]) == 1
    assert not (tmp_path / "office").exists()
    assert str(tmp_path) in capsys.readouterr().err


def test_interrupted_command_ends_as_shells_expect(planted, capsys):
    def function() -> None:
        raise KeyboardInterrupt

    planted.function = function
    assert main(["planted"]) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["case", "--help"]], ids=["overview", "group"])
def test_reader_may_stop_reading(words):
    with subprocess.Popen(
        [*REBUILD, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        complaint = running.stderr.read()
    assert (running.returncode, complaint) == (0, "")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", '"甲"'), ("ascii", '"\\u7532"')],
    ids=["utf8", "a_terminal_without_chinese"],
)
def test_json_survives_the_terminal(encoding, shown, tmp_path, monkeypatch):
    with (tmp_path / "out").open("w", encoding=encoding) as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        as_json({"name": "甲", "on": date(2024, 2, 5)})
    written = (tmp_path / "out").read_text(encoding=encoding)
    assert shown in written
    assert json.loads(written) == {"name": "甲", "on": "2024-02-05"}


def test_json_refuses_what_has_no_agreed_form():
    with pytest.raises(TypeError, match="Decimal has no agreed form"):
        as_json(Decimal("579.22"))
