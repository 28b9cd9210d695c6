"""我的账号: what somebody is, may and has open, as their own page shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from rebuild.services.office import Office
from rebuild.services.rights import Person, may_stand_in
from rebuild.services.sign_in import hash_of
from rebuild.store import accounts, staff, web_sessions
from rebuild.store.accounts import Deputy
from rebuild.store.staff import StaffMember
from rebuild.store.web_sessions import WebSession


@dataclass(frozen=True, slots=True)
class SignedInAt:
    """One browser; `id` is the beginning of what is kept of it."""

    id: str
    made_at: datetime
    seen_at: datetime
    agent: str
    address: str
    this: bool


@dataclass(frozen=True, slots=True)
class StandingIn:
    """Somebody stands in for somebody else."""

    id: str
    of: str
    of_name: str
    deputy_name: str
    from_day: date
    until_day: date
    now: bool
    over: bool


@dataclass(frozen=True, slots=True)
class AccountTold:
    id: str
    regions: tuple[str, ...]
    cases: tuple[str, ...]
    changed_at: datetime
    second_factor: bool
    sessions: tuple[SignedInAt, ...]
    deputies: tuple[StandingIn, ...]  # who stands in for them
    stands_in: tuple[StandingIn, ...]  # for whom they stand in
    colleagues: tuple[tuple[str, str], ...]  # who may stand in for them: id, name


def account_told(office: Office, person: Person, *, held: str, now: datetime) -> AccountTold:
    with office.database.reading() as session:
        account = accounts.get(session, person.id)
        browsers = web_sessions.of_person(session, person.id)
        members = {each.actor.id: each for each in staff.everyone(session)}
        deputies = tuple(accounts.every_deputy(session))
    told = [deputy_told(each, members, now.date()) for each in deputies if not each.revoked]
    mine = {each.id for each in deputies if each.of_staff == person.id}
    others = {each.id for each in deputies if each.deputy_staff == person.id}
    return AccountTold(
        id=person.id,
        regions=tuple(sorted(account.regions)),
        cases=tuple(sorted(person.granted)),
        changed_at=account.changed_at,
        second_factor=account.totp_secret is not None,
        sessions=tuple(
            _browser(each, held)
            for each in browsers
            if not each.revoked and not each.half and now < each.ends_at
        ),
        deputies=tuple(each for each in told if each.id in mine and not each.over),
        stands_in=tuple(each for each in told if each.id in others and not each.over),
        colleagues=tuple(_colleagues(person, members)),
    )


def deputy_told(deputy: Deputy, members: dict[str, StaffMember], today: date) -> StandingIn:
    """An appointment with the names of both."""
    return StandingIn(
        deputy.id,
        deputy.of_staff,
        members[deputy.of_staff].actor.name,
        members[deputy.deputy_staff].actor.name,
        deputy.from_day,
        deputy.until_day,
        now=not deputy.revoked and deputy.from_day <= today <= deputy.until_day,
        over=deputy.revoked or today > deputy.until_day,
    )


def _browser(held_elsewhere: WebSession, held: str) -> SignedInAt:
    return SignedInAt(
        held_elsewhere.id_hash[:16],
        held_elsewhere.made_at,
        held_elsewhere.seen_at,
        held_elsewhere.agent,
        held_elsewhere.address,
        this=held_elsewhere.id_hash == hash_of(held),
    )


def _colleagues(person: Person, members: dict[str, StaffMember]) -> list[tuple[str, str]]:
    return [
        (each.actor.id, each.actor.name)
        for each in members.values()
        if not each.disabled and may_stand_in(each.actor, person.actor)
    ]
