"""Frozen values made and copied in a fraction of the time: an action makes some forty of them.

A frozen class takes no plain assignment, and the detour that `dataclasses` writes for each field takes
eight times as long. So a value is of a class with the same slots that is not frozen until all its
fields are written, and then becomes its own; what a reader sees of it is frozen as ever.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, TypeVar

F = TypeVar("F")

# Writes a field of a frozen value; only for one that nobody else has seen yet.
put = object.__setattr__


def quickly_made(kind: type[F]) -> type[F]:
    """Stands over `@dataclass(frozen=True, slots=True)`, where values are made at every action."""
    known: Any = kind
    of: tuple[Field[Any], ...] = fields(known)
    names = {"become": put, "missing": MISSING, "unfrozen": unfrozen(known), "kind": kind}
    for each in of:
        names |= {f"of_{each.name}": each.default, f"new_{each.name}": each.default_factory}
    lines = (
        f"def __init__(self, {', '.join(map(_parameter, of))}):",
        *(
            f"    if {each.name} is missing: {each.name} = new_{each.name}()"
            for each in of
            if each.default_factory is not MISSING
        ),
        "    become(self, '__class__', unfrozen)",
        *(f"    self.{each.name} = {each.name}" for each in of),
        "    self.__class__ = kind",
        *(("    self.__post_init__()",) if hasattr(kind, "__post_init__") else ()),
    )
    known.__init__ = written(lines, names, "__init__")
    return kind


@cache
def copier(kind: Any) -> Callable[[Any], Any]:
    """Copies a value of this class, field by field."""
    assert not hasattr(kind, "__post_init__"), f"{kind.__name__} checks itself"
    lines = (
        "def copier(value):",
        "    copy = new(unfrozen)",
        *(f"    copy.{each.name} = value.{each.name}" for each in fields(kind)),
        "    copy.__class__ = kind",
        "    return copy",
    )
    names = {"new": object.__new__, "unfrozen": unfrozen(kind), "kind": kind}
    return written(lines, names, "copier")


@cache
def unfrozen(kind: Any) -> type:
    """A class with the same slots, not frozen: what is of it can become one of `kind`."""
    assert kind.__bases__ == (object,), f"{kind.__name__} has fields written elsewhere"
    return type(kind.__name__, (), {"__slots__": tuple(each.name for each in fields(kind))})


def _parameter(of: Field[Any]) -> str:
    assert of.init
    assert not of.kw_only
    if of.default_factory is not MISSING:
        return f"{of.name}=missing"
    return of.name if of.default is MISSING else f"{of.name}=of_{of.name}"


def written(lines: Iterable[str], names: dict[str, Any], name: str) -> Callable[..., Any]:
    """The function these lines say, as `dataclasses` makes its own: of nothing but names of our fields."""
    exec("\n".join(lines), names)  # noqa: S102
    made: Callable[..., Any] = names[name]
    return made
