"""可办事项: every action people can take now, what it asks of them, and all that stands in its way today."""

from collections.abc import Iterator
from datetime import date

from rebuild.cases.facts import Actor, Case, Json, Run
from rebuild.engine.choosing import runs_offering
from rebuild.engine.definition import Field
from rebuild.engine.judging import blocks, offered
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.services.citing import finding_told, role_label
from rebuild.services.clocks_told import about, households


def actions_told(
    plan: Plan, calendar: Calendar, case: Case, *, on: date, actor: Actor | None = None
) -> Iterator[dict[str, Json]]:
    """What the states offer to people; with an actor, to that person."""
    for seat, name in offered(plan, case):
        action = plan.workflow.procedures[seat].actions[name]
        people = [role for role in action.by if plan.workflow.roles[role].kind != "automatic"]
        if not people or (actor and not actor.roles & set(people)):
            continue
        runs = runs_offering(plan, case, seat, name)
        if seat in plan.by_household:  # one line for all of them, whoever is then named
            told = _told(plan, calendar, case, runs[-1], name, people, on)
            yield told if len(runs) == 1 else {**told, "run": 0, "about": households(runs)}
            continue
        for run in runs:
            yield _told(plan, calendar, case, run, name, people, on)


def _told(
    plan: Plan, calendar: Calendar, case: Case, run: Run, name: str, people: list[str], on: date
) -> dict[str, Json]:
    workflow, seat = plan.workflow, run.seat
    procedure = workflow.procedures[seat]
    action = procedure.actions[name]
    findings = blocks(plan, calendar, case, seat, name, on, run.number)
    return {
        "seat": seat,
        "procedure": procedure.title,
        "run": run.number,
        "about": about(plan, case, run),
        "unit": run.unit,
        "action": name,
        "label": action.label,
        "moves": action.to != "stay",
        "by": people,
        "by_labels": [role_label(workflow, role) for role in people],
        "asks": [asked(field) for field in action.asks],
        "findings": [finding_told(plan, seat, finding) for finding in findings],
    }


def asked(field: Field) -> dict[str, Json]:
    """A field as whoever fills in answers must know it."""
    told: dict[str, Json] = {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "required": field.required,
    }
    if field.choices:
        told["choices"] = dict(field.choices)
    if field.of:
        told["of"] = [asked(each) for each in field.of]
    return told
