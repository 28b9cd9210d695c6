"""公示的结果: what hangs on the board is what the votes amount to; where the roll is put right meanwhile, it hangs anew."""

from collections.abc import Mapping

from rebuild.cases.facts import Case, Json, Run
from rebuild.law.areas import Area, Count, Heads
from rebuild.law.measure import Measure, counted, measure_on
from rebuild.law.rule import Limits, Situation, Verdict, rule

POSTED = "posted"  # the subject under which the figures of the latest posting are kept
_LABELS = {"total": "全体", "taking_part": "参与表决", "agreeing": "同意"}


def figures_of(case: Case, run: Run, measure: Measure) -> dict[str, Json]:
    """What a posting tells of the count: area and heads of all, of those taking part, of those agreeing."""
    count = counted(case, run, measure)
    return {
        name: [getattr(count, name).area.hundredths, getattr(count, name).heads.number]
        for name in _LABELS
    }


def changed_since_posted(case: Case, run: Run, limits: Limits) -> tuple[str, ...]:
    """Each figure that is no longer what was posted, with both; none where nothing is posted.

    Counted as it was when it was posted: a later measure alone makes no posting wrong.
    """
    posted: Mapping[str, Json] = case.records.get(POSTED, {})
    if posted.get("round") != run.number or not case.ballots.get(run.number):
        return ()  # a historic posting, whose figures were never entered
    hung = run.last("post")
    now = figures_of(case, run, measure_on(limits, hung.on if hung else run.opened_on))
    return tuple(
        f"{label}公示为{_shown(posted[name])}，现为{_shown(now[name])}"
        for name, label in _LABELS.items()
        if list(posted[name]) != now[name]
    )


@rule(
    "consensus.posted_as_counted",
    basis="ownership_interpretation art. 8",
    cure="请重新计票，并把更正后的结果再次公示；公示期重新计算",
    who="community",
)
def posted_as_counted(situation: Situation) -> Verdict:
    """公示的结果与更正后的名册一致"""
    changed = changed_since_posted(situation.case, situation.run, situation.limits)
    return f"公示后名册或者表决票有更正，结果已变：{'；'.join(changed)}" if changed else None


def _shown(pair: Json) -> str:
    count = Count(Area(pair[0]), Heads(pair[1]))
    return f"{count.area.shown}、{count.heads.shown}"
