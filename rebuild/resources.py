"""Where `workflows/`, `templates/` and the stories are: beside the package in a checkout, inside it in a wheel."""

from functools import cache
from pathlib import Path

from rebuild.errors import DefinitionError

_PACKAGE = Path(__file__).resolve().parent


def workflows() -> Path:
    return _folder("workflows")


def calendars() -> Path:
    """The holiday notices, one file a year."""
    return workflows() / "calendar"


def templates() -> Path:
    return _folder("templates")


def stories() -> Path:
    """The stories a demo can tell; in a checkout they are among the tests, which tell them all."""
    return _folder("stories", beside=Path("tests") / "stories")


@cache
def _folder(name: str, *, beside: Path | None = None) -> Path:
    for place in (_PACKAGE / name, _PACKAGE.parent / (beside or name)):
        if place.is_dir():
            return place
    raise DefinitionError(
        (f"{_PACKAGE / name}: no such folder, nor one beside the package. Install Rebuild again.",)
    )
