"""What a client sends: nothing beside the fields there are, and no sign that nothing can be stored with."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

NUL = "\x00"


class Sent(BaseModel):
    """Base of every body."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def can_be_kept(cls, given: Any) -> Any:
        """A half of a pair of signs, which JSON can name, and the sign of no sign are in no text."""
        if not _sound(given):
            raise ValueError("含有无法保存的字符")
        return given


def _sound(given: Any) -> bool:
    match given:
        case str():
            return NUL not in given and not any("\ud800" <= sign <= "\udfff" for sign in given)
        case dict():
            return all(_sound(name) and _sound(each) for name, each in given.items())
        case list():
            return all(map(_sound, given))
    return True
