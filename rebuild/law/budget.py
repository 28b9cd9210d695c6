"""总时限: how many working days the organs may use on a project of its size, all procedures together."""

from datetime import date
from typing import NamedTuple

from rebuild.law.rule import Limits

CLASSES = ("budget_small", "budget_medium", "budget_large")
FROM_AREA = ("budget_medium_area", "budget_large_area")  # the area a class begins with, 0.01 ㎡


class Budget(NamedTuple):
    """The class of a project and its working days."""

    name: str
    days: int
    basis: str


def budget_of(limits: Limits, gross_area: int, on: date) -> Budget | None:
    """By the area of the building; none under a workflow that sets no budget."""
    if not set(CLASSES) | set(FROM_AREA) <= limits.entries.keys():
        return None
    place = sum(gross_area >= limits.figure(name, on) for name in FROM_AREA)
    name = CLASSES[place]
    return Budget(name, limits.figure(name, on), limits.basis(name, on))
