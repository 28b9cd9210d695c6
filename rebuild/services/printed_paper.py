"""已打印的文书: the stored bytes of a document, checked against their hash; nothing is rendered again."""

from rebuild.errors import NotFound
from rebuild.services.office import Office
from rebuild.store import documents


def printed_paper(office: Office, document: str) -> bytes:
    """The PDF as it was printed once; NotFound while it has not been."""
    with office.database.reading() as session:
        stored = documents.get(session, document)
    if stored.printed is None:
        raise NotFound("这份文书正在打印，请过一会儿再来取")
    return office.files.get(stored.printed.sha256)
