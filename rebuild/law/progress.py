"""进度: test by test how much a vote has reached, how much it needs, and what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from rebuild.law.areas import Area, Heads
from rebuild.law.consensus import REBUILDING, Policy, Thresholds
from rebuild.law.tally import Tally

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Progress:
    """One test of a vote, in hundredths of a square metre or in heads."""

    name: str
    label: str
    policy: Policy  # the measure this test belongs to
    reached: Area | Heads
    needed: Area | Heads

    @property
    def passed(self) -> bool:
        # Nothing of nothing reaches no share: an empty roll decides nothing.
        return _number(self.reached) >= _number(self.needed) > 0

    @property
    def missing(self) -> Area | Heads:
        kind = type(self.reached)
        return kind(max(0, _number(self.needed) - _number(self.reached)))


def progress(
    tally: Tally, thresholds: Thresholds = REBUILDING, policy: Policy = Policy.UNANIMOUS
) -> tuple[Progress, ...]:
    """Every test of both measures, by area and by heads; of a local rule's share where it binds.

    What must agree is a share of those taking part, or of the quorum while fewer take part: so the
    figure cannot fall to nothing while nobody has voted.
    """
    return tuple(_tests(tally, thresholds, policy))


def _tests(tally: Tally, thresholds: Thresholds, policy: Policy) -> Iterator[Progress]:
    total, present, yes = tally.total, tally.taking_part, tally.agreeing
    measures: tuple[tuple[str, str, Area | Heads, Area | Heads, Area | Heads], ...] = (
        ("area", "面积", total.area, present.area, yes.area),
        ("heads", "人数", total.heads, present.heads, yes.heads),
    )
    for name, label, everyone, here, agreeing in measures:
        quorum = _share(everyone, thresholds.quorum)
        voting = max(_number(here), _number(quorum))
        approval = _share(type(everyone)(voting), thresholds.approval)
        law, all_of_them = Policy.STATUTORY_278, Policy.UNANIMOUS
        yield Progress(f"quorum_{name}", f"参与表决{label}", law, here, quorum)
        yield Progress(f"approval_{name}", f"同意{label}", law, agreeing, approval)
        yield Progress(f"unanimous_{name}", f"全体同意{label}", all_of_them, agreeing, everyone)
        if policy is Policy.LOCAL_SHARE:
            asked = _share(everyone, thresholds.whole)
            yield Progress(f"local_{name}", f"同意{label}占全体", policy, agreeing, asked)


def _share(of: Area | Heads, share: Fraction) -> Area | Heads:
    """The least whole figure that reaches a share: reached when equal (民法典1259)."""
    return type(of)(-(-_number(of) * share.numerator // share.denominator))


def _number(figure: Area | Heads) -> int:
    return figure.hundredths if isinstance(figure, Area) else figure.number
