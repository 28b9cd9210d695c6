"""人员名单: everybody of the office, their roles and reach, and whether they can sign in."""

from dataclasses import dataclass
from datetime import date, datetime

from rebuild.cases.facts import Actor, Json
from rebuild.errors import NotFound
from rebuild.services.account_told import StandingIn, deputy_told
from rebuild.services.office import Office
from rebuild.services.posts import roles_there_are
from rebuild.services.rights import may_stand_in
from rebuild.store import accounts, staff


@dataclass(frozen=True, slots=True)
class PersonTold:
    """One line of the list."""

    id: str
    name: str
    roles: tuple[str, ...]
    role_labels: tuple[str, ...]
    organ: str
    regions: tuple[str, ...]
    cases: tuple[str, ...]
    disabled: bool
    has_account: bool
    must_change: bool
    locked: bool
    demo: bool

    def actor(self) -> Actor:
        return Actor(self.id, self.name, frozenset(self.roles), self.organ)

    @property
    def standing(self) -> str:
        if self.disabled:
            return "已停用"
        if not self.has_account:
            return "未设密码"
        return "已锁定" if self.locked else "待改密码" if self.must_change else "正常"

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "name": self.name,
            "roles": list(self.roles),
            "organ": self.organ,
            "regions": list(self.regions),
            "cases": list(self.cases),
            "disabled": self.disabled,
            "can_sign_in": self.has_account and not self.disabled,
            "must_change": self.must_change,
            "locked": self.locked,
        }


def people_told(office: Office, *, now: datetime) -> tuple[PersonTold, ...]:
    """Everybody, by their id; who is gone is told too, because the ledger names them."""
    labels = roles_there_are(office)
    with office.database.reading() as session:
        known = accounts.everything(session)
        let_in = accounts.every_grant(session)
        members = staff.everyone(session)
    told = []
    for each in members:
        actor, account = each.actor, known.get(each.actor.id)
        roles = tuple(sorted(actor.roles))
        locked = account.locked_until if account else None
        told.append(
            PersonTold(
                id=actor.id,
                name=actor.name,
                roles=roles,
                role_labels=tuple(labels.get(role, role) for role in roles),
                organ=actor.organ,
                regions=tuple(sorted(account.regions)) if account else (),
                cases=let_in.get(actor.id, ()),
                disabled=each.disabled,
                has_account=account is not None,
                must_change=account.must_change if account else False,
                locked=locked is not None and locked > now,
                demo=account.demo if account else False,
            )
        )
    return tuple(told)


def person_told(
    office: Office, person: str, *, now: datetime
) -> tuple[PersonTold, tuple[StandingIn, ...], tuple[PersonTold, ...]]:
    """Somebody, who stands in for them, and who of their organ may."""
    everybody = people_told(office, now=now)
    found = next((each for each in everybody if each.id == person), None)
    if found is None:
        raise NotFound(f"没有工号为“{person[:40]}”的人员")
    deputies = deputies_told(office, today=now.date())
    colleagues = tuple(
        each
        for each in everybody
        if not each.disabled and may_stand_in(each.actor(), found.actor())
    )
    return found, tuple(each for each in deputies if each.of == person), colleagues


def deputies_told(office: Office, *, today: date) -> tuple[StandingIn, ...]:
    """Every appointment that is not over."""
    with office.database.reading() as session:
        members = {each.actor.id: each for each in staff.everyone(session)}
        found = tuple(accounts.every_deputy(session))
    told = (deputy_told(each, members, today) for each in found)
    return tuple(each for each in told if not each.over)
