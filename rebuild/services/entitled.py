"""经办权限: the policy at the door, asked of everybody who acts, whichever way they came in."""

from collections.abc import Mapping
from typing import TypeVar

from rebuild.cases.facts import CLOCK, SYSTEM, Actor, Case
from rebuild.engine.plan import Plan
from rebuild.law.rule import Finding
from rebuild.services.asking import Asked, Opening
from rebuild.services.office import Office
from rebuild.services.persons import the_person
from rebuild.services.rights import Right, Subject, acting, why_not

Request = TypeVar("Request", Asked, Opening)


def entitled(office: Office, asked: Request) -> Request:
    """The request with what its person may do today, looked up where the caller has not done so.

    A name alone gives no rights: whoever is not of the office, or is no longer, may not act.
    """
    if asked.person is not None:
        assert asked.person.id == asked.actor.id, "one acts in one's own name"
        return asked
    if asked.actor in (CLOCK, SYSTEM):
        return asked
    person = the_person(office, asked.actor.id, asked.now.date())
    return asked.by(person)


def in_whose_name(plan: Plan, case: Case, asked: Asked, by: tuple[str, ...]) -> Actor | Finding:
    """Who is to be judged by the rules: the person, or the person in another's stead; or why neither may."""
    person = asked.person
    if person is None:
        return asked.actor
    subject = Subject(case.region, case.number)
    actor = acting(person, by, subject, organs_of(plan))
    if isinstance(actor, Finding) or not asked.recorded or not actor.roles & set(by):
        return actor  # who may not enter old papers hears of it in the words of the workflow
    return why_not(person, Right.ENTER_HISTORY, subject) or actor


def opening_in_whose_name(plan: Plan, opening: Opening, by: tuple[str, ...]) -> Actor | Finding:
    """As `in_whose_name`, for a case that is not there yet."""
    person = opening.person
    if person is None:
        return opening.actor
    return acting(person, by, Subject(opening.region), organs_of(plan), opens=True)


def organs_of(plan: Plan) -> Mapping[str, str]:
    """The organ each role of a workflow belongs to."""
    return plan.organs
