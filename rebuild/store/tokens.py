"""接口令牌: what a client program shows instead of a password; only its hash is kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam

from rebuild.cases.codec import canonical
from rebuild.errors import NotFound
from rebuild.store.keeping import Kept
from rebuild.store.session import Session
from rebuild.store.tables_desk import tokens


@dataclass(frozen=True, slots=True)
class Token:
    """Whose rights a client uses, which of them, and until when."""

    id: str
    hash: str = field(repr=False)
    client: str
    staff_id: str
    scopes: frozenset[str]
    made_by: str
    made_at: datetime
    ends_on: date
    revoked: bool = False
    last_used: datetime | None = None

    def opens(self, on: date) -> bool:
        return not self.revoked and on <= self.ends_on


def add(session: Session, token: Token) -> None:
    _TOKENS.add(session, **_row(token))


def used(session: Session, token: Token, *, at: datetime) -> None:
    _TOKENS.put(session, **_row(replace(token, last_used=at)))


def by_hash(session: Session, digest: str) -> Token | None:
    found = _TOKENS.rows(session, _BY_HASH, hash=digest)
    return _token(found[0]) if found else None


def revoke(session: Session, token: str) -> Token:
    found = _TOKENS.find(session, id=token)
    if found is None:
        raise NotFound(f"没有编号为“{token[:40]}”的接口令牌")
    ended = replace(_token(found), revoked=True)
    _TOKENS.put(session, **_row(ended))
    return ended


def everything(session: Session) -> Iterator[Token]:
    return map(_token, _TOKENS.everything(session))


def _row(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "hash": token.hash,
        "client": token.client,
        "staff_id": token.staff_id,
        "scopes": canonical(sorted(token.scopes)).decode(),
        "made_by": token.made_by,
        "made_at": token.made_at.isoformat(),
        "ends_on": token.ends_on.isoformat(),
        "revoked": token.revoked,
        "last_used": token.last_used.isoformat() if token.last_used else None,
    }


def _token(row: dict[str, Any]) -> Token:
    return Token(
        id=row["id"],
        hash=row["hash"],
        client=row["client"],
        staff_id=row["staff_id"],
        scopes=frozenset(json.loads(row["scopes"])),
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        revoked=row["revoked"],
        last_used=datetime.fromisoformat(row["last_used"]) if row["last_used"] else None,
    )


_TOKENS = Kept(tokens)
_BY_HASH = _TOKENS.seek(tokens.c.hash == bindparam("hash"))
