"""tally, due, calendar check: the arithmetic alone, without a database."""

from pathlib import Path
from typing import Annotated

import typer


def tally(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML、JSON、CSV或XLSX")],
    json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
) -> None:
    """Count."""
