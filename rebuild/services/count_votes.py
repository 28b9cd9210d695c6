"""计票: read a file of units and answers, and say whether the owners have decided."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rebuild.law.areas import Count
from rebuild.law.breakdown import breakdown
from rebuild.law.consensus import (
    REBUILDING,
    Policy,
    local_share,
    share_in_words,
    short_by,
    statutory_278,
    unanimous,
)
from rebuild.law.measure import Measure, Silence
from rebuild.law.silence import with_silence
from rebuild.law.tally import HeadMerge, Tally, TallyUnit, tally
from rebuild.services.read_tally import HEAD, choice, only, share_asked, units_of
from rebuild.services.tally_files import read_sheet


def count_votes(path: Path, policy: Policy | None = None) -> dict[str, Any]:
    """Count a file; `policy` stands over the file's own, and unanimity is taken where neither speaks."""
    sheet = read_sheet(path)
    written = choice(path.name, sheet.head, "policy", Policy, Policy.UNANIMOUS)
    merge = choice(path.name, sheet.head, "head_merge", HeadMerge, HeadMerge.IDENTICAL_SET)
    only(path.name, sheet.head, HEAD)
    measure = Measure(
        policy or written,
        replace(REBUILDING, whole=share_asked(path.name, sheet.head)),
        merge,
        choice(path.name, sheet.head, "silence_counts", Silence, Silence.NOT_COUNTED)
        is Silence.WITH_MAJORITY,
    )
    units = units_of(sheet)
    # In a file nothing is known of who was reached: all are taken to have been asked.
    units = with_silence(units, merge) if measure.fills_silence else units
    return told(tally(units, merge), measure, units)


def told(counted: Tally, measure: Measure, units: Iterable[TallyUnit]) -> dict[str, Any]:
    """The result as plain data: areas as text, heads as numbers, shares exact and for display."""
    policy, thresholds = measure.policy, measure.thresholds
    statutory, local = statutory_278(counted), local_share(counted, thresholds)
    parts = breakdown(units, measure.merge)
    total, present, yes = counted.total, counted.taking_part, counted.agreeing
    return {
        "policy": policy.value,
        "passed": measure.passed(counted),
        "total": _figures(total),
        "taking_part": _figures(present),
        "agreeing": _figures(yes),
        "statutory_278": {
            "passed": statutory.passed,
            "quorum_area": statutory.quorum_area,
            "quorum_heads": statutory.quorum_heads,
            "approval_area": statutory.approval_area,
            "approval_heads": statutory.approval_heads,
        },
        "unanimous": {"passed": unanimous(counted)},
        "local_share": {
            "share": share_in_words(thresholds.whole),
            "passed": statutory.passed and all(local),
            "area": local[0],
            "heads": local[1],
        },
        "short_by": _figures(short_by(counted, policy, thresholds)),
        "shares": {
            "taking_part_of_total": _shares(present, total),
            "agreeing_of_taking_part": _shares(yes, present),
            "agreeing_of_total": _shares(yes, total),
        },
        "splits": list(counted.splits),
        "against": _figures(parts.against),
        "divided": _figures(parts.divided),
        "abstaining": _figures(parts.abstaining),
        "units": [{"unit": unit, "answer": answer.value} for unit, answer in parts.units],
        "findings": [
            {"code": row.code, "message": row.message, "basis": row.basis}
            for row in measure.findings(counted)
        ],
    }


def _figures(count: Count) -> dict[str, str | int]:
    return {"area": str(count.area), "heads": count.heads.number}


def _shares(part: Count, whole: Count) -> dict[str, dict[str, str]]:
    return {
        "area": {
            "exact": part.area.fraction_of(whole.area),
            "percent": part.area.percent_of(whole.area),
        },
        "heads": {
            "exact": part.heads.fraction_of(whole.heads),
            "percent": part.heads.percent_of(whole.heads),
        },
    }
