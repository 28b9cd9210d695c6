"""roster votes: the result sheet of the e-voting platform into a round of voting."""

from pathlib import Path
from typing import Annotated

import typer

from rebuild.cli.opened import day_of_deed, now, opened
from rebuild.cli.options import As, Json, Number, On
from rebuild.cli.show import as_json


def votes(
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="结果表，.xlsx 或 .csv 文件")],
    source: Annotated[str, typer.Option("--source", metavar="文书号", help="结果表的文书号")],
    person: As = "",
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，什么都不写")] = False,
    json: Json = False,
) -> int:
    """0 where every vote of the sheet is entered, 1 where any of it is wrong: then none is."""
    from rebuild.cli.votes_shown import show_votes
    from rebuild.services.import_votes import Import, import_votes
    from rebuild.services.who import who

    day = day_of_deed(on)
    with opened() as office:
        actor = who(office, person)
        told = import_votes(office, Import(number, file, source, actor, day, now(), dry_run))
    as_json(told) if json else show_votes(told)
    return 0 if told["ok"] else 1
