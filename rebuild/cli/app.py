"""From the words a person typed to one Typer command; its module is imported only now."""

import re
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_command

from rebuild.cli.commands import COMMANDS, GROUPS
from rebuild.errors import InputError, RebuildError

_HELP = ("--help", "-h")
_BELOW_ZERO = re.compile(r"-[0-9]\S*")


def find(words: list[str]) -> str:
    """The path in the table that the words begin with; a group's name where they ask for its help."""
    first, second = [*words, "", ""][:2]
    if first in COMMANDS:
        return first
    if first not in GROUPS:
        raise _unknown(
            first, known=[path.split(" ")[0] for path in COMMANDS], remedy="rebuild --help"
        )
    if second in ("", *_HELP):
        return first
    if f"{first} {second}" not in COMMANDS:
        known = [path for path in COMMANDS if path.startswith(f"{first} ")]
        raise _unknown(f"{first} {second}", known=known, remedy=f"rebuild {first} --help")
    return f"{first} {second}"


def call(path: str, words: list[str]) -> int:
    """Run a command with the words that follow its name; gives back the exit code."""
    command = _command(path)
    # Typer takes -7wd for an option; behind -- nothing is one.
    below_zero = [word for word in words if _BELOW_ZERO.fullmatch(word)]
    if below_zero and "--" not in words:
        words = [*(word for word in words if word not in below_zero), "--", *below_zero]
    result = command.main(args=words, prog_name=f"rebuild {path}", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _unknown(typed: str, *, known: list[str], remedy: str) -> InputError:
    near = get_close_matches(typed, known, n=1)
    guess = f"您是不是要用 rebuild {near[0]}？" if near else ""
    return InputError(f"rebuild {typed}", "没有这个命令", f"{guess}{remedy} 列出全部命令")


def _command(path: str) -> TyperCommand:
    row = COMMANDS[path]
    module = f"rebuild.cli.{row.module}"
    try:
        function = getattr(import_module(module), row.function)
    except (ModuleNotFoundError, AttributeError) as error:
        if error.name not in (module, row.function):
            raise
        raise RebuildError(f"rebuild {path}：这个版本还没有这个命令") from error
    typed = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    typed.command(
        cls=_ChineseHelp,
        help=row.help,
        epilog=row.example,
        options_metavar="[选项]",
        context_settings={"help_option_names": list(reversed(_HELP)), "max_content_width": 100},
    )(function)
    command = get_command(typed)
    assert isinstance(command, TyperCommand)
    return command


class _ChineseHelp(TyperCommand):
    """A command whose help has Chinese headings and ends with an example."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        rows: dict[str, list[tuple[str, str]]] = {"参数": [], "选项": []}
        for parameter in self.get_params(ctx):
            if parameter.name == "help":
                continue
            heading = "参数" if parameter.param_type_name == "argument" else "选项"
            record = parameter.get_help_record(ctx)
            if record is not None:
                rows[heading].append((record[0], _in_chinese(record[1])))
        rows["选项"].append(("--data DIR", "数据目录，也可用环境变量 REBUILD_DATA 指定"))
        for heading, lines in rows.items():
            if lines:
                with formatter.section(heading):
                    formatter.write_dl(lines)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("示例"):
            formatter.write_text(self.epilog)


def _in_chinese(help_line: str) -> str:
    """Typer's own marks at the end of a line of help; the line itself is ours already."""
    return help_line.replace("[required]", "（必填）").replace("[default: ", "[默认：")
