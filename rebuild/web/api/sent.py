"""What a client sends: nothing beside the fields there are, and no sign that nothing can be stored with."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

NUL = "\x00"
DEEPEST = 40  # levels; no answer of ours has a quarter of them


class Sent(BaseModel):
    """Base of every body."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def can_be_kept(cls, given: Any) -> Any:
        """Half of a pair of signs, which JSON can name, and the sign of no sign are in no text."""
        if not _sound(given):
            raise ValueError("含有无法保存的字符，或者嵌套太深")
        return given


def _sound(given: Any) -> bool:
    """Level by level, because whoever nests a list a thousand times means to exhaust us."""
    level = [given]
    for _ in range(DEEPEST):
        if not level:
            return True
        if not all(_can_be_kept(each) for each in level if isinstance(each, str)):
            return False
        level = [inner for each in level for inner in _inside(each)]
    return False


def _can_be_kept(text: str) -> bool:
    return NUL not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _inside(given: Any) -> Iterable[Any]:
    if isinstance(given, dict):
        return (*given.keys(), *given.values())
    return given if isinstance(given, list) else ()
