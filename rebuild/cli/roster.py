"""roster: an empty roster to be filled in, and a filled one into a case."""

from pathlib import Path
from typing import Annotated

import typer

from rebuild.cli.opened import day_of_deed, now, opened
from rebuild.cli.options import As, Json, Number, On
from rebuild.cli.show import answer, as_json
from rebuild.errors import InputError
from rebuild.resources import workflows


def template(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="写到这个Excel文件")],
    workflow: Annotated[str, typer.Option(metavar="NAME", help="流程")] = "d_grade_rebuild",
) -> None:
    from rebuild.engine.load import load
    from rebuild.services.roster_template import roster_template

    if out.suffix.lower() != ".xlsx":
        raise InputError("--out", f"{out.name} 不是 .xlsx 文件名", "例如 --out 名册.xlsx")
    folder = workflows() / workflow
    if not (folder / "workflow.yaml").is_file():
        raise InputError("--workflow", f"没有流程“{workflow}”", "rebuild workflow list 列出流程")
    content = roster_template(load(folder).workflow)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise InputError(
            "--out", f"{out} 无法写入（{error.strerror}）", "请检查目录和权限"
        ) from error
    answer(str(out))


def import_roster(
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="填好的 .xlsx 或 .csv 文件")],
    person: As = "",
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，什么都不写")] = False,
    json: Json = False,
) -> int:
    """0 where the whole roster stands in the case, 1 where any of it is wrong: then nothing of it does."""
    from rebuild.cli.roster_shown import show_import
    from rebuild.services.import_roster import Import
    from rebuild.services.import_roster import import_roster as importing
    from rebuild.services.who import who

    day = day_of_deed(on)
    with opened() as office:
        actor = who(office, person)
        told = importing(office, Import(number, file, actor, day, now(), dry_run))
    as_json(told) if json else show_import(told)
    return 0 if told["ok"] else 1
