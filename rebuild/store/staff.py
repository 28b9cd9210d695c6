"""人员: who may sign in, in which roles, for which organ; nobody is ever deleted, because the ledger names them."""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from rebuild.cases.codec import canonical
from rebuild.cases.facts import Actor
from rebuild.errors import Conflict, NotFound
from rebuild.store.session import Row, Session, Statement
from rebuild.store.tables import staff


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person of the office; `actor` is how the ledger and the rules know them."""

    actor: Actor
    disabled: bool = False


def add(session: Session, actor: Actor) -> None:
    try:
        session.run(_ADD, id=actor.id, disabled=False, **_columns(actor))
    except Conflict as error:
        raise Conflict(f"工号 {actor.id} 已存在，请换用其他工号") from error


def change(session: Session, actor: Actor) -> None:
    """Give somebody other roles, another name or another organ."""
    columns = {f"to_{name}": value for name, value in _columns(actor).items()}
    if not session.run(_CHANGE, at_id=actor.id, **columns):
        raise NotFound(f"没有工号为「{actor.id}」的人员")


def disable(session: Session, person: str) -> None:
    """Let somebody act no more, from the next request on."""
    if not session.run(_DISABLE, at_id=person, to_disabled=True):
        raise NotFound(f"没有工号为「{person}」的人员")


def find(session: Session, person: str) -> StaffMember | None:
    found = session.row(_FIND, id=person)
    return _member(found) if found else None


def everyone(session: Session) -> tuple[StaffMember, ...]:
    return tuple(_member(row) for row in session.rows(_LIST))


def _columns(actor: Actor) -> dict[str, str]:
    roles = canonical(sorted(actor.roles)).decode()
    return {"name": actor.name, "roles": roles, "organ": actor.organ}


def _member(row: Row) -> StaffMember:
    person, name, roles, organ, disabled = row
    return StaffMember(Actor(person, name, frozenset(json.loads(roles)), organ), bool(disabled))


_ROW = select(staff.c.id, staff.c.name, staff.c.roles, staff.c.organ, staff.c.disabled)
_ADD = Statement(insert(staff))
_FIND = Statement(_ROW.where(staff.c.id == bindparam("id")))
_LIST = Statement(_ROW.order_by(staff.c.id))
_CHANGE = Statement(
    update(staff)
    .where(staff.c.id == bindparam("at_id"))
    .values({name: bindparam(f"to_{name}") for name in ("name", "roles", "organ")})
)
_DISABLE = Statement(
    update(staff).where(staff.c.id == bindparam("at_id")).values(disabled=bindparam("to_disabled"))
)
