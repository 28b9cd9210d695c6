"""The newest published version of every workflow, compiled."""

from rebuild.engine.plan import Plan
from rebuild.services.office import Office
from rebuild.store import workflows as published
from rebuild.store.session import Session


def newest_workflows(session: Session, office: Office) -> tuple[Plan, ...]:
    """One plan a workflow."""
    versions = {each.id: each.version for each in published.versions(session)}
    return tuple(office.plan(session, name, version) for name, version in sorted(versions.items()))
