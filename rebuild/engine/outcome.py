"""What an action leaves behind besides its state: the day it counts from, its documents, its flags."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import takewhile

from rebuild.cases import events as happened
from rebuild.cases.facts import Answers, Case, Flag, Run
from rebuild.engine.decision import DocumentDue
from rebuild.engine.definition import Action
from rebuild.law.rule import Situation
from rebuild.law.service import received_on


def since_of(action: Action, situation: Situation) -> date:
    """The day the new state counts from: an answer's, that of receipt, or the day the old state began."""
    if action.effective == "entered":
        return situation.run.visits[-1].since
    if action.effective == "served":
        return received_on(situation.answers, situation.on)
    if action.effective and action.effective in situation.answers:
        return date.fromisoformat(situation.answers[action.effective])
    return situation.on


def documents_of(action: Action, situation: Situation, case: Case) -> Iterator[DocumentDue]:
    """The documents an action issues: once, or for each household it tells of."""
    run = situation.run
    for issue in action.issues:
        if issue.again and not run.paper:
            continue  # the certificate is older than these files, and so is its number
        for unit in units_of(situation.answers, case) if issue.to == "each_household" else [""]:
            yield DocumentDue(
                issue.document, run.seat, run.number, situation.action, situation.answers, unit,
                again=issue.again,
            )  # fmt: skip


def about(
    papers: Iterable[DocumentDue], opened: Iterable[happened.ProcedureOpened]
) -> Iterator[DocumentDue]:
    """The papers of an action, each with the procedure it begins: a certificate its own, a decision its remedies."""
    waiting = list(opened)
    for paper in papers:
        fitting = (each for each in waiting if each.unit == paper.unit)
        own = sorted(fitting, key=lambda each: each.seat != paper.kind)
        begun = next((each for each in own if not paper.again), None)
        if begun is None:
            yield paper
        else:
            waiting.remove(begun)
            yield replace(paper, begins=begun.seat, begun=begun.run)


def displaced(action: Action, run: Run) -> tuple[str, ...]:
    """The latest stays that fall away, for want of what in truth was done in time."""
    if not action.overrides:
        return ()
    latest = takewhile(lambda visit: visit.state in action.overrides, reversed(run.visits[1:]))
    return tuple(visit.state for visit in latest)


def units_of(answers: Answers, case: Case) -> list[str]:
    """The households an action lists; all of them where it lists none."""
    listed = {row["unit"] for row in rows_of(answers)}
    return [each.unit for each in case.households if not listed or each.unit in listed]


def rows_of(answers: Answers) -> Iterator[Answers]:
    """Every row of a list that is about a household."""
    for rows in answers.values():
        if isinstance(rows, list):
            yield from (row for row in rows if isinstance(row, dict) and "unit" in row)


def flags_of(action: Action, situation: Situation, *, beside: bool) -> Iterator[happened.Event]:
    """Two permits can each be stayed: a flag belongs to the procedure that raised it, or to that run of it."""
    if not action.raises and not action.lowers:
        return
    told = situation.answers
    # What nobody could write down, such as a mark set by the clock, is told by the action's own words.
    note = str(told.get("note") or told.get("order") or action.help or action.label)
    run, on = situation.run, situation.on
    of = f"{run.seat}#{run.number}" if beside else run.seat
    for name in action.raises:
        yield happened.FlagRaised(Flag(f"{of}.{name}", on, note, run.seat))
    for name in action.lowers:
        if f"{of}.{name}" in situation.case.flags:
            yield happened.FlagLowered(f"{of}.{name}", on, note)
