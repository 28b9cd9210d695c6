"""May this person do this today, and what follows: pure, and every reason at once.

The same call gives the clerk's buttons, the "why is this blocked" page, the dry run, the replay and
the real thing. What follows from an action stands in plain sight as a tuple of events.
"""

from datetime import date

from rebuild.cases import events as happened
from rebuild.cases.facts import CLOCK, Case
from rebuild.engine.choosing import chosen, due_alike
from rebuild.engine.course import Course
from rebuild.engine.decision import Allowed, Decision, DocumentDue, Refused, Request
from rebuild.engine.judging import blocks, judged, offered, unentitled, which_run
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar

__all__ = [
    "Allowed",
    "Decision",
    "DocumentDue",
    "Refused",
    "Request",
    "blocks",
    "decide",
    "judged",
    "offered",
    "open_procedures",
]


def decide(plan: Plan, calendar: Calendar, case: Case, request: Request) -> Decision:
    """Judge a request, and follow an allowed one through every procedure it moves."""
    barred = tuple(unentitled(plan, request.actor)) if request.recorded else ()
    if barred:
        return Refused(barred)
    course = Course(plan, calendar, case, request)
    course.findings += which_run(plan, case, request.seat, request.action, request.run)
    run = chosen(plan, case, request.seat, request.action, request.run)
    course.take(request.seat, request.action, run, request.answers, request.actor)
    if run and request.actor.id == CLOCK.id:
        # What time does to several households on one day is one deed, and one entry.
        for alike in due_alike(plan, calendar, case, run, request.action):
            course.take(request.seat, request.action, alike, request.answers, request.actor)
    # A historic step is marked and kept whatever the rules say; but what can't be read can't be kept.
    if course.findings and not (request.recorded and course.events):
        return Refused(tuple(course.findings))
    return Allowed(
        tuple(course.events), tuple(course.documents), course.case, tuple(course.findings)
    )


def open_procedures(plan: Plan, seats: tuple[str, ...], on: date) -> tuple[happened.Event, ...]:
    """The events that begin the first run of each of these procedures."""
    return tuple(
        happened.ProcedureOpened(seat, 1, plan.procedures[seat].procedure.initial, on)
        for seat in seats
    )
