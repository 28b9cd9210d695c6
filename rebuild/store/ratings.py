"""好差评: what those served thought of a service; one voice a household, its last word counts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam

from rebuild.cases.codec import canonical
from rebuild.store.keeping import Kept
from rebuild.store.session import Session
from rebuild.store.tables_desk import ratings


@dataclass(frozen=True, slots=True)
class Rating:
    """One to five stars, why, and nobody's name; `id` is a hash of who spoke of what."""

    id: str
    case: str
    service: str  # seat.run
    stars: int
    tags: tuple[str, ...]
    words: str
    made_at: datetime


def put(session: Session, rating: Rating) -> None:
    _RATINGS.put(
        session,
        id=rating.id,
        case_number=rating.case,
        service=rating.service,
        stars=rating.stars,
        tags=canonical(list(rating.tags)).decode(),
        words=rating.words,
        made_at=rating.made_at.isoformat(),
    )


def find(session: Session, rating: str) -> Rating | None:
    found = _RATINGS.find(session, id=rating)
    return _rating(found) if found else None


def made_between(session: Session, first: str, last: str) -> Iterator[Rating]:
    """Those made from one instant to another, as ISO 8601."""
    return map(_rating, _RATINGS.rows(session, _BETWEEN, first=first, last=last))


def _rating(row: dict[str, Any]) -> Rating:
    return Rating(
        id=row["id"],
        case=row["case_number"],
        service=row["service"],
        stars=row["stars"],
        tags=tuple(json.loads(row["tags"])),
        words=row["words"],
        made_at=datetime.fromisoformat(row["made_at"]),
    )


_RATINGS = Kept(ratings)
_BETWEEN = _RATINGS.seek(
    ratings.c.made_at >= bindparam("first"),
    ratings.c.made_at <= bindparam("last"),
    order=(ratings.c.made_at, ratings.c.id),
)
