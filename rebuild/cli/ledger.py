"""ledger verify: whether everything is as it was written."""

from typing import Annotated

import typer

from rebuild.cli.opened import opened
from rebuild.cli.options import Json
from rebuild.cli.show import answer, as_json


def verify(
    deep: Annotated[
        bool, typer.Option("--deep", help="逐案重新推演，核对每一张表，并检查数据库文件")
    ] = False,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="以前打印留存的台账校验值，应仍在台账中")
    ] = None,
    json: Json = False,
) -> int:
    """0 where all is as it was written, 1 where anything is not."""
    from rebuild.services.check_ledger import check_ledger

    with opened() as office:
        told = check_ledger(office, deep=deep, head=head)
    if json:
        as_json(told)
    else:
        for problem in told["problems"]:
            answer(f"✗ {problem}")
        count = f"{told['entries']}条、{told['events']}个事件，校验值 {told['head']}"
        answer(
            f"台账完好：{count}" if told["ok"] else f"台账有{len(told['problems'])}处问题：{count}"
        )
    return 0 if told["ok"] else 1
