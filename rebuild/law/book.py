"""The whole book of rules: importing this enters every rule of every subject."""

from rebuild.law import (
    agreement,
    appraisal,
    ballots,
    completion,
    construction,
    demolition,
    duties,
    in_place,
    licensing,
    mediation,
    money,
    needed_time,
    objections,
    permits,
    planning,
    posting,
    remedies,
    roll,
    service,
    special_owners,
    verification,
    voting,
)
from rebuild.law.rule import BOOK, Rule

SUBJECTS = (
    appraisal,
    roll,
    voting,
    ballots,
    special_owners,
    objections,
    posting,
    agreement,
    mediation,
    money,
    needed_time,
    planning,
    in_place,
    demolition,
    construction,
    licensing,
    service,
    duties,
    permits,
    remedies,
    verification,
    completion,
)


def rules() -> dict[str, Rule]:
    """Every rule by its code."""
    return dict(BOOK)
