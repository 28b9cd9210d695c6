"""本人账号: what everybody may change of their own: password, second factor, where they are signed in, who stands in for them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from rebuild.errors import InputError, NotFound
from rebuild.services import passwords
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.rights import ADMINISTRATOR, may_stand_in
from rebuild.services.second_factor import opened_by
from rebuild.services.sign_in import end_sessions, hash_of, totp_place
from rebuild.services.staffing import Hand
from rebuild.store import accounts, staff, web_sessions
from rebuild.store.accounts import Deputy
from rebuild.store.session import Session

LONGEST_DEPUTY = timedelta(days=366)


def change_password(
    office: Office, person: str, old: str, new: str, *, held: str, now: datetime, chance: Chance
) -> None:
    """Another password; every other browser is signed out."""
    with office.database.reading() as session:
        account = accounts.get(session, person)
        member = staff.find(session, person)
    if not passwords.fits(old, account.password_hash):
        raise InputError("原密码", "不正确", "请重新输入")
    if old == new:
        raise InputError("新密码", "与原密码相同", "请换一个")
    passwords.must_be_good(new, person=person, name=member.actor.name if member else "")
    kept = passwords.hashed(new, chance)
    with office.database.writing() as session:
        current = accounts.get(session, person)
        accounts.put(
            session, replace(current, password_hash=kept, changed_at=now, must_change=False)
        )
        end_sessions(session, person, but=hash_of(held) if held else "")
        log(session, "password_changed", by=person, at=now)


def start_second_factor(
    office: Office, person: str, secret: str, code: str, *, now: datetime
) -> None:
    """Ask for a code from now on; one code must be right first, so that nobody locks themselves out."""
    opened = opened_by(secret, code, now=now, last=0)
    if opened is None:
        raise InputError("动态口令", "不正确", "请核对手机时间后重新输入")
    with office.database.writing() as session:
        account = accounts.get(session, person)
        sealed = office.vault.seal(secret, totp_place(person))
        accounts.put(session, replace(account, totp_secret=sealed, totp_last=opened))
        log(session, "second_factor_on", by=person, at=now)


def stop_second_factor(office: Office, person: str, *, now: datetime) -> None:
    with office.database.writing() as session:
        account = accounts.get(session, person)
        accounts.put(session, replace(account, totp_secret=None, totp_last=0))
        log(session, "second_factor_off", by=person, at=now)


def end_session(office: Office, person: str, beginning: str, *, now: datetime) -> None:
    """Sign oneself out elsewhere, by the beginning of what is kept of that session."""
    with office.database.writing() as session:
        found = [
            each
            for each in web_sessions.of_person(session, person)
            if len(beginning) >= 16 and each.id_hash.startswith(beginning)
        ]
        if not found:
            raise NotFound("没有这一处登录")
        web_sessions.put(session, replace(found[0], revoked=True))
        log(session, "session_revoked", by=person, at=now)


def appoint_deputy(
    office: Office,
    of_staff: str,
    deputy: str,
    *,
    first: date,
    last: date,
    hand: Hand,
    chance: Chance,
) -> str:
    """代理: somebody of the same organ uses another's powers from one day to another; the appointment's id.

    One appoints one's own deputy, or the administrator does. Powers lent are not lent on, and who
    did one half of a matter may not do the other in another's name (许可法48, 民法典162).
    """
    if hand.by != of_staff:
        hand.must()
    if first > last or last - first > LONGEST_DEPUTY:
        raise InputError("代理期间", f"{first}至{last}", "起日不能晚于止日，且不超过一年")
    made = Deputy(chance(8).hex(), of_staff, deputy, first, last, hand.by, hand.now)
    with office.database.writing() as session:
        _may_stand_in(session, of_staff, deputy)
        accounts.stand_in(session, made)
        facts = {"of": of_staff, "from": first.isoformat(), "until": last.isoformat()}
        log(session, "deputy_made", by=hand.by, at=hand.now, about=deputy, facts=facts)
    return made.id


def end_deputy(office: Office, appointment: str, hand: Hand) -> None:
    """End a deputy's powers now."""
    with office.database.writing() as session:
        ended = accounts.end_standing_in(session, appointment)
        if hand.by not in (ended.of_staff, ended.deputy_staff):
            hand.must()
        facts = {"of": ended.of_staff}
        log(session, "deputy_ended", by=hand.by, at=hand.now, about=ended.deputy_staff, facts=facts)


def _may_stand_in(session: Session, of_staff: str, deputy: str) -> None:
    two = []
    for name in (of_staff, deputy):
        found = staff.find(session, name)
        if found is None or found.disabled:
            raise NotFound(f"没有工号为“{name[:40]}”的在岗人员")
        two.append(found.actor)
    if may_stand_in(*two):
        return
    if of_staff == deputy:
        raise InputError("代理人", "不能由本人代理本人", "请另选一人")
    if ADMINISTRATOR in two[0].roles | two[1].roles:
        raise InputError("代理人", "系统管理员不能代理，也不能由他人代理", "请另选一人")
    raise InputError("代理人", "不在同一机关", "职权只能由本机关人员代行")
