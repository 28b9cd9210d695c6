"""接口令牌: let a client program act with some of a person's rights until a day; the secret is told once."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from rebuild.errors import InputError
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.persons import person_of
from rebuild.services.rights import Person, Right, may
from rebuild.store import tokens
from rebuild.store.tokens import Token

SECRET = 32  # bytes
LONGEST = timedelta(days=366)
PREFIX = "rbd_"  # so that a scanner for leaked secrets can tell one
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a client is to be given."""

    client: str
    staff_id: str
    scopes: frozenset[str]
    ends_on: date


def make_token(
    office: Office, wanted: NewToken, *, by: str, now: datetime, chance: Chance
) -> tuple[str, str]:
    """Its id, and the secret itself, which nobody can be told again."""
    _must_be_sound(wanted, now.date())
    secret = PREFIX + chance(SECRET).hex()
    name = chance(6).hex()
    token = Token(
        name, _hash(secret), wanted.client, wanted.staff_id, wanted.scopes, by, now, wanted.ends_on
    )  # fmt: skip
    with office.database.writing() as session:
        person = person_of(session, wanted.staff_id, now.date())
        if person is None or not may(person, Right.USE_API):
            raise InputError("人员", f"“{wanted.staff_id[:40]}”没有使用接口的权限", "请换一个工号")
        tokens.add(session, token)
        facts = {"client": wanted.client, "scopes": sorted(wanted.scopes)}
        log(session, "token_made", by=by, at=now, about=name, facts=facts)
    return name, secret


def revoke_token(office: Office, token: str, *, by: str, now: datetime) -> None:
    """Let a client in no more, from its next request on."""
    with office.database.writing() as session:
        tokens.revoke(session, token)
        log(session, "token_revoked", by=by, at=now, about=token)


def client_of(office: Office, secret: str, *, now: datetime) -> Person | None:
    """Whose rights a secret lends, narrowed to what it was made for; None where it opens nothing."""
    if not secret.startswith(PREFIX):
        return None
    with office.database.reading() as session:
        found = tokens.by_hash(session, _hash(secret))
        if found is None or not found.opens(now.date()):
            return None
        person = person_of(session, found.staff_id, now.date())
    if person is None or not may(person, Right.USE_API):
        return None
    if found.last_used is None or now - found.last_used > SEEN_EVERY:
        with office.database.writing() as session:
            tokens.used(session, found, at=now)
    return replace(person, limited_to=frozenset(Right(each) for each in found.scopes))


def tokens_told(office: Office) -> list[dict[str, Any]]:
    """Every token there ever was, without its secret."""
    with office.database.reading() as session:
        return [
            {
                "id": each.id,
                "client": each.client,
                "staff_id": each.staff_id,
                "scopes": sorted(each.scopes),
                "made_by": each.made_by,
                "made_at": each.made_at.isoformat(),
                "ends_on": each.ends_on.isoformat(),
                "revoked": each.revoked,
                "last_used": each.last_used.isoformat() if each.last_used else None,
            }
            for each in tokens.everything(session)
        ]


def _must_be_sound(wanted: NewToken, today: date) -> None:
    if not wanted.client.strip():
        raise InputError("客户端名称", "没有填写", "例如：市级平台")
    known = {each.value for each in Right} - {Right.ADMINISTER.value}
    if not wanted.scopes or not wanted.scopes <= known:
        raise InputError(
            "权限范围", "没有选择，或有不认识的项", f"可以选：{'、'.join(sorted(known))}"
        )
    if not today <= wanted.ends_on <= today + LONGEST:
        raise InputError("截止日期", f"{wanted.ends_on}不在一年之内", "请选今天起一年之内的日子")


def _hash(secret: str) -> str:
    return sha256(f"token {secret}".encode()).hexdigest()
