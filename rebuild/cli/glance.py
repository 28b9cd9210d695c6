"""case list, before anything is loaded: what reads options and databases takes ten times as long as the list itself.

Only the plain call on an SQLite file is answered here. Whatever else there is about it, help, a slip of
the pen, a setting, another database, is left to the command in `case.py`, which says the same of it.
"""

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from io import TextIOWrapper
from pathlib import Path
from typing import Any

_OPTIONS = ("stage", "state", "search", "after", "limit", "on")
BEIJING = timezone(timedelta(hours=8))


def glance(words: list[str]) -> int | None:
    """The exit code, or None where the call is for someone else."""
    asked = _asked(words)
    if asked is None:
        return None
    from rebuild.cli.chosen import choose_data, sqlite_file

    data, as_json = asked.pop("data", None), asked.pop("json", False)
    choose_data(Path(data) if data else None)
    file = sqlite_file()
    if file is None:
        return None
    from rebuild.errors import RebuildError
    from rebuild.services.glance_at_cases import glance_at_cases

    try:
        page = glance_at_cases(file, **asked)
    except RebuildError:
        return None
    _say(page, as_json=as_json)
    return 0


def _asked(words: list[str]) -> dict[str, Any] | None:
    """What is asked for, if every word is understood."""
    rest = iter(words)
    asked: dict[str, Any] = {}
    plain: list[str] = []
    for word in rest:
        name, given, value = word.removeprefix("--").partition("=")
        if word == "--json":
            asked["json"] = True
        elif word.startswith("--") and name in (*_OPTIONS, "data"):
            asked[name] = value if given else next(rest, "")
        else:
            plain.append(word)
    if plain != ["case", "list"] or not all(asked.values()):
        return None
    if "limit" in asked:
        if not asked["limit"].isdecimal():
            return None
        asked["limit"] = int(asked["limit"])
    try:
        asked["on"] = _day(asked.get("on"))
    except ValueError:
        return None
    return asked


def _day(text: str | None) -> date:
    return date.fromisoformat(text) if text else datetime.now(BEIJING).date()


def _say(page: dict[str, Any], *, as_json: bool) -> None:
    from rebuild.cli import show
    from rebuild.cli.case_shown import show_page
    from rebuild.cli.pipe import let_go_of_stdout

    for stream in _streams():
        stream.reconfigure(errors="replace")
    try:
        show.as_json(page) if as_json else show_page(page)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_stdout()


def _streams() -> Iterator[TextIOWrapper]:
    return (each for each in (sys.stdout, sys.stderr) if isinstance(each, TextIOWrapper))
