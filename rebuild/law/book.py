"""The whole book of rules: importing this enters every rule of every subject."""

from rebuild.law import (
    agreement,
    appraisal,
    completion,
    construction,
    demolition,
    duties,
    in_place,
    licensing,
    permits,
    planning,
    roll,
    verification,
    voting,
)
from rebuild.law.rule import BOOK, Rule

SUBJECTS = (
    appraisal,
    roll,
    voting,
    agreement,
    planning,
    in_place,
    demolition,
    construction,
    licensing,
    duties,
    permits,
    verification,
    completion,
)


def rules() -> dict[str, Rule]:
    """Every rule by its code."""
    return dict(BOOK)
