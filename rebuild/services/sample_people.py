"""示例人员: the people of a demonstration, who all have one password that anyone may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rebuild.cases.facts import SYSTEM, Actor
from rebuild.services import passwords
from rebuild.services.office import Chance, Office
from rebuild.services.posts import roles_there_are
from rebuild.services.rights import ADMINISTRATOR, only_by_case
from rebuild.store import accounts, lists, staff
from rebuild.store.accounts import Account

SAMPLE_PASSWORD = "chong-jian-2024"  # noqa: S105  anyone may know it: it opens a demonstration only
SAMPLE_ADMINISTRATOR = Actor("admin", "示例系统管理员", frozenset({ADMINISTRATOR}))
MARK = "demo"  # in the data folder of an office that is a demonstration


@dataclass(frozen=True, slots=True)
class SamplePeople:
    """Whom one may sign in as, and with what."""

    password: str
    people: tuple[Mapping[str, str], ...]


def make_sample_accounts(office: Office, *, now: datetime, chance: Chance) -> None:
    """Let everybody of this office who has no account yet sign in with the sample password."""
    kept = passwords.hashed(SAMPLE_PASSWORD, chance)
    with office.database.writing() as session:
        if staff.find(session, SAMPLE_ADMINISTRATOR.id) is None:
            staff.add(session, SAMPLE_ADMINISTRATOR)
        for number in tuple(lists.every_number(session)):
            for member in staff.everyone(session):
                if only_by_case(member.actor.roles):
                    accounts.let_in(session, member.actor.id, number, by=SYSTEM.id, at=now)
        for member in staff.everyone(session):
            if accounts.find(session, member.actor.id) is None:
                accounts.put(session, Account(member.actor.id, kept, now, demo=True))
    (office.data / MARK).touch(mode=0o600)


def sample_people(office: Office) -> SamplePeople:
    """Everybody whose password is the sample one."""
    labels = roles_there_are(office)
    with office.database.reading() as session:
        members, known = staff.everyone(session), accounts.everything(session)
    people = tuple(
        {
            "id": each.actor.id,
            "name": each.actor.name,
            "roles": "、".join(labels.get(role, role) for role in sorted(each.actor.roles)),
        }
        for each in members
        if not each.disabled and each.actor.id in known and known[each.actor.id].demo
    )
    return SamplePeople(SAMPLE_PASSWORD, people)
