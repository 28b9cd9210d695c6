"""别人先办了: what was done in a case after the version somebody had before them."""

from rebuild.cases.facts import Json
from rebuild.services.look_up import Found
from rebuild.services.office import Office
from rebuild.services.recent_course import entries_told
from rebuild.store import cases


def meanwhile(office: Office, found: Found, seen: int) -> list[dict[str, Json]]:
    """Who did what when, oldest first; refusals changed nothing and are left out."""
    with office.database.reading() as session:
        since = cases.changed_since_version(session, found.stored, version=seen)
        return entries_told(session, found.plan, since)
