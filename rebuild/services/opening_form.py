"""立案表: what somebody is asked who opens a case, under the newest version of each workflow they may open one of."""

from collections.abc import Iterator
from dataclasses import dataclass

from rebuild.cases.facts import Actor
from rebuild.engine.definition import Action
from rebuild.engine.plan import Plan
from rebuild.services.entitled import organs_of
from rebuild.services.office import Office
from rebuild.services.open_case import FIRST_ACTION, newest_plan
from rebuild.services.project import MAIN
from rebuild.services.rights import Person, Subject, acting
from rebuild.store import workflows


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """One workflow somebody may open a case of, and in which districts."""

    plan: Plan
    action: Action
    regions: tuple[str, ...]

    @property
    def workflow(self) -> str:
        return self.plan.workflow.id


def opening_forms(office: Office, person: Person) -> list[OpeningForm]:
    """Every workflow somebody may open a case of."""
    return list(_forms(office, person))


def _forms(office: Office, person: Person) -> Iterator[OpeningForm]:
    with office.database.reading() as session:
        names = dict.fromkeys(each.id for each in workflows.versions(session))
        plans = [newest_plan(session, office, name) for name in names]
    for plan in plans:
        action = plan.action(MAIN, FIRST_ACTION)
        of_organs = {organ.region for organ in plan.workflow.organs.values()}
        regions = tuple(
            region
            for region in sorted(person.regions or of_organs)
            if action and _may_open(plan, action, person, region)
        )
        if action and regions:
            yield OpeningForm(plan, action, regions)


def _may_open(plan: Plan, action: Action, person: Person, region: str) -> bool:
    actor = acting(person, action.by, Subject(region), organs_of(plan), opens=True)
    return isinstance(actor, Actor) and bool(actor.roles & set(action.by))
