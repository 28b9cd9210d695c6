"""The data folder a person named on the command line, and so the settings a command works with."""

import os
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rebuild.settings import Settings

_data: ContextVar[Path | None] = ContextVar("data", default=None)


def choose_data(folder: Path | None) -> None:
    """Remember --data for the rest of this command."""
    _data.set(folder)


def data_is_named() -> bool:
    """Whether somebody named the data folder, by --data or by REBUILD_DATA."""
    return "data" in settings().model_fields_set


def sqlite_file() -> Path | None:
    """The database file where nothing but the data folder is set, told without reading the settings.

    Reading them takes many times what a list does. Where more is set, None: ask `settings`.
    """
    given = {name for name in os.environ if name.startswith("REBUILD_")}
    if given - {"REBUILD_DATA"}:
        return None
    data = _data.get() or Path(os.environ.get("REBUILD_DATA", "rebuild-data"))
    file = data / "rebuild.sqlite3"
    return file if file.is_file() and not (data / "database.url").exists() else None


def settings() -> "Settings":
    """The settings of this command: the environment's, with --data before them."""
    # Reading them costs three times what the rest of a small command does, and tally and due need none.
    from rebuild.settings import read_settings

    return read_settings(data=_data.get())
