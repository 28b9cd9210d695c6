"""链接: what opens one household's page without an account; only a hash of each is kept, so that no copy can be stolen here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam

from rebuild.errors import NotFound
from rebuild.store.keeping import Kept
from rebuild.store.session import Session
from rebuild.store.tables_desk import links


@dataclass(frozen=True, slots=True)
class Link:
    """For whom it was made, by whom, and until when it opens."""

    token_hash: str
    purpose: str
    case: str
    unit: str
    made_by: str
    made_at: datetime
    ends_on: date
    revoked: bool = False

    def opens(self, on: date) -> bool:
        return not self.revoked and on <= self.ends_on


def add(session: Session, link: Link) -> None:
    _LINKS.add(session, **_row(link))


def find(session: Session, token_hash: str) -> Link | None:
    found = _LINKS.find(session, token_hash=token_hash)
    return _link(found) if found else None


def revoke(session: Session, token_hash: str) -> Link:
    found = find(session, token_hash)
    if found is None:
        raise NotFound("没有这个链接")
    ended = replace(found, revoked=True)
    _LINKS.put(session, **_row(ended))
    return ended


def of_case(session: Session, case: str, purpose: str) -> Iterator[Link]:
    """Every link of a case that still opens something or once did, by unit."""
    rows = _LINKS.rows(session, _OF_CASE, case_number=case, purpose=purpose)
    return map(_link, rows)


def _row(link: Link) -> dict[str, Any]:
    return {
        "token_hash": link.token_hash,
        "check_hash": "",
        "purpose": link.purpose,
        "case_number": link.case,
        "unit": link.unit,
        "made_by": link.made_by,
        "made_at": link.made_at.isoformat(),
        "ends_on": link.ends_on.isoformat(),
        "revoked": link.revoked,
    }


def _link(row: dict[str, Any]) -> Link:
    return Link(
        token_hash=row["token_hash"],
        purpose=row["purpose"],
        case=row["case_number"],
        unit=row["unit"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        revoked=bool(row["revoked"]),
    )


_LINKS = Kept(links)
_OF_CASE = _LINKS.seek(
    links.c.case_number == bindparam("case_number"),
    links.c.purpose == bindparam("purpose"),
    order=(links.c.unit, links.c.made_at),
)
