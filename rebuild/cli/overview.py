"""What `rebuild --help` and `rebuild case --help` print, straight from the table."""

import sys

from rebuild.cli.commands import COMMANDS, GROUPS
from rebuild.cli.pipe import let_go_of_stdout

_OPENING = """\
用法：rebuild [--data DIR] 命令 [参数]

危房原址恢复重建：从危房鉴定到竣工验收，逐步依法办理，打印每一份法律文书。

命令：
"""

_CLOSING = """
每个命令都接受：
  --data DIR       数据目录，也可用环境变量 REBUILD_DATA 指定（默认 ./rebuild-data）
  --help           说明和示例

rebuild --version 显示版本。退出码：0 成功；1 答案是否定的；2 命令用错了。
"""


def print_overview() -> int:
    """Print all commands, one line each, in the order of the table; gives back the exit code."""
    try:
        sys.stdout.write(_OPENING + _rows("") + _CLOSING)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_stdout()
    return 0


def group_overview(group: str) -> str:
    """The commands of one group."""
    opening = f"用法：rebuild {group} 命令 [参数]\n\n{GROUPS[group]}\n\n命令：\n"
    return f"{opening}{_rows(group + ' ')}\nrebuild {group} 命令 --help 有说明和示例。\n"


def _rows(lead: str) -> str:
    paths = [path for path in COMMANDS if path.startswith(lead)]
    width = max(map(len, paths)) + 2
    return "".join(f"  {path:<{width}}{COMMANDS[path].help}\n" for path in paths)
