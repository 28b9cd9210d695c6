"""case explain: how one last day was counted, on a sheet to hand over or to put in the file."""

from typing import Annotated

import typer

from rebuild.cli.document import Out, must_be_writable, press, write
from rebuild.cli.opened import now, opened
from rebuild.cli.options import Number


def explain(
    number: Number,
    clock: Annotated[
        str, typer.Argument(metavar="CLOCK", help="哪个期限，如 planning.decision 或 审查决定期限")
    ],
    out: Out,
) -> None:
    from rebuild.services.explain_clock import explain_clock

    must_be_writable(out)
    with opened() as office, press() as printing:
        printed = explain_clock(office, number, clock, printing, now=now())
    write(out, printed.bytes)
