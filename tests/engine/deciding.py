"""Asking for one action in a case that stands where a test puts it."""

from dataclasses import replace
from datetime import date
from typing import Any

from rebuild.cases.apply import apply
from rebuild.cases.events import DocumentIssued
from rebuild.cases.facts import CLOCK, SYSTEM, Actor, Case, Document, Run, Taken, Visit
from rebuild.engine.decide import Allowed, Decision, Refused, Request, decide
from tests.engine.plausible import plausible
from tests.law.a_case import DAY, a_case, the_calendar, the_plan


def standing(since: date = DAY, /, **states: str) -> Case:
    """The case in order, with these procedures in these states since a day."""
    case = a_case()
    runs = {seat: (at(seat, state, since=since),) for seat, state in states.items()}
    return replace(case, runs={**case.runs, **runs})


def at(seat: str, state: str, *taken: Taken, since: date = DAY, remembered: str = "") -> Run:
    return Run(seat, 1, since, state, (Visit(state, since, ""),), taken, remembered)


def ask(
    case: Case,
    seat: str,
    action: str,
    *,
    by: str = "",
    on: date = DAY,
    recorded: bool = False,
    bare: bool = False,
    number: int = 0,
    **answers: Any,
) -> Decision:
    """What comes of it, asked by someone in the role `by`; by a role that may, where none is said;
    a historic step by the archivist.

    What is required and not said here is answered plausibly, unless the test wants it `bare`.
    """
    word = the_plan().action(seat, action)
    role = by or ("archivist" if recorded else word.by[0] if word else "clerk")
    automatic = {"clock": CLOCK, "system": SYSTEM}
    actor = automatic.get(role) or Actor(role, f"某{role}", frozenset({role}))
    given = answers if bare or not word else {**plausible(word.asks, case, on), **answers}
    return decide(
        the_plan(), the_calendar(), case, Request(seat, action, given, actor, on, recorded, number)
    )


def done(decision: Decision) -> Case:
    """The case as it now is; the findings, where it was refused."""
    assert isinstance(decision, Allowed), decision
    return decision.case


def issued(decision: Decision) -> Case:
    """The case as it now is, with the papers of the decision: D1, D2 and so on after those it had."""
    case = done(decision)
    assert isinstance(decision, Allowed)
    for count, due in enumerate(decision.documents, len(case.documents)):
        on = case.runs[due.seat][due.run - 1].taken[-1].on
        paper = Document(f"D{count}", due.kind, str(count), "", on, due.seat, due.run, "", due.unit)
        case = apply(case, DocumentIssued(paper, due.begins, due.begun))
    return case


def codes(decision: Decision) -> list[str]:
    """Why it was refused; nothing, where it was not."""
    return [each.code for each in decision.findings] if isinstance(decision, Refused) else []
