"""人员: who may sign in, in which roles, for which organ; nobody is ever deleted, because the ledger names them."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select

from rebuild.cases.codec import canonical
from rebuild.cases.facts import Actor
from rebuild.errors import Conflict, NotFound
from rebuild.store.rows import with_digest
from rebuild.store.session import Row, Session, Statement
from rebuild.store.statements import upsert
from rebuild.store.tables import staff


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person of the office; `actor` is how the ledger and the rules know them."""

    actor: Actor
    disabled: bool = False


def add(session: Session, actor: Actor) -> None:
    try:
        session.run(_ADD, **_row(StaffMember(actor)))
    except Conflict as error:
        raise Conflict(f"工号 {actor.id} 已存在，请换用其他工号") from error


def change(session: Session, actor: Actor) -> None:
    """Give somebody other roles, another name or another organ."""
    known = _known(session, actor.id)
    session.run(_CHANGE, **_row(StaffMember(actor, known.disabled)))


def disable(session: Session, person: str) -> None:
    """Let somebody act no more, from the next request on."""
    known = _known(session, person)
    session.run(_CHANGE, **_row(StaffMember(known.actor, disabled=True)))


def enable(session: Session, person: str) -> None:
    """Let somebody who was disabled act again."""
    known = _known(session, person)
    session.run(_CHANGE, **_row(StaffMember(known.actor)))


def find(session: Session, person: str) -> StaffMember | None:
    found = session.row(_FIND, id=person)
    return _member(found) if found else None


def everyone(session: Session) -> tuple[StaffMember, ...]:
    return tuple(_member(row) for row in session.rows(_LIST))


def _known(session: Session, person: str) -> StaffMember:
    known = find(session, person)
    if known is None:
        raise NotFound(f"没有工号为「{person}」的人员")
    return known


def _row(member: StaffMember) -> dict[str, Any]:
    actor = member.actor
    return with_digest(
        {
            "id": actor.id,
            "name": actor.name,
            "roles": canonical(sorted(actor.roles)).decode(),
            "organ": actor.organ,
            "disabled": member.disabled,
        }
    )


def _member(row: Row) -> StaffMember:
    person, name, roles, organ, disabled = row
    return StaffMember(Actor(person, name, frozenset(json.loads(roles)), organ), bool(disabled))


_ROW = select(staff.c.id, staff.c.name, staff.c.roles, staff.c.organ, staff.c.disabled)
_ADD = Statement(insert(staff))
_FIND = Statement(_ROW.where(staff.c.id == bindparam("id")))
_LIST = Statement(_ROW.order_by(staff.c.id))
_CHANGE = upsert(staff)
