"""经办: who of a role was named for a case; whoever is not named leaves it to everybody of the role."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from rebuild.store.keeping import Kept
from rebuild.store.session import Session, Statement
from rebuild.store.tables_work import handlers
from rebuild.store.tasks import name_handler


class Charge(NamedTuple):
    """A case that somebody handles, and in which role."""

    number: str
    role: str


def name(session: Session, charge: Charge, person: str, *, by: str, at: datetime) -> bool:
    """Name somebody for a case; False where they were named already."""
    known = _HANDLERS.find(session, case_number=charge.number, role=charge.role)
    if known and known["staff_id"] == person:
        return False
    _HANDLERS.put(
        session,
        case_number=charge.number,
        role=charge.role,
        staff_id=person,
        made_by=by,
        made_at=at.isoformat(),
    )
    name_handler(session, charge.number)
    return True


def named(session: Session, charge: Charge) -> str:
    """Who was named; empty where nobody was."""
    found = _HANDLERS.find(session, case_number=charge.number, role=charge.role)
    return str(found["staff_id"]) if found else ""


def of_person(
    session: Session, person: str, *, after: str = "", limit: int = 200
) -> tuple[Charge, ...]:
    """What somebody was named for, by case number."""
    rows = session.rows(_OF_PERSON, person=person, after=after, limit=limit)
    return tuple(Charge(*row) for row in rows)


_HANDLERS = Kept(handlers)
_OF_PERSON = Statement(
    select(handlers.c.case_number, handlers.c.role)
    .where(handlers.c.staff_id == bindparam("person"), handlers.c.case_number > bindparam("after"))
    .order_by(handlers.c.case_number, handlers.c.role)
    .limit(bindparam("limit"))
)
