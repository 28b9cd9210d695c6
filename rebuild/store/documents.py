"""文书: frozen facts, kept in the deciding transaction; printed after it, once, and never from a changed template."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from rebuild.cases.facts import Document
from rebuild.errors import Conflict, NotFound
from rebuild.store.rows import row_digest, with_digest
from rebuild.store.session import Row, Session, Statement
from rebuild.store.tables import documents

ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a document is made of, besides the event that issued it."""

    facts: bytes  # canonical JSON
    template_hash: str
    fonts_hash: str
    revision: int
    code: str  # the short code on the paper, by which anyone may look it up


@dataclass(frozen=True, slots=True)
class Printed:
    """The file a document became."""

    sha256: str
    pages: int
    file: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it is kept: `printed` is None until there is a file."""

    case: str
    document: Document
    frozen: Frozen
    standing: str
    printed: Printed | None


def freeze(session: Session, document: Document, *, case: str, frozen: Frozen) -> None:
    """Keep a document's facts, together with what it is to be printed with."""
    assert sha256(frozen.facts).hexdigest() == document.digest, (
        "the event's digest is of these facts"
    )
    row: dict[str, Any] = {
        "id": document.id,
        "case_number": case,
        "seat": document.seat,
        "run": document.run,
        "kind": document.kind,
        "number": document.number,
        "title": document.title,
        "unit": document.unit,
        "issued_on": document.issued_on.isoformat(),
        "facts": frozen.facts,
        "digest": document.digest,
        "template_hash": frozen.template_hash,
        "fonts_hash": frozen.fonts_hash,
        "revision": frozen.revision,
        "code": frozen.code,
        "standing": ISSUED,
        "printed_at": None,
        "sha256": None,
        "pages": None,
        "file": None,
    }
    session.tell(_FREEZE, **with_digest(row))


def get(session: Session, document: str) -> StoredDocument:
    found = session.row(_BY_ID, id=document)
    if found is None:
        raise NotFound(f"没有编号为「{document}」的文书，请核对")
    return _stored(found)


def facts_fit(stored: StoredDocument) -> bool:
    """Whether the frozen facts are those the issuing event has the digest of."""
    return sha256(stored.frozen.facts).hexdigest() == stored.document.digest


def by_code(session: Session, code: str) -> StoredDocument | None:
    """The document whose paper carries this code."""
    found = session.row(_BY_CODE, code=code)
    return _stored(found) if found else None


def by_number(session: Session, number: str) -> tuple[StoredDocument, ...]:
    """The documents that carry an official number, such as 建字第…号."""
    return tuple(_stored(row) for row in session.rows(_BY_NUMBER, number=number))


def of_case(session: Session, case: str) -> tuple[StoredDocument, ...]:
    return tuple(_stored(row) for row in session.rows(_OF_CASE, case=case))


def pending(session: Session, *, limit: int = 100) -> tuple[StoredDocument, ...]:
    """What is issued and not printed yet, oldest first."""
    return tuple(_stored(row) for row in session.rows(_PENDING, limit=limit))


def mark_printed(session: Session, document: str, printed: Printed) -> None:
    """Note the file a document became. Done again with the same bytes it changes nothing."""
    found = session.row(_TO_CHANGE, id=document)
    if found is None:
        raise NotFound(f"没有编号为「{document}」的文书，请核对")
    row = dict(zip(_NAMES, found, strict=True))
    if row["printed_at"] is not None:
        if row["sha256"] != printed.sha256:
            raise Conflict(f"文书 {row['title']} 已生成且内容不同，原件予以保留")
        return
    _change(
        session,
        row,
        printed_at=printed.at.isoformat(),
        sha256=printed.sha256,
        pages=printed.pages,
        file=printed.file,
    )


def mark_standing(session: Session, document: str, standing: str) -> None:
    """Note how a document stands now, for whoever looks it up by its code."""
    found = session.row(_TO_CHANGE, id=document)
    if found is None:
        raise NotFound(f"没有编号为「{document}」的文书，请核对")
    _change(session, dict(zip(_NAMES, found, strict=True)), standing=standing)


def _change(session: Session, row: dict[str, Any], **changes: Any) -> None:
    changed = {**row, **changes}
    session.tell(
        _CHANGE,
        at_id=row["id"],
        to_row_digest=row_digest(changed),
        **{f"to_{name}": changed[name] for name in _CHANGEABLE},
    )


def _stored(row: Row) -> StoredDocument:
    named = dict(zip(_NAMES, row, strict=True))
    printed = None
    if named["printed_at"] is not None:
        at = datetime.fromisoformat(named["printed_at"])
        printed = Printed(named["sha256"], named["pages"], named["file"], at)
    return StoredDocument(
        case=named["case_number"],
        document=Document(
            issued_on=date.fromisoformat(named["issued_on"]),
            **{name: named[name] for name in _OF_EVENT},
        ),
        frozen=Frozen(**{name: named[name] for name in _OF_FROZEN}),
        standing=named["standing"],
        printed=printed,
    )


_NAMES = tuple(column.name for column in documents.columns if column.name != "row_digest")
_OF_EVENT = ("id", "kind", "number", "title", "seat", "run", "digest", "unit")
_OF_FROZEN = ("facts", "template_hash", "fonts_hash", "revision", "code")
_CHANGEABLE = ("standing", "printed_at", "sha256", "pages", "file")
_ROW = select(*(documents.c[name] for name in _NAMES))
_FREEZE = Statement(insert(documents))
_BY_ID = Statement(_ROW.where(documents.c.id == bindparam("id")))
_TO_CHANGE = Statement(_ROW.where(documents.c.id == bindparam("id")).with_for_update())
_BY_CODE = Statement(_ROW.where(documents.c.code == bindparam("code")))
_BY_NUMBER = Statement(
    _ROW.where(documents.c.number == bindparam("number")).order_by(documents.c.id)
)
_OF_CASE = Statement(
    _ROW.where(documents.c.case_number == bindparam("case")).order_by(
        documents.c.issued_on, documents.c.id
    )
)
_PENDING = Statement(
    _ROW.where(documents.c.printed_at.is_(None))
    .order_by(documents.c.issued_on, documents.c.id)
    .limit(bindparam("limit"))
)
_CHANGE = Statement(
    update(documents)
    .where(documents.c.id == bindparam("at_id"))
    .values({name: bindparam(f"to_{name}") for name in (*_CHANGEABLE, "row_digest")})
)
