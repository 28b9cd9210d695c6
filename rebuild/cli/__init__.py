"""命令: the same services as the web desk, from a terminal. Start reading in commands.py, the table of all commands."""

import sys
from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """What `rebuild WORDS` does; gives back the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    if given in ([], ["--help"], ["-h"]):
        # The overview is asked for most and needs nothing: with Typer imported it takes four times as long.
        from rebuild.cli.overview import print_overview

        return print_overview()
    if given[:2] == ["case", "list"] or given[0].startswith("--data"):
        # The list is asked for nearly as often; Typer and SQLAlchemy would take most of its time.
        from rebuild.cli.glance import glance

        code = glance(given)
        if code is not None:
            return code
    from rebuild.cli.frame import run

    return run(given)
