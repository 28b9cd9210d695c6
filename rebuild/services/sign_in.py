"""登录: who somebody is, and for how long that is believed.

An unknown name, a wrong password and a locked account get one answer, and take one time. A session
is a row; the browser holds what hashes to its key, and gets another at every sign-in.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from rebuild.services import passwords
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.persons import person_of
from rebuild.services.rights import Person
from rebuild.services.second_factor import opened_by
from rebuild.store import accounts, staff, web_sessions
from rebuild.store.accounts import Account
from rebuild.store.session import Session
from rebuild.store.web_sessions import WebSession

FREE_FAILURES = 5
LONGEST_LOCK = timedelta(hours=1)
HALF_LASTS = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a session is believed: without a request, in all, and without the password again."""

    idle: timedelta = timedelta(minutes=30)
    whole: timedelta = timedelta(hours=12)
    confirmed: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at a door."""

    name: str
    password: str
    now: datetime
    agent: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """Let in: what the browser is given to hold; `half`: a second factor is still asked for."""

    held: str
    half: bool
    must_change: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is signed in."""

    person: Person
    session: WebSession
    must_change: bool


def sign_in(office: Office, attempt: Attempt, patience: Patience, chance: Chance) -> Entered | None:
    """Let somebody in, or not; a session they held before is not carried over."""
    with office.database.reading() as session:
        account = _account_of(session, attempt.name)
    # Outside any transaction: it is made to take long.
    if account is None:
        passwords.fits_nobody(attempt.password)
        return None
    right = passwords.fits(attempt.password, account.password_hash)
    with office.database.writing() as session:
        current = _account_of(session, attempt.name)
        if current is None or current.password_hash != account.password_hash:
            return None
        if current.locked_until and attempt.now < current.locked_until:
            return None
        if not right:
            _count_failure(session, current, attempt.now)
            return None
        accounts.put(session, replace(current, failures=0, locked_until=None))
        half = current.totp_secret is not None
        return _enter(session, current, attempt, patience, chance, half=half)


def second_factor(
    office: Office, held: str, code: str, *, now: datetime, patience: Patience, chance: Chance
) -> Entered | None:
    """The other half of a sign-in."""
    with office.database.writing() as session:
        half = web_sessions.find(session, hash_of(held))
        if half is None or half.revoked or not half.half or now >= half.ends_at:
            return None
        account = _account_of(session, half.staff_id)
        if account is None or account.totp_secret is None:
            return None
        if account.locked_until and now < account.locked_until:
            return None
        secret = office.vault.open(account.totp_secret, totp_place(account.staff_id))
        opened = opened_by(secret, code, now=now, last=account.totp_last)
        if opened is None:
            _count_failure(session, account, now)
            return None
        account = replace(account, totp_last=opened, failures=0, locked_until=None)
        accounts.put(session, account)
        web_sessions.drop(session, half.id_hash)
        attempt = Attempt(account.staff_id, "", now, half.agent, half.address)
        return _enter(session, account, attempt, patience, chance, half=False)


def visit(office: Office, held: str, *, now: datetime, patience: Patience) -> Visit | None:
    """Who holds this, if it is still believed; their rights are those of this moment."""
    with office.database.reading() as session:
        found = web_sessions.find(session, hash_of(held))
        if found is None or found.half or not _alive(found, now, patience):
            return None
        person = person_of(session, found.staff_id, now.date())
        account = accounts.find(session, found.staff_id)
    if person is None or account is None:
        return None
    if now - found.seen_at >= SEEN_EVERY:
        found = _seen(office, found, now)
    return Visit(person, found, account.must_change)


def confirm(office: Office, held: str, password: str, *, now: datetime) -> bool:
    """The password once more, before what may not be done by whoever finds a screen left open."""
    with office.database.reading() as session:
        found = web_sessions.find(session, hash_of(held))
        account = _account_of(session, found.staff_id) if found else None
    if found is None or account is None:
        return passwords.fits_nobody(password)
    right = passwords.fits(password, account.password_hash)
    with office.database.writing() as session:
        current = accounts.get(session, account.staff_id)
        if current.locked_until and now < current.locked_until:
            return False
        if not right:
            _count_failure(session, current, now)
            return False
        web_sessions.put(session, replace(found, confirmed_at=now, seen_at=now))
    return True


def sign_out(office: Office, held: str, *, now: datetime) -> None:
    with office.database.writing() as session:
        found = web_sessions.find(session, hash_of(held))
        if found is not None and not found.revoked:
            web_sessions.put(session, replace(found, revoked=True))
            log(session, "signed_out", by=found.staff_id, at=now)


def end_sessions(session: Session, person: str, *, but: str = "") -> int:
    """End every session of somebody except one; how many there were."""
    open_ones = [
        each
        for each in web_sessions.of_person(session, person)
        if not each.revoked and each.id_hash != but
    ]
    for each in open_ones:
        web_sessions.put(session, replace(each, revoked=True))
    return len(open_ones)


def hash_of(held: str) -> str:
    """What is kept of what a browser holds."""
    return sha256(b"rebuild session 1\n" + held.encode()).hexdigest()


def csrf_of(held: str) -> str:
    """What a form of this session carries; whoever has it has not got the session."""
    return sha256(b"rebuild form 1\n" + held.encode()).hexdigest()[:32]


def totp_place(person: str) -> bytes:
    """What a sealed second factor is sealed to."""
    return b"totp\n" + person.encode()


def _account_of(session: Session, name: str) -> Account | None:
    member = staff.find(session, name)
    return accounts.find(session, name) if member and not member.disabled else None


def _count_failure(session: Session, account: Account, now: datetime) -> None:
    failures = account.failures + 1
    locked = None
    if failures >= FREE_FAILURES:
        minutes = timedelta(minutes=2 ** min(failures - FREE_FAILURES, 10))
        locked = now + min(minutes, LONGEST_LOCK)
        until = {"until": locked.isoformat()}
        log(session, "locked", by=account.staff_id, at=now, about=account.staff_id, facts=until)
    accounts.put(session, replace(account, failures=failures, locked_until=locked))


def _enter(
    session: Session,
    account: Account,
    attempt: Attempt,
    patience: Patience,
    chance: Chance,
    *,
    half: bool,
) -> Entered:
    web_sessions.forget(session, account.staff_id, before=attempt.now - KEPT_FOR)
    held = chance(32).hex()
    web_sessions.put(
        session,
        WebSession(
            id_hash=hash_of(held),
            staff_id=account.staff_id,
            made_at=attempt.now,
            seen_at=attempt.now,
            ends_at=attempt.now + (HALF_LASTS if half else patience.whole),
            agent=attempt.agent[:200],
            address=attempt.address[:60],
            half=half,
            confirmed_at=None if half else attempt.now,
        ),
    )
    if not half:
        log(session, "signed_in", by=account.staff_id, at=attempt.now)
    return Entered(held, half, account.must_change)


def _alive(held: WebSession, now: datetime, patience: Patience) -> bool:
    return not held.revoked and now < held.ends_at and now - held.seen_at < patience.idle


def _seen(office: Office, held: WebSession, now: datetime) -> WebSession:
    with office.database.writing() as session:
        current = web_sessions.find(session, held.id_hash)
        if current is None or current.revoked or current.seen_at >= now:
            return held
        seen = replace(current, seen_at=now)
        web_sessions.put(session, seen)
        return seen
