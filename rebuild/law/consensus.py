"""业主共同决定: whether a vote carries, by 民法典278 or by unanimity, and what is still missing."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from rebuild.law.areas import Area, Count, Heads
from rebuild.law.tally import Tally

LAW = "民法典278"
CO_OWNERS_LAW = "民法典301"
LOCAL_LAW = "本地政策"
_WORDS = {Fraction(2, 3): "三分之二", Fraction(3, 4): "四分之三"}

Measure = TypeVar("Measure", Area, Heads)


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


@dataclass(frozen=True, slots=True)
class Shortfall:
    """不符项: one reason why the owners have not decided."""

    code: str
    message: str
    basis: str


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


def findings(
    tally: Tally, policy: Policy, thresholds: Thresholds = REBUILDING
) -> tuple[Shortfall, ...]:
    """Every reason at once why the owners have not decided; none if they have."""
    if passed(tally, policy, thresholds):
        return ()
    if policy is Policy.UNANIMOUS:
        reasons = [_not_unanimous(tally)]
    else:
        reasons = _failed_tests(tally, thresholds)
    if policy is Policy.LOCAL_SHARE:
        reasons += _below_the_local_share(tally, thresholds)
    return (*reasons, *(_split(unit) for unit in tally.splits))


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


def _not_unanimous(tally: Tally) -> Shortfall:
    missing = tally.total - tally.agreeing
    return Shortfall(
        "consensus.unanimous",
        f"同意的为{_figures(tally.agreeing)}，全体为{_figures(tally.total)}，"
        f"尚差{_figures(missing)}；原址重建须全体业主同意",
        f"{LAW}、本地政策：原址重建须全体业主同意",
    )


def _failed_tests(tally: Tally, thresholds: Thresholds) -> list[Shortfall]:
    tests = statutory_278(tally, thresholds)
    total, present, yes = tally.total, tally.taking_part, tally.agreeing
    quorum = f"未达到全体业主的{_in_words(thresholds.quorum)}以上"
    approval = f"未达到参与表决业主的{_in_words(thresholds.approval)}以上"
    rows = (
        (
            tests.quorum_area,
            "quorum_area",
            _of("参与表决的专有部分面积", present.area, total.area) + quorum,
        ),
        (
            tests.quorum_heads,
            "quorum_heads",
            _of("参与表决的业主", present.heads, total.heads) + quorum,
        ),
        (
            tests.approval_area,
            "approval_area",
            _of("同意的专有部分面积", yes.area, present.area) + approval,
        ),
        (
            tests.approval_heads,
            "approval_heads",
            _of("同意的业主", yes.heads, present.heads) + approval,
        ),
    )
    return [
        Shortfall(f"consensus.{code}", message, LAW) for holds, code, message in rows if not holds
    ]


def _below_the_local_share(tally: Tally, thresholds: Thresholds) -> list[Shortfall]:
    area, heads = local_share(tally, thresholds)
    total, yes = tally.total, tally.agreeing
    asked = f"未达到本地规定的全体业主的{share_in_words(thresholds.whole)}以上"
    rows = (
        (area, "local_area", _of("同意的专有部分面积", yes.area, total.area)),
        (heads, "local_heads", _of("同意的业主", yes.heads, total.heads)),
    )
    return [
        Shortfall(f"consensus.{code}", message + asked, LOCAL_LAW)
        for holds, code, message in rows
        if not holds
    ]


def _of(what: str, part: Measure, whole: Measure) -> str:
    return f"{what}{part.shown}，占{whole.shown}的{part.percent_of(whole)}，"


def _in_words(share: Fraction) -> str:
    return _WORDS.get(share, str(share))


def _split(unit: str) -> Shortfall:
    return Shortfall(
        "consensus.co_owner_split",
        f"{unit}的共有人意见不一致，未达到份额三分之二以上或者全体共同共有人同意，该户计为参与、不计为同意",
        CO_OWNERS_LAW,
    )


def _figures(count: Count) -> str:
    return f"{count.area.shown}、{count.heads.shown}"
