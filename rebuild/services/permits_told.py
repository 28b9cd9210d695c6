"""证照现状: every permit of a case as it stands on a day, whatever has been entered of it by then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.engine.clocks import last_days_of_runs
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.permits import START, Standing, standing_of

PERMIT = "permit"  # the procedure that seats of permits use
NOT_GRANTED = "尚未核发"


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing, and what people call it."""

    standing: Standing
    label: str


def standing_of_run(plan: Plan, calendar: Calendar, run: Run, on: date) -> Shown:
    """How one permit stands on a day."""
    standing = standing_of(run, on, last_days_of_runs(plan, calendar)(run, START))
    known = plan.workflow.procedures[run.seat].states.get(standing.word)
    return Shown(standing, known.label if known else NOT_GRANTED)


def permits_told(
    plan: Plan, calendar: Calendar, case: Case, *, on: date
) -> Iterator[dict[str, Json]]:
    """Every permit the case was given, and whether it holds on a day."""
    for seat, procedure in plan.workflow.procedures.items():
        if procedure.uses != PERMIT:
            continue
        papers = [each for each in case.documents if each.kind == seat]
        # Each grant opens a run and issues a paper, so the two lists run side by side.
        for run, paper in zip(case.runs.get(seat, ()), papers, strict=False):
            shown = standing_of_run(plan, calendar, run, on)
            standing = shown.standing
            yield {
                "seat": seat,
                "title": paper.title,
                "number": paper.number,
                "document": paper.id,
                "issued_on": paper.issued_on.isoformat(),
                "state": run.state,
                "standing": standing_in_words(shown),
                "live": standing.live,
                "version": standing.version,
                "since": standing.since.isoformat() if standing.since else None,
            }


def standing_in_words(shown: Shown) -> str:
    """有效, 使用中（已变更，第2版）, 有效（停止执行：示例裁定〔2024〕1号） ..."""
    standing, marks = shown.standing, []
    if standing.version > 1:
        marks.append(f"已变更，第{standing.version}版")
    if standing.stayed:
        marks.append(f"停止执行：{standing.why}" if standing.why else "停止执行")
    return f"{shown.label}（{'；'.join(marks)}）" if marks else shown.label
