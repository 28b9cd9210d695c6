"""What an action leaves behind besides its state: the day it counts from, its documents, its flags."""

from collections.abc import Iterator
from datetime import date

from rebuild.cases import events as happened
from rebuild.cases.facts import Answers, Case, Flag
from rebuild.engine.decision import DocumentDue
from rebuild.engine.definition import Action
from rebuild.law.rule import Situation


def since_of(action: Action, situation: Situation) -> date:
    """The day the new state counts from: an answer's, or the day the old state began."""
    if action.effective == "entered":
        return situation.run.visits[-1].since
    if action.effective and action.effective in situation.answers:
        return date.fromisoformat(situation.answers[action.effective])
    return situation.on


def documents_of(action: Action, situation: Situation, case: Case) -> Iterator[DocumentDue]:
    """The documents an action issues: once, or for each household it tells of."""
    run = situation.run
    for issue in action.issues:
        for unit in _units(situation.answers, case) if issue.to == "each_household" else [""]:
            yield DocumentDue(
                issue.document, run.seat, run.number, situation.action, situation.answers, unit
            )


def _units(answers: Answers, case: Case) -> list[str]:
    """The households an action lists; all of them where it lists none."""
    listed = {
        row["unit"]
        for rows in answers.values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, dict) and "unit" in row
    }
    return [each.unit for each in case.households if not listed or each.unit in listed]


def flags_of(action: Action, situation: Situation) -> Iterator[happened.Event]:
    """Two permits can each be stayed: a flag belongs to the procedure that raised it."""
    told = situation.answers
    # What nobody could write down, such as a mark set by the clock, is told by the action's own words.
    note = str(told.get("note") or told.get("order") or action.help or action.label)
    seat, on = situation.run.seat, situation.on
    for name in action.raises:
        yield happened.FlagRaised(Flag(f"{seat}.{name}", on, note, seat))
    for name in action.lowers:
        if f"{seat}.{name}" in situation.case.flags:
            yield happened.FlagLowered(f"{seat}.{name}", on, note)
