"""What surrounds every command: --data and --version, and what a person reads when something goes wrong."""

import sys
import tempfile
import traceback
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

import typer

from rebuild.cli.app import call, find
from rebuild.cli.chosen import choose_data, settings
from rebuild.cli.commands import COMMANDS
from rebuild.cli.overview import group_overview, print_overview
from rebuild.cli.pipe import let_go_of_stdout
from rebuild.cli.show import tell
from rebuild.cli.wording import in_chinese
from rebuild.errors import InputError, RebuildError

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def run(words: list[str]) -> int:
    """Do what the words say; every way it can end is an exit code and, at most, a sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ✓ or 〔 shows a question mark
    try:
        code = _dispatch(words)
        sys.stdout.flush()
    except RebuildError as error:
        tell(str(error))
        return error.exit_code
    except typer.TyperException as error:
        tell(in_chinese(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        tell("已中断")
        return _INTERRUPTED
    except BrokenPipeError:
        let_go_of_stdout()
        return 0
    except Exception as error:  # the last resort: whatever it is, a clerk never sees a traceback
        tell(_report(error, words))
        return 1
    return code


def _dispatch(words: list[str]) -> int:
    rest, folder = _take_data(words)
    choose_data(folder)
    if rest in ([], ["--help"], ["-h"]):
        return print_overview()
    if rest == ["--version"]:
        from importlib.metadata import version

        sys.stdout.write(f"rebuild {version('rebuild')}\n")
        return 0
    path = find(rest)
    if path not in COMMANDS:
        sys.stdout.write(group_overview(path))
        return 0
    return call(path, rest[len(path.split(" ")) :])


def _take_data(words: list[str]) -> tuple[list[str], Path | None]:
    """Take --data out of the words: it may stand before, between or after those of the command."""
    rest: list[str] = []
    folder: str | None = None
    remaining = iter(words)
    for word in remaining:
        if word == "--":
            rest += [word, *remaining]
        elif word == "--data":
            folder = next(remaining, "")
        elif word.startswith("--data="):
            folder = word.removeprefix("--data=")
        else:
            rest.append(word)
    if folder == "":
        raise InputError("--data", "后面没有写目录", "例如 --data ./rebuild-data")
    return rest, Path(folder) if folder else None


def _report(error: Exception, words: list[str]) -> str:
    """Keep the traceback in a file, and say where it is."""
    command = " ".join(["rebuild", *words[:2]])
    what = f"{command}：程序内部出错（{type(error).__name__}），操作没有完成"
    try:
        file = _report_folder() / f"{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
        file.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except (OSError, RebuildError):
        return f"{what}。错误报告也无法写入磁盘，请检查磁盘空间和目录权限"
    return f"{what}。请把错误报告交给维护人员：{file}"


def _report_folder() -> Path:
    """Where error reports go: into the data folder; without one, a bug must not create it."""
    data = settings().data
    folder = data / "errors" if data.is_dir() else Path(tempfile.gettempdir()) / "rebuild-errors"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.absolute()
