"""已办: what each person did, newest first; a view of the ledger by who acted."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from rebuild.cases.events import ActionTaken, Event
from rebuild.store.ledger import Draft, Entry, Sealed
from rebuild.store.session import Session, Statement
from rebuild.store.statements import upsert
from rebuild.store.tables import cases
from rebuild.store.tables_work import deeds

Kept = tuple[str, int, str, str, str]  # who, position, seat, action, when
NOBODY = frozenset({"clock", "system"})
NEWEST = 2**62  # after every position there can be


class Deed(NamedTuple):
    """One action that somebody took, with its case as the lists show it."""

    position: int
    number: str
    seat: str
    action: str
    at: str
    workflow: str
    address: str
    region: str
    main_state: str


def keep(session: Session, draft: Draft, entry: Sealed) -> None:
    """Note who did it, beside the entry that tells of it."""
    deed = deed_of(draft.by, draft.events)
    if deed is not None:
        at = draft.at.isoformat()
        _put(session, entry.case, (draft.by, entry.position, *deed, at))


def fill(session: Session, number: str, entries: tuple[Entry, ...]) -> None:
    """Note everything that the entries of a case tell of."""
    for deed in sorted(right_of_case(entries)):
        _put(session, number, deed)


def _put(session: Session, number: str, deed: Kept) -> None:
    person, position, seat, action, at = deed
    session.tell(
        _KEEP,
        case_number=number,
        staff_id=person,
        position=position,
        seat=seat,
        action=action,
        at=at,
    )


def deed_of(by: str, events: tuple[Event, ...]) -> tuple[str, str] | None:
    """The seat and the action of what somebody did themselves; what followed from it is not theirs."""
    if by in NOBODY:
        return None
    for each in events:
        if isinstance(each, ActionTaken) and each.by == by:
            return each.seat, each.action
    return None


def of_person(
    session: Session, person: str, *, before: int = 0, limit: int = 50
) -> tuple[Deed, ...]:
    """One page of what somebody did; `before` is the position of the last one seen."""
    rows = session.rows(_OF_PERSON, person=person, before=before or NEWEST, limit=limit)
    return tuple(Deed(*row) for row in rows)


def kept_of_case(session: Session, number: str) -> set[Kept]:
    """Every deed that is kept of a case."""
    rows = session.rows(_OF_CASE, number=number)
    return {(person, position, seat, action, at) for person, position, seat, action, at in rows}


def right_of_case(entries: tuple[Entry, ...]) -> set[Kept]:
    """Every deed that the entries of a case tell of."""
    found = ((each, deed_of(each.by, each.events)) for each in entries)
    return {
        (entry.by, entry.position, *deed, entry.at.isoformat()) for entry, deed in found if deed
    }


_COLUMNS = ("staff_id", "position", "seat", "action", "at")
_KEEP = upsert(deeds)
_OF_PERSON = Statement(
    select(
        deeds.c.position,
        deeds.c.case_number,
        deeds.c.seat,
        deeds.c.action,
        deeds.c.at,
        cases.c.workflow,
        cases.c.address,
        cases.c.region,
        cases.c.state,
    )
    .join_from(deeds, cases, cases.c.number == deeds.c.case_number)
    .where(deeds.c.staff_id == bindparam("person"), deeds.c.position < bindparam("before"))
    .order_by(deeds.c.position.desc())
    .limit(bindparam("limit"))
)
_OF_CASE = Statement(
    select(*(deeds.c[name] for name in _COLUMNS)).where(deeds.c.case_number == bindparam("number"))
)
