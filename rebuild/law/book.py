"""The whole book of rules: importing this enters every rule of every subject."""

from rebuild.law import (
    appraisal,
    completion,
    construction,
    demolition,
    duties,
    licensing,
    owners,
    planning,
)
from rebuild.law.rule import BOOK, Rule

SUBJECTS = (appraisal, owners, planning, demolition, construction, licensing, duties, completion)


def rules() -> dict[str, Rule]:
    """Every rule by its code."""
    return dict(BOOK)
