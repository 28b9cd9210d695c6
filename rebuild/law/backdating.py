"""补录: from how long ago a step may still be entered, and that the steps of a procedure keep their order."""

from collections.abc import Iterator
from datetime import date, timedelta

from rebuild.cases.facts import CLOCK, Actor, Run
from rebuild.law.rule import Finding, Limits

BACKDATING = "backdating"
_BASIS = "procedure_rules"


def last_day(run: Run) -> date:
    """The latest day anything of a run is dated; what was entered from old papers is not asked."""
    days = [taken.on for taken in run.taken if not taken.recorded]
    return max([run.visits[-1].since, *days])


def misdated(
    limits: Limits, run: Run | None, actor: Actor, *, on: date, entered: date, recorded: bool
) -> Iterator[Finding]:
    """Why a step may not be entered under this day.

    What time itself brings about is dated by the time limit, however late the office comes to it. A
    historic record may be as old as it is, and stands outside the order; but nobody records a day to come.
    """
    if actor.id == CLOCK.id:
        return
    who = min(actor.roles, default="clerk")
    if on > entered:
        message = f"办理日期{on}晚于登记之日{entered}"
        yield Finding("engine.day_to_come", message, _BASIS, "请在办理当日或者之后登记", who)
    if recorded:
        return
    earliest = _earliest(limits, on, entered)
    if earliest and on < earliest:
        message = f"办理日期{on}早于最早可以补录的{earliest}（登记之日{entered}）"
        cure = "请核对日期；确为以前办理的，作为历史事项补录"
        yield Finding("engine.backdated", message, limits.basis(BACKDATING, on), cure, who)
    before = last_day(run) if run else on
    if on < before:
        message = f"办理日期{on}早于本程序已登记的最近一次办理{before}"
        cure = "请核对日期；确为遗漏的，作为历史事项补录"
        yield Finding("engine.out_of_order", message, _BASIS, cure, who)


def _earliest(limits: Limits, on: date, entered: date) -> date | None:
    """By the figure in force on the day of the step: what was done before the office began here has its own."""
    if BACKDATING not in limits.entries:
        return None  # a case bound to a workflow from before there was such a limit
    return entered - timedelta(days=limits.figure(BACKDATING, on))
