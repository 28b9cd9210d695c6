"""The data folder a person named on the command line, and so the settings a command works with."""

from contextvars import ContextVar
from pathlib import Path

from rebuild.settings import Settings, read_settings

_data: ContextVar[Path | None] = ContextVar("data", default=None)


def choose_data(folder: Path | None) -> None:
    """Remember --data for the rest of this command."""
    _data.set(folder)


def data_is_named() -> bool:
    """Whether somebody named the data folder, by --data or by REBUILD_DATA."""
    return _data.get() is not None or "data" in read_settings().model_fields_set


def settings() -> Settings:
    """The settings of this command: the environment's, with --data before them."""
    return read_settings(data=_data.get())
