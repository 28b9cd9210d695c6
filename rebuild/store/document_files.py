"""Which document a printed file is: looked up by the hash of its bytes, whoever brings it and whatever it is called."""

from sqlalchemy import bindparam, select

from rebuild.store.session import Session, Statement
from rebuild.store.tables import documents


def document_of(session: Session, sha256: str) -> str | None:
    """The id of the document whose file has these bytes."""
    found = session.row(_BY_FILE, sha256=sha256)
    return str(found[0]) if found else None


_BY_FILE = Statement(select(documents.c.id).where(documents.c.sha256 == bindparam("sha256")))
