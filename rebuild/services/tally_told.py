"""计票所示: a round's count as its papers show it, in the law's own units: area and heads, and each unit's one answer."""

from rebuild.cases.facts import Case, Json, Run
from rebuild.law.areas import Count
from rebuild.law.breakdown import breakdown
from rebuild.law.consensus import Policy, local_share, share_in_words, statutory_278, unanimous
from rebuild.law.measure import (
    Measure,
    counted,
    counted_as_answered,
    counted_units,
    measure_on,
)
from rebuild.law.owners import counted_ballots
from rebuild.law.rule import Limits
from rebuild.law.tally import Tally

POLICIES = {Policy.UNANIMOUS: "全体业主一致同意", Policy.STATUTORY_278: "民法典第二百七十八条"}
SOURCE = "面积取自不动产登记簿"
Test = dict[str, Json]


def tally_told(case: Case, run: Run, limits: Limits) -> dict[str, Json]:
    """Exact fractions beside percentages, each test in words, and those who did not agree."""
    measure = measure_on(limits, run.visits[-1].since)
    count = counted(case, run, measure)
    parts = breakdown(counted_units(case, run, measure), measure.merge)
    present, yes, total = count.taking_part, count.agreeing, count.total
    voted = {ballot.unit for ballot in counted_ballots(case, run)}
    silent = counted_as_answered(case, run, measure)
    return {
        "policy": measure.policy.value,
        "policy_label": policy_label(measure),
        "passed": measure.passed(count),
        "everybody": unanimous(count),
        "total": {"area": str(total.area), "heads": total.heads.number},
        "taking_part": _part(present, total),
        "agreeing": _part(yes, present),
        "tests": [*_of_the_law(count), *_of_everybody(count, measure)],
        "whole_threshold": _whole_threshold(measure),
        "source": SOURCE,
        "against": figures(parts.against),
        "divided": figures(parts.divided),
        "abstaining": figures(parts.abstaining),
        "votes": {unit: each.value for unit, each in parts.units if unit in (*voted, *silent)},
        "silent": list(silent),
        "silence_counts": measure.fills_silence,
    }


def policy_label(measure: Measure) -> str:
    if measure.policy is Policy.LOCAL_SHARE:
        return f"本地规定的{share_in_words(measure.thresholds.whole)}"
    return POLICIES[measure.policy]


def figures(count: Count) -> dict[str, Json]:
    return {"area": str(count.area), "heads": count.heads.number}


def _of_the_law(count: Tally) -> list[Test]:
    total, present, yes, law = (
        count.total,
        count.taking_part,
        count.agreeing,
        statutory_278(count),
    )
    return [
        _test("参与表决面积", present.area.fraction_of(total.area), "≥2/3", law.quorum_area),
        _test("参与表决人数", present.heads.fraction_of(total.heads), "≥2/3", law.quorum_heads),
        _test("同意面积", yes.area.fraction_of(present.area), "≥3/4", law.approval_area),
        _test("同意人数", yes.heads.fraction_of(present.heads), "≥3/4", law.approval_heads),
    ]


def _of_everybody(count: Tally, measure: Measure) -> list[Test]:
    """What is asked of all owners: that all agree, or the share of them that a local rule names."""
    total, yes = count.total, count.agreeing
    if measure.policy is not Policy.LOCAL_SHARE:
        share = yes.area.fraction_of(total.area)
        return [_test("全体一致同意", share, "全体", unanimous(count))]
    area, heads = local_share(count, measure.thresholds)
    asked = f"≥{share_in_words(measure.thresholds.whole)}"
    return [
        _test("同意面积占全体", yes.area.fraction_of(total.area), asked, area),
        _test("同意人数占全体", yes.heads.fraction_of(total.heads), asked, heads),
    ]


def _whole_threshold(measure: Measure) -> str:
    if measure.policy is not Policy.LOCAL_SHARE:
        return "一致"
    return f"均≥{share_in_words(measure.thresholds.whole)}"


def _test(label: str, share: str, threshold: str, ok: bool) -> Test:
    return {"label": label, "share": share, "threshold": threshold, "passed": ok}


def _part(part: Count, whole: Count) -> dict[str, Json]:
    return {
        **figures(part),
        "area_percent": part.area.percent_of(whole.area),
        "heads_percent": part.heads.percent_of(whole.heads),
        "area_share": part.area.fraction_of(whole.area),
        "heads_share": part.heads.fraction_of(whole.heads),
    }
