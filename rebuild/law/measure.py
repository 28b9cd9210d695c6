"""通过条件: by which measure the owners of an office decide on a day, and a round counted by it.

The dated figures of law.yaml say it: which policy, the share a local rule asks for, whether it counts
silence, when several units are one head. What nobody has filed stays as the law has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from rebuild.cases.facts import Case, Run
from rebuild.law.consensus import REBUILDING, Policy, Thresholds, passed
from rebuild.law.figures import TEN_THOUSAND
from rebuild.law.owners import tally_of, units_of
from rebuild.law.rule import Limits
from rebuild.law.shortfalls import Shortfall, findings
from rebuild.law.silence import reached, silent, with_silence
from rebuild.law.tally import HeadMerge, Tally, TallyUnit, tally


class Silence(Enum):
    """What becomes of a unit that nobody answered for."""

    NOT_COUNTED = "not_counted"
    WITH_MAJORITY = "with_majority"


# What the figures that are words may say.
WORDS: Mapping[str, tuple[str, ...]] = {
    "consensus_policy": tuple(each.value for each in Policy),
    "silence_counts": tuple(each.value for each in Silence),
    "head_merge": tuple(each.value for each in HeadMerge),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """How a vote is counted and what is enough."""

    policy: Policy = Policy.UNANIMOUS
    thresholds: Thresholds = REBUILDING
    merge: HeadMerge = HeadMerge.IDENTICAL_SET
    silence: bool = False

    def passed(self, counted: Tally) -> bool:
        return passed(counted, self.policy, self.thresholds)

    def findings(self, counted: Tally) -> tuple[Shortfall, ...]:
        return findings(counted, self.policy, self.thresholds)

    @property
    def fills_silence(self) -> bool:
        """Whether silence is counted: never towards unanimity, which everyone must say."""
        return self.silence and self.policy is not Policy.UNANIMOUS


def measure_on(limits: Limits, on: date) -> Measure:
    """The measure of a day; a workflow from before a figure was thought of has the law's own."""
    share = _figure(limits, "consensus_share", on, TEN_THOUSAND)
    return Measure(
        Policy(_word(limits, "consensus_policy", on, Policy.UNANIMOUS.value)),
        replace(REBUILDING, whole=Fraction(share, TEN_THOUSAND)),
        HeadMerge(_word(limits, "head_merge", on, HeadMerge.IDENTICAL_SET.value)),
        Silence(_word(limits, "silence_counts", on, Silence.NOT_COUNTED.value))
        is Silence.WITH_MAJORITY,
    )


def measure_of(limits: Limits, run: Run, on: date) -> Measure:
    """What took effect is judged by the measure of that day: a later one binds later votes."""
    taken = run.entered("effective")
    return measure_on(limits, taken.since if taken else on)


def counted_units(case: Case, run: Run, measure: Measure) -> tuple[TallyUnit, ...]:
    """Every unit of a round as the measure counts it."""
    units = units_of(case, run)
    return with_silence(units, measure.merge, reached(run)) if measure.fills_silence else units


def counted(case: Case, run: Run, measure: Measure) -> Tally:
    """What a round amounts to by a measure."""
    if not measure.fills_silence:
        return tally_of(case, run, measure.merge)
    return tally(counted_units(case, run, measure), measure.merge)


def counted_as_answered(case: Case, run: Run, measure: Measure) -> tuple[str, ...]:
    """The units whose silence the measure counts with the majority."""
    if not measure.fills_silence:
        return ()
    still = set(silent(counted_units(case, run, measure)))
    return tuple(unit for unit in silent(units_of(case, run)) if unit not in still)


def _word(limits: Limits, name: str, on: date, otherwise: str) -> str:
    return limits.word(name, on) if name in limits.entries else otherwise


def _figure(limits: Limits, name: str, on: date, otherwise: int) -> int:
    return limits.figure(name, on) if name in limits.entries else otherwise
