"""A frozen value with some of its fields changed, as `dataclasses.replace` makes it, in a fifth of the time."""

from typing import Any, TypeVar

from rebuild.cases.making import copier, put

F = TypeVar("F")


def twin(value: F) -> F:
    """A copy of one's own, to `put` into before it is handed on."""
    kind: Any = type(value)
    copy: F = copier(kind)(value)
    return copy


def replace(value: F, **changes: Any) -> F:
    """For frozen dataclasses with slots and no check of their own."""
    changed = twin(value)
    for name, new in changes.items():
        put(changed, name, new)
    return changed
