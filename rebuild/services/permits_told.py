"""证照现状: every permit of a case as it stands on a day, whatever has been entered of it by then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.engine.clocks import last_days_of_runs
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.permits import START, Paper, Standing, papers_of, replaced_by, standing_of

PERMIT = "permit"  # the procedure that seats of permits use
NOT_GRANTED = "尚未核发"
NOT_YET = "当日尚未签发"


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
    """Every permit the case was given, whether it holds on a day, and every certificate handed out for it."""
    for seat, procedure in plan.workflow.procedures.items():
        if procedure.uses != PERMIT:
            continue
        for run in case.runs.get(seat, ()):
            papers = papers_of(case, run)
            if not papers:
                continue  # older than these files
            shown = standing_of_run(plan, calendar, run, on)
            told = [_paper_told(papers, place, shown, on) for place in range(len(papers))]
            latest = next(
                (each for each in reversed(told) if each["issued_on"] <= on.isoformat()), told[0]
            )
            yield {
                "seat": seat,
                "title": papers[0].document.title,
                "number": papers[0].document.number,
                "document": latest["document"],
                "issued_on": latest["issued_on"],
                "state": run.state,
                "standing": standing_in_words(shown),
                "live": shown.standing.live,
                "version": shown.standing.version,
                "since": shown.standing.since.isoformat() if shown.standing.since else None,
                "papers": told,
            }


def _paper_told(papers: Sequence[Paper], place: int, shown: Shown, on: date) -> dict[str, Json]:
    """One certificate: as the permit stands, unless another has taken its place."""
    paper, newer = papers[place], replaced_by(papers, place, on)
    if paper.since > on:
        words = NOT_YET
    elif newer is None:
        words = standing_in_words(shown)
    elif newer.by == "change":
        words = f"已变更（现行为第{newer.version}版，{newer.since}换发）"
    else:
        words = f"已补发（{newer.since}，本件作废）"
    return {
        "document": paper.document.id,
        "version": paper.version,
        "issued_on": paper.since.isoformat(),
        "by": paper.by,
        "standing": words,
        "live": shown.standing.live and newer is None and paper.since <= on,
    }


def standing_in_words(shown: Shown) -> str:
    """有效, 使用中（第2版）, 有效（停止执行：示例裁定〔2024〕1号） ..."""
    standing, marks = shown.standing, []
    if standing.version > 1:
        marks.append(f"第{standing.version}版")
    if standing.stayed:
        marks.append(f"停止执行：{standing.why}" if standing.why else "停止执行")
    return f"{shown.label}（{'；'.join(marks)}）" if marks else shown.label
