"""岗位: the roles and organs of the published workflows, by what people call them."""

from collections.abc import Mapping

from rebuild.engine.publish import from_json
from rebuild.services.office import Office
from rebuild.services.policy import ADMINISTRATOR
from rebuild.store import workflows as published


def roles_there_are(office: Office) -> Mapping[str, str]:
    """Every role somebody may be given, by its name, with what people call it."""
    labels: dict[str, str] = {}
    with office.database.reading() as session:
        for version in published.versions(session):
            workflow = from_json(published.load(session, version.id, version=version.version)[1])
            labels |= {
                name: role.label
                for name, role in workflow.roles.items()
                if role.kind != "automatic"
            }
    return {**labels, ADMINISTRATOR: "系统管理员"}


def organs_there_are(office: Office) -> Mapping[str, str]:
    """Every organ somebody may belong to."""
    names: dict[str, str] = {}
    with office.database.reading() as session:
        for version in published.versions(session):
            workflow = from_json(published.load(session, version.id, version=version.version)[1])
            names |= {key: organ.name for key, organ in workflow.organs.items()}
    return names
