"""上传的附件: what was handed in for a case: its name, kind, size and digest; the bytes lie beside the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam

from rebuild.errors import NotFound
from rebuild.store.keeping import Kept
from rebuild.store.session import Session
from rebuild.store.tables_desk import uploads


@dataclass(frozen=True, slots=True)
class Upload:
    """One file; `in_action` says where it was handed in, `seat.action`, once it was."""

    id: str
    case: str
    name: str
    media_type: str
    size: int
    sha256: str
    made_by: str
    made_at: datetime
    scanned: str = ""  # what the virus scanner said; empty without one
    in_action: str = ""


_UPLOADS = Kept(uploads)
_OF_CASE = _UPLOADS.seek(
    uploads.c.case_number == bindparam("case"), order=(uploads.c.made_at.desc(), uploads.c.id)
)


def add(session: Session, upload: Upload) -> None:
    _UPLOADS.add(session, **_columns(upload))


def put(session: Session, upload: Upload) -> None:
    """The same file, with what has come of it."""
    _UPLOADS.put(session, **_columns(upload))


def get(session: Session, upload: str) -> Upload:
    found = _UPLOADS.find(session, id=upload)
    if found is None:
        raise NotFound("没有这份附件")
    return _upload(found)


def drop(session: Session, upload: str) -> None:
    _UPLOADS.drop(session, id=upload)


def of_case(session: Session, case: str) -> tuple[Upload, ...]:
    """Every file of a case, the newest first."""
    return tuple(_upload(row) for row in _UPLOADS.rows(session, _OF_CASE, case=case))


def _columns(upload: Upload) -> dict[str, object]:
    return {
        "id": upload.id,
        "case_number": upload.case,
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.size,
        "sha256": upload.sha256,
        "made_by": upload.made_by,
        "made_at": upload.made_at.isoformat(),
        "scanned": upload.scanned,
        "in_action": upload.in_action or None,
    }


def _upload(row: dict[str, object]) -> Upload:
    return Upload(
        id=str(row["id"]),
        case=str(row["case_number"]),
        name=str(row["name"]),
        media_type=str(row["media_type"]),
        size=int(str(row["size"])),
        sha256=str(row["sha256"]),
        made_by=str(row["made_by"]),
        made_at=datetime.fromisoformat(str(row["made_at"])),
        scanned=str(row["scanned"]),
        in_action=str(row["in_action"] or ""),
    )
