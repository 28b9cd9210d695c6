"""突破事项: a rule lifted for one case, on paper, by an organ, for a time; nothing else lifts a rule."""

from datetime import date

from rebuild.cases.facts import Case, Variance
from rebuild.law.rule import Finding


def in_force(case: Case, on: date) -> tuple[Variance, ...]:
    """The variances of a case that hold on a day; the last day included."""
    return tuple(
        variance
        for variance in case.variances
        if variance.expires is None or on <= variance.expires
    )


def lifted(finding: Finding, case: Case, on: date) -> bool:
    """Whether a variance in force lifts this finding; only rules marked liftable can be lifted."""
    return finding.liftable and any(
        variance.rule == finding.code for variance in in_force(case, on)
    )
