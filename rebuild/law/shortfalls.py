"""不符项: every reason why the owners have not decided, in words and figures."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from rebuild.law.areas import Area, Count, Heads
from rebuild.law.consensus import (
    REBUILDING,
    Policy,
    Thresholds,
    local_share,
    passed,
    share_in_words,
    statutory_278,
)
from rebuild.law.tally import Tally

LAW = "民法典278"
CO_OWNERS_LAW = "民法典301"
LOCAL_LAW = "本地政策"
_WORDS = {Fraction(2, 3): "三分之二", Fraction(3, 4): "四分之三"}

Measure = TypeVar("Measure", Area, Heads)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """不符项: one reason why the owners have not decided."""

    code: str
    message: str
    basis: str


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
