"""业主共同决定: whether a vote carries, by 民法典278 or by unanimity, and what is still missing."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from rebuild.law.areas import Area, Count, Heads
from rebuild.law.tally import Tally


class Policy(Enum):
    """By which measure a rebuilding in place is decided; unanimity unless the office says otherwise."""

    UNANIMOUS = "unanimous"
    STATUTORY_278 = "statutory_278"
    LOCAL_SHARE = "local_share"  # a share of all owners that a local rule asks for, on top of 278


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares that are enough when reached: 以上 includes the number itself (民法典1259)."""

    quorum: Fraction
    approval: Fraction  # of those taking part
    whole: Fraction = Fraction(1)  # of all owners, where a local rule asks for a share of them


REBUILDING = Thresholds(quorum=Fraction(2, 3), approval=Fraction(3, 4))  # 民法典278, since 2021


@dataclass(frozen=True, slots=True)
class Statutory:
    """The four tests of 民法典278 for a special matter; all must hold."""

    quorum_area: bool
    quorum_heads: bool
    approval_area: bool
    approval_heads: bool

    @property
    def passed(self) -> bool:
        return self.quorum_area and self.quorum_heads and self.approval_area and self.approval_heads


def statutory_278(tally: Tally, thresholds: Thresholds = REBUILDING) -> Statutory:
    total, present, yes = tally.total, tally.taking_part, tally.agreeing
    quorum, approval = thresholds.quorum, thresholds.approval
    return Statutory(
        quorum_area=_reaches(present.area.hundredths, total.area.hundredths, quorum),
        quorum_heads=_reaches(present.heads.number, total.heads.number, quorum),
        approval_area=_reaches(yes.area.hundredths, present.area.hundredths, approval),
        approval_heads=_reaches(yes.heads.number, present.heads.number, approval),
    )


def unanimous(tally: Tally) -> bool:
    """Whether every unit and every head agrees; no one agreeing about nothing."""
    return tally.total == tally.agreeing and tally.total.heads > Heads(0)


def local_share(tally: Tally, thresholds: Thresholds) -> tuple[bool, bool]:
    """Whether those agreeing reach the local rule's share of all, by area and by heads."""
    total, yes, whole = tally.total, tally.agreeing, thresholds.whole
    return (
        _reaches(yes.area.hundredths, total.area.hundredths, whole),
        _reaches(yes.heads.number, total.heads.number, whole),
    )


def passed(tally: Tally, policy: Policy, thresholds: Thresholds = REBUILDING) -> bool:
    """A local rule may ask for more than 民法典278, never for less."""
    if policy is Policy.UNANIMOUS:
        return unanimous(tally)
    lawful = statutory_278(tally, thresholds).passed
    return lawful and (policy is Policy.STATUTORY_278 or all(local_share(tally, thresholds)))


def short_by(tally: Tally, policy: Policy, thresholds: Thresholds = REBUILDING) -> Count:
    """How much more area and how many more heads must agree, at the least.

    By 民法典278 the answer supposes the cheapest way: new voters up to the quorum, then changes of
    mind. Real units are lumps, so more may be needed; less is never enough.
    """
    if policy is Policy.UNANIMOUS:
        return tally.total - tally.agreeing
    total, present, yes = tally.total, tally.taking_part, tally.agreeing
    area = _missing(total.area.hundredths, present.area.hundredths, yes.area.hundredths, thresholds)
    heads = _missing(total.heads.number, present.heads.number, yes.heads.number, thresholds)
    if policy is Policy.LOCAL_SHARE:
        area = max(area, _short_of(total.area.hundredths, yes.area.hundredths, thresholds.whole))
        heads = max(heads, _short_of(total.heads.number, yes.heads.number, thresholds.whole))
    return Count(Area(area), Heads(heads))


def share_in_words(share: Fraction) -> str:
    """95%, 92.5%: exact to a ten-thousandth, as law.yaml writes it."""
    hundredths = share.numerator * 10_000 // share.denominator
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def _reaches(part: int, whole: int, share: Fraction) -> bool:
    """Whether part / whole >= share, multiplied out; nothing of nothing reaches no share."""
    return whole > 0 and share.denominator * part >= share.numerator * whole


def _missing(total: int, present: int, yes: int, thresholds: Thresholds) -> int:
    quorum, approval = thresholds.quorum, thresholds.approval
    newcomers = max(0, _ceiling(quorum.numerator * total, quorum.denominator) - present)
    still = approval.numerator * (present + newcomers) - approval.denominator * (yes + newcomers)
    # A change of mind adds to the agreeing without adding to those taking part: nothing is cheaper.
    return newcomers + max(0, _ceiling(still, approval.denominator))


def _short_of(total: int, yes: int, share: Fraction) -> int:
    return max(0, _ceiling(share.numerator * total, share.denominator) - yes)


def _ceiling(number: int, by: int) -> int:
    return -(-number // by)
