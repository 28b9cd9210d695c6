"""未表决的处理: silence is no answer (民法典278), unless a local rule filed for it counts it with the majority.

Even then it is the majority of those who answered, by area and by heads, and only of units whose owner was
reached in person; it fills neither unanimity, nor anybody's signature.
"""

from collections.abc import Iterable
from dataclasses import replace

from rebuild.cases.facts import Run
from rebuild.law.areas import Count
from rebuild.law.breakdown import breakdown
from rebuild.law.tally import HeadMerge, TallyUnit, Vote, tally


def reached(run: Run) -> frozenset[str]:
    """The units whose owner was met, written to or called in person during the round."""
    return frozenset(
        taken.answers["unit"]
        for taken in run.taken
        if taken.action == "log_visit" and taken.answers.get("reached") is True
    )


def silent(units: Iterable[TallyUnit]) -> tuple[str, ...]:
    """The units of which nobody answered anything; a spoilt ballot is not silence."""
    return tuple(
        unit.unit for unit in units if all(owner.vote is Vote.NONE for owner in unit.owners)
    )


def majority(units: tuple[TallyUnit, ...], merge: HeadMerge) -> Vote | None:
    """What more than half of those taking part answered, by area and by heads; equal halves are none."""
    counted = tally(units, merge)
    if _more_than_half(counted.agreeing, counted.taking_part):
        return Vote.AGREE
    if _more_than_half(breakdown(units, merge).against, counted.taking_part):
        return Vote.DISAGREE
    return None


def with_silence(
    units: tuple[TallyUnit, ...], merge: HeadMerge, asked: frozenset[str] | None = None
) -> tuple[TallyUnit, ...]:
    """The units with the silent among those `asked` as the majority answered; None: all were asked."""
    answer = majority(units, merge)
    if answer is None:
        return units
    filled = set(silent(units)) if asked is None else asked & set(silent(units))
    return tuple(
        replace(unit, owners=tuple(replace(owner, vote=answer) for owner in unit.owners))
        if unit.unit in filled
        else unit
        for unit in units
    )


def _more_than_half(part: Count, whole: Count) -> bool:
    """过半数 does not include the half itself (民法典1259)."""
    return (
        2 * part.area.hundredths > whole.area.hundredths
        and 2 * part.heads.number > whole.heads.number
    )
