"""Which run of a procedure is meant: the latest, or, where several stand side by side, the one that can be."""

from rebuild.cases.facts import Case, Run
from rebuild.engine.clocks import latest_of_run
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar


def chosen(plan: Plan, case: Case, seat: str, action: str, number: int = 0) -> Run | None:
    """The run an action is asked of; the latest that offers it, where no number is told."""
    runs = case.runs.get(seat, ())
    if number:
        return runs[number - 1] if number <= len(runs) else None
    compiled = plan.procedures.get(seat)
    if compiled is not None and compiled.procedure.side_by_side:
        offering = runs_offering(plan, case, seat, action)
        runs = offering or runs
    return runs[-1] if runs else None


def runs_offering(plan: Plan, case: Case, seat: str, action: str) -> tuple[Run, ...]:
    """The runs of a seat that offer an action: more than one only where they stand side by side."""
    compiled = plan.procedures.get(seat)
    if compiled is None:
        return ()
    runs = case.runs.get(seat, ())
    if not compiled.procedure.side_by_side:
        return runs[-1:] if runs and action in compiled.offered[runs[-1].state] else ()
    return tuple(run for run in runs if action in compiled.offered[run.state])


def runs_by_household(
    plan: Plan, case: Case, seat: str, units: tuple[str, ...], action: str
) -> tuple[Run, ...]:
    """For each of these households its latest run that offers an action."""
    latest = {run.unit: run for run in runs_offering(plan, case, seat, action)}
    return tuple(latest[unit] for unit in units if unit in latest)


def due_alike(plan: Plan, calendar: Calendar, case: Case, run: Run, action: str) -> tuple[Run, ...]:
    """The other households' runs in which the same clock fires the same action on the same day."""
    word = plan.action(run.seat, action)
    if word is None or not word.when_due or run.seat not in plan.by_household:
        return ()
    reading = latest_of_run(plan, calendar, run, word.when_due)
    return tuple(
        each
        for each in runs_offering(plan, case, run.seat, action)
        if each is not run
        and reading
        and (other := latest_of_run(plan, calendar, each, word.when_due))
        and (other.standing, other.due) == (reading.standing, reading.due)
    )


def run_in_words(case: Case, run: Run) -> str:
    """第2项（示住建许变〔2024〕3号）; 第5项（201，示住建危通〔2023〕5号）."""
    paper = next((each.number for each in case.documents if each.id == run.paper), "")
    told = "，".join(filter(None, (run.unit, paper)))
    return f"第{run.number}项（{told}）" if told else f"第{run.number}项"
