"""表决结果: what the latest round of a case amounts to on a day, what is missing, and who is still to be reached."""

from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.errors import NotFound
from rebuild.law.areas import Area, Count, Heads
from rebuild.law.consensus import Policy, short_by
from rebuild.law.measure import (
    Measure,
    counted,
    counted_as_answered,
    counted_units,
    measure_of,
)
from rebuild.law.owners import (
    ROUND,
    announced,
    counted_ballots,
    households_of,
)
from rebuild.law.posting import changed_since_posted
from rebuild.law.progress import Progress, progress
from rebuild.law.rule import Limits
from rebuild.law.tally import Tally
from rebuild.services import count_votes
from rebuild.services.look_up import Found
from rebuild.services.round_told import dissenting_told, objections_told, reach_told, sheets_told

Told = dict[str, Json]


def consensus_told(found: Found, *, on: date) -> Told:
    """The count of the current round over its frozen roll, by the measure the round is judged by."""
    case = found.case
    run = case.run(ROUND)
    if run is None or not households_of(case, run):
        lacking = "还没有开始表决" if run is None else "还没有登记业主名册"
        raise NotFound(f"案件 {case.number} 至{on}{lacking}")
    state = found.plan.workflow.procedures[ROUND].states[run.state]
    opens, closes = announced(run, "opens_on"), announced(run, "closes_on")
    measure = measure_of(found.plan.limits, run, on)
    count = counted(case, run, measure)
    return {
        "number": case.number,
        "as_of": on.isoformat(),
        "round": run.number,
        "state": run.state,
        "state_label": state.label,
        "opens_on": opens.isoformat() if opens else None,
        "closes_on": closes.isoformat() if closes else None,
        "ballots": len(case.ballots.get(run.number, ())),
        "counted": len(counted_ballots(case, run)),
        **count_votes.told(count, measure, counted_units(case, run, measure)),
        "silence_counted": list(counted_as_answered(case, run, measure)),
        "blocked": run.state == "effective" and not measure.passed(count),
        "short_in_words": _short_in_words(count, measure),
        "tests": [
            _test_told(each, measure.policy)
            for each in progress(count, measure.thresholds, measure.policy)
        ],
        "sheets": sheets_told(run),
        **_roll_told(case, run, found.plan.limits),
        **reach_told(found.plan, case, run),
        "objections": objections_told(run),
        "dissenting": dissenting_told(found.plan, case, run),
    }


def _short_in_words(count: Tally, measure: Measure) -> str:
    if measure.passed(count):
        return ""
    return f"还差 {_in_words(short_by(count, measure.policy, measure.thresholds))}"


def _in_words(count: Count) -> str:
    parts = [
        f"{count.heads} 户" if count.heads > Heads(0) else "",
        f"{count.area} ㎡" if count.area > Area(0) else "",
    ]
    return "、".join(filter(None, parts))


def _test_told(test: Progress, policy: Policy) -> Told:
    unit = "㎡" if isinstance(test.reached, Area) else "户"
    # A local rule's share is asked for on top of what the law asks.
    of_the_law = policy is Policy.LOCAL_SHARE and test.policy is Policy.STATUTORY_278
    missing = "" if test.passed else f"还差 {test.missing} {unit}"
    return {
        "name": test.name,
        "label": test.label,
        "required": test.policy is policy or of_the_law,
        "reached": str(test.reached),
        "needed": str(test.needed),
        "missing": str(test.missing),
        "passed": test.passed,
        "in_words": missing,
    }


def _roll_told(case: Case, run: Run, limits: Limits) -> Told:
    """The day the roll was frozen, and the units whose owners have changed since: bound, and not counted anew."""
    now = {each.unit: {owner.name for owner in each.owners} for each in case.households}
    frozen = case.frozen_rolls.get(run.number)
    sold = [
        each.unit
        for each in households_of(case, run)
        if each.unit in now and now[each.unit] != {owner.name for owner in each.owners}
    ]
    return {
        "roll_day": frozen.as_of.isoformat() if frozen else None,
        "sold_since": sold,
        "changed_since_posted": list(changed_since_posted(case, run, limits))
        if _hangs(run)
        else [],
    }


def _hangs(run: Run) -> bool:
    return run.state in ("posted", "objected")
