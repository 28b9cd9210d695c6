"""会话: who is signed in at which browser; only the hash of what the browser holds is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam

from rebuild.store.keeping import Kept
from rebuild.store.session import Session
from rebuild.store.tables_desk import sessions


@dataclass(frozen=True, slots=True)
class WebSession:
    """One browser in which somebody is signed in; `half`: the second factor is still awaited."""

    id_hash: str
    staff_id: str
    made_at: datetime
    seen_at: datetime
    ends_at: datetime
    agent: str
    address: str
    half: bool = False
    confirmed_at: datetime | None = None
    revoked: bool = False


def find(session: Session, id_hash: str) -> WebSession | None:
    found = _SESSIONS.find(session, id_hash=id_hash)
    return _opened(found) if found else None


def put(session: Session, held: WebSession) -> None:
    confirmed = held.confirmed_at
    _SESSIONS.put(
        session,
        id_hash=held.id_hash,
        staff_id=held.staff_id,
        half=held.half,
        made_at=held.made_at.isoformat(),
        seen_at=held.seen_at.isoformat(),
        ends_at=held.ends_at.isoformat(),
        confirmed_at=confirmed.isoformat() if confirmed else None,
        agent=held.agent,
        address=held.address,
        revoked=held.revoked,
    )


def drop(session: Session, id_hash: str) -> None:
    _SESSIONS.drop(session, id_hash=id_hash)


def forget(session: Session, person: str, *, before: datetime) -> None:
    """Drop what somebody's sessions of long ago have left; that they were there stands in the ledger."""
    for each in of_person(session, person):
        if each.ends_at < before:
            drop(session, each.id_hash)


def of_person(session: Session, person: str) -> tuple[WebSession, ...]:
    """Every browser somebody is or was signed in at, the latest seen first."""
    rows = _SESSIONS.rows(session, _OF_PERSON, person=person)
    return tuple(_opened(row) for row in rows)


def _opened(row: dict[str, Any]) -> WebSession:
    confirmed = row["confirmed_at"]
    return WebSession(
        id_hash=row["id_hash"],
        staff_id=row["staff_id"],
        made_at=datetime.fromisoformat(row["made_at"]),
        seen_at=datetime.fromisoformat(row["seen_at"]),
        ends_at=datetime.fromisoformat(row["ends_at"]),
        agent=row["agent"],
        address=row["address"],
        half=row["half"],
        confirmed_at=datetime.fromisoformat(confirmed) if confirmed else None,
        revoked=row["revoked"],
    )


_SESSIONS = Kept(sessions)
_OF_PERSON = _SESSIONS.seek(
    sessions.c.staff_id == bindparam("person"),
    order=(sessions.c.seen_at.desc(), sessions.c.id_hash),
)
