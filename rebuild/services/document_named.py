"""一份文书: by its id, with the case it belongs to."""

from typing import Any

from rebuild.services.look_up import document_told
from rebuild.services.office import Office
from rebuild.store import documents


def document_named(office: Office, document: str) -> dict[str, Any]:
    """What is known of a document; NotFound where there is none of that id."""
    with office.database.reading() as session:
        stored = documents.get(session, document)
    return {**document_told(stored), "case": stored.case}
