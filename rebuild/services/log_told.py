"""机关日志一览: what happened in the office and in no case, newest first."""

from typing import Any

from rebuild.cases.events import OfficeHappened
from rebuild.services.office import Office
from rebuild.services.office_log import LABELS, OFFICE
from rebuild.store import ledger

PAGE = 100


def log_told(office: Office, *, page: int = 1) -> dict[str, Any]:
    """A page of entries."""
    with office.database.reading() as session:
        entries = ledger.entries(session, OFFICE)
    start = max(0, len(entries) - page * PAGE)
    shown = entries[start : len(entries) - (page - 1) * PAGE]
    rows = [
        {
            "position": entry.position,
            "at": entry.at.isoformat(),
            "by": entry.by,
            "label": LABELS.get(event.what, event.what),
            "about": event.about,
            "facts": dict(event.facts),
        }
        for entry in reversed(shown)
        for event in entry.events
        if isinstance(event, OfficeHappened)
    ]
    return {"rows": rows, "older": page + 1 if start else 0, "newer": page - 1}
