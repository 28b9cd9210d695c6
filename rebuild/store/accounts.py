"""账号: how somebody of the office signs in, in which districts, into which cases, and as whose deputy."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from rebuild.cases.codec import canonical
from rebuild.errors import NotFound
from rebuild.store.keeping import Kept
from rebuild.store.session import Session, Statement
from rebuild.store.tables import staff
from rebuild.store.tables_desk import accounts, deputies, grants


@dataclass(frozen=True, slots=True)
class Account:
    """What lets somebody in; `regions` empty is every district."""

    staff_id: str
    password_hash: str = field(repr=False)
    changed_at: datetime
    regions: frozenset[str] = frozenset()
    must_change: bool = False
    totp_secret: bytes | None = field(default=None, repr=False)  # sealed
    totp_last: int = 0
    failures: int = 0
    locked_until: datetime | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Deputy:
    """代理: one stands in for another from one day to another, both included."""

    id: str
    of_staff: str
    deputy_staff: str
    from_day: date
    until_day: date
    made_by: str
    made_at: datetime
    revoked: bool = False


def find(session: Session, person: str) -> Account | None:
    found = _ACCOUNTS.find(session, staff_id=person)
    return _account(found) if found else None


def get(session: Session, person: str) -> Account:
    found = find(session, person)
    if found is None:
        raise NotFound(f"工号“{person}”还没有登录账号，可用 rebuild user password {person} 设置")
    return found


def put(session: Session, account: Account) -> None:
    _ACCOUNTS.put(
        session,
        staff_id=account.staff_id,
        password_hash=account.password_hash,
        regions=canonical(sorted(account.regions)).decode(),
        must_change=account.must_change,
        totp_secret=account.totp_secret,
        totp_last=account.totp_last,
        failures=account.failures,
        locked_until=account.locked_until.isoformat() if account.locked_until else None,
        changed_at=account.changed_at.isoformat(),
        demo=account.demo,
    )


def everything(session: Session) -> dict[str, Account]:
    """Every account by the person it lets in."""
    return {row["staff_id"]: _account(row) for row in _ACCOUNTS.everything(session)}


def stand_in(session: Session, deputy: Deputy) -> None:
    """Let somebody stand in for another."""
    _DEPUTIES.add(session, **_deputy_row(deputy))


def end_standing_in(session: Session, deputy: str) -> Deputy:
    """Let somebody stand in no more, from now on."""
    found = _DEPUTIES.find(session, id=deputy)
    if found is None:
        raise NotFound(f"没有编号为“{deputy}”的代理")
    ended = replace(_deputy(found), revoked=True)
    _DEPUTIES.put(session, **_deputy_row(ended))
    return ended


def standing_in(session: Session, person: str, on: date) -> tuple[Deputy, ...]:
    """For whom somebody stands in on a day; nobody stands in for one who is gone."""
    rows = session.rows(_STANDING_IN, deputy=person, on=on.isoformat())
    return tuple(_deputy(dict(zip(_DEPUTY, row, strict=True))) for row in rows)


def every_deputy(session: Session) -> Iterator[Deputy]:
    return map(_deputy, _DEPUTIES.everything(session))


def let_in(session: Session, person: str, case: str, *, by: str, at: datetime) -> None:
    """Let somebody into one case, whatever their district."""
    _GRANTS.put(session, staff_id=person, case_number=case, made_by=by, made_at=at.isoformat())


def let_out(session: Session, person: str, case: str) -> None:
    _GRANTS.drop(session, staff_id=person, case_number=case)


def cases_of(session: Session, person: str) -> frozenset[str]:
    """The cases somebody was let into."""
    return frozenset(number for (number,) in session.rows(_CASES_OF, person=person))


def every_grant(session: Session) -> dict[str, tuple[str, ...]]:
    """The cases each person was let into."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _GRANTS.everything(session):
        found[row["staff_id"]] = (*found.get(row["staff_id"], ()), row["case_number"])
    return found


def let_into(session: Session, case: str) -> tuple[str, ...]:
    """Everybody who was let into a case."""
    return tuple(person for (person,) in session.rows(_LET_INTO, case=case))


def _account(row: dict[str, Any]) -> Account:
    until = row["locked_until"]
    return Account(
        staff_id=row["staff_id"],
        password_hash=row["password_hash"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        regions=frozenset(_words(row["regions"])),
        must_change=row["must_change"],
        totp_secret=bytes(row["totp_secret"]) if row["totp_secret"] is not None else None,
        totp_last=row["totp_last"],
        failures=row["failures"],
        locked_until=datetime.fromisoformat(until) if until else None,
        demo=row["demo"],
    )


def _words(text: str) -> Iterable[str]:
    return map(str, json.loads(text)) if text else ()


def _deputy_row(deputy: Deputy) -> dict[str, Any]:
    return {
        "id": deputy.id,
        "of_staff": deputy.of_staff,
        "deputy_staff": deputy.deputy_staff,
        "from_day": deputy.from_day.isoformat(),
        "until_day": deputy.until_day.isoformat(),
        "made_by": deputy.made_by,
        "made_at": deputy.made_at.isoformat(),
        "revoked": deputy.revoked,
    }


def _deputy(row: dict[str, Any]) -> Deputy:
    return Deputy(
        row["id"],
        row["of_staff"],
        row["deputy_staff"],
        date.fromisoformat(row["from_day"]),
        date.fromisoformat(row["until_day"]),
        row["made_by"],
        datetime.fromisoformat(row["made_at"]),
        bool(row["revoked"]),
    )


_ACCOUNTS, _DEPUTIES, _GRANTS = Kept(accounts), Kept(deputies), Kept(grants)
_DEPUTY = [column.name for column in deputies.columns if column.name != "row_digest"]
_STANDING_IN = Statement(
    select(*(deputies.c[name] for name in _DEPUTY))
    .join(staff, staff.c.id == deputies.c.of_staff)
    .where(
        deputies.c.deputy_staff == bindparam("deputy"),
        deputies.c.until_day >= bindparam("on"),
        deputies.c.from_day <= bindparam("on"),
        deputies.c.revoked.is_(False),
        staff.c.disabled.is_(False),
    )
    .order_by(deputies.c.id)
)
_CASES_OF = Statement(
    select(grants.c.case_number)
    .where(grants.c.staff_id == bindparam("person"))
    .order_by(grants.c.case_number)
)
_LET_INTO = Statement(
    select(grants.c.staff_id)
    .where(grants.c.case_number == bindparam("case"))
    .order_by(grants.c.staff_id)
)
