"""人员管理: who works here, in which roles and districts, with which password; nobody is ever deleted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rebuild.cases.facts import CLOCK, SYSTEM, Actor
from rebuild.errors import Conflict, InputError, NotFound
from rebuild.services import passwords
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.posts import organs_there_are, roles_there_are
from rebuild.services.rights import (
    ADMINISTRATOR,
    Person,
    Right,
    may,
)
from rebuild.services.sign_in import end_sessions
from rebuild.store import accounts, staff
from rebuild.store.accounts import Account
from rebuild.store.session import Session

OPERATOR = "operator"  # whoever runs the program on the machine itself
_NAME = re.compile(r"[a-z][a-z0-9_.-]{1,31}")
_REGION = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who looks after people, and when; `person` None is the operator of the machine."""

    now: datetime
    person: Person | None = None

    @property
    def by(self) -> str:
        return self.person.id if self.person else OPERATOR

    def must(self) -> None:
        if self.person is not None and not may(self.person, Right.ADMINISTER):
            raise NotFound(f"{self.person.actor.name}没有管理人员的权限")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What somebody new is entered with."""

    id: str
    name: str
    roles: frozenset[str]
    organ: str = ""
    regions: frozenset[str] = frozenset()


def add_person(
    office: Office, new: NewPerson, hand: Hand, chance: Chance, *, password: str = ""
) -> str:
    """Enter somebody new; the password to hand to them, which they change when they first sign in."""
    hand.must()
    if not _NAME.fullmatch(new.id) or new.id in (CLOCK.id, SYSTEM.id, OPERATOR):
        raise InputError(
            "工号", f"“{new.id[:40]}”不能用作工号", "请用小写字母开头，2至32个字母、数字或 _ . -"
        )
    actor = _actor(office, new.id, new.name, new.roles, new.organ)
    given = password or passwords.made_up(chance)
    if password:
        passwords.must_be_good(password, person=new.id, name=new.name)
    kept = passwords.hashed(given, chance)
    with office.database.writing() as session:
        staff.add(session, actor)
        accounts.put(
            session,
            Account(new.id, kept, hand.now, _regions(new.regions), must_change=True),
        )
        log(session, "person_added", by=hand.by, at=hand.now, about=new.id, facts=_told(actor))
    return given


def first_administrator(office: Office, name: str, *, now: datetime, chance: Chance) -> str:
    """The password of the first administrator, entered if there is none; empty where there is one."""
    with office.database.reading() as session:
        if any(ADMINISTRATOR in each.actor.roles for each in staff.everyone(session)):
            return ""
    return add_person(
        office, NewPerson(name, "系统管理员", frozenset({ADMINISTRATOR})), Hand(now), chance
    )


def change_person(
    office: Office,
    person: str,
    hand: Hand,
    *,
    name: str,
    roles: Iterable[str],
    organ: str = "",
    regions: Iterable[str] = (),
) -> None:
    """Give somebody another name, other roles, another organ or other districts, from the next request on."""
    hand.must()
    actor = _actor(office, person, name, frozenset(roles), organ)
    districts = _regions(regions)
    with office.database.writing() as session:
        _known(session, person)
        staff.change(session, actor)
        account = accounts.find(session, person)
        if account is not None:
            accounts.put(session, replace(account, regions=districts))
        _must_keep_an_administrator(session)
        facts = {**_told(actor), "regions": sorted(districts)}
        log(session, "person_changed", by=hand.by, at=hand.now, about=person, facts=facts)


def disable(office: Office, person: str, hand: Hand) -> None:
    """Let somebody act no more; what they have open is closed, whoever stands in for them stops."""
    hand.must()
    with office.database.writing() as session:
        _known(session, person)
        staff.disable(session, person)
        end_sessions(session, person)
        _must_keep_an_administrator(session)
        log(session, "person_disabled", by=hand.by, at=hand.now, about=person)


def enable(office: Office, person: str, hand: Hand) -> None:
    hand.must()
    with office.database.writing() as session:
        staff.enable(session, person)
        log(session, "person_enabled", by=hand.by, at=hand.now, about=person)


def reset_password(office: Office, person: str, hand: Hand, chance: Chance) -> str:
    """A new password for somebody who forgot theirs; it lets them in to change it. The lock is lifted."""
    hand.must()
    given = passwords.made_up(chance)
    kept = passwords.hashed(given, chance)
    with office.database.writing() as session:
        _known(session, person)
        account = accounts.find(session, person) or Account(person, "", hand.now)
        accounts.put(
            session,
            replace(
                account,
                password_hash=kept,
                changed_at=hand.now,
                must_change=True,
                failures=0,
                locked_until=None,
                totp_secret=None,
                demo=False,
            ),
        )
        end_sessions(session, person)
        log(session, "password_reset", by=hand.by, at=hand.now, about=person)
    return given


def _actor(office: Office, person: str, name: str, roles: frozenset[str], organ: str) -> Actor:
    if not name.strip() or len(name) > 40:
        raise InputError("姓名", "没有填写或超过40个字", "请填写姓名")
    known = roles_there_are(office)
    if not roles or not roles <= set(known):
        wrong = "、".join(sorted(roles - set(known))) or "没有选择"
        raise InputError("身份", wrong, f"可以选择 {'、'.join(known)}")
    if ADMINISTRATOR in roles and len(roles) > 1:
        # Whoever hands out rights and decides cases could decide anything alone.
        raise InputError("身份", "系统管理员不能同时办理案件", "请另设一个工号")
    if organ and organ not in organs_there_are(office):
        raise InputError("所属机关", f"没有“{organ}”", f"有 {'、'.join(organs_there_are(office))}")
    return Actor(person, name.strip(), roles, organ)


def _regions(given: Iterable[str]) -> frozenset[str]:
    regions = frozenset(each.strip() for each in given if each.strip())
    wrong = sorted(each for each in regions if not _REGION.fullmatch(each))
    if wrong:
        raise InputError("行政区划代码", f"“{wrong[0][:20]}”不是六位数字", "例如 510105")
    return regions


def _known(session: Session, person: str) -> Actor:
    found = staff.find(session, person)
    if found is None:
        raise NotFound(f"没有工号为“{person[:40]}”的人员")
    return found.actor


def _must_keep_an_administrator(session: Session) -> None:
    everyone = staff.everyone(session)
    able = [each for each in everyone if ADMINISTRATOR in each.actor.roles and not each.disabled]
    had = [each for each in everyone if ADMINISTRATOR in each.actor.roles]
    if had and not able:
        raise Conflict("这是最后一个系统管理员，请先另设一个")


def _told(actor: Actor) -> dict[str, object]:
    return {"name": actor.name, "roles": sorted(actor.roles), "organ": actor.organ}
