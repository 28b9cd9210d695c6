"""一次: what is asked under a key is done once; the same request gets its first answer again, another one is refused."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from rebuild.cases.codec import canonical
from rebuild.cases.facts import Json
from rebuild.services.office import Office
from rebuild.store import idempotency
from rebuild.store.session import Session


def answered(session: Session, key: str, asked: Mapping[str, Json]) -> Json | None:
    """The first answer, where this was asked under this key before; None without a key."""
    kept = idempotency.find(session, key, digest=_digest(asked)) if key else None
    return None if kept is None else json.loads(kept)


def keep_answer(
    session: Session, key: str, asked: Mapping[str, Json], answer: Json, *, at: datetime
) -> None:
    """Keep the answer, in the transaction in which it was done. A secret is never part of it."""
    if key:
        case = str(asked.get("case", ""))
        idempotency.keep(
            session, key, digest=_digest(asked), case=case, response=canonical(answer), at=at
        )


def first_answer(
    office: Office, key: str, asked: Mapping[str, Json], answer: Json, *, at: datetime
) -> Json:
    """For what is done beside the database: this answer, or the one given when it was first asked."""
    if not key:
        return answer
    with office.database.writing() as session:
        before = answered(session, key, asked)
        if before is None:
            keep_answer(session, key, asked, answer, at=at)
    return answer if before is None else before


def _digest(asked: Mapping[str, Json]) -> str:
    return sha256(canonical(dict(asked))).hexdigest()
