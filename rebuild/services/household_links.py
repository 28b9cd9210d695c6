"""住户链接: one address for each household, made by whoever works with them, shown once, revocable."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from rebuild.errors import NotFound
from rebuild.services.look_up import look_up
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.once import answered, keep_answer
from rebuild.store import links
from rebuild.store.links import Link

HOUSEHOLD = "household"
SECRET = 16  # bytes: 128 bits, more than anyone can guess
LASTS = timedelta(days=3 * 365)  # a rebuilding takes two years


def make_links(
    office: Office, number: str, *, by: str, now: datetime, chance: Chance, key: str = ""
) -> list[dict[str, str]]:
    """A new link for every household of a case; those made before open nothing from now on.

    Asked again under the same key it names the households, and no link: nobody can be told one twice.
    """
    asked = {"what": "make_links", "case": number}
    found = look_up(office, number)
    if not found.case.households:
        raise NotFound("还没有登记业主名册，不能给住户发链接")
    made = [(each.unit, chance(SECRET).hex()) for each in found.case.households]
    with office.database.writing() as session:
        before = answered(session, key, asked)
        if before is not None:
            return [{"unit": str(unit), "token": ""} for unit in before]
        for old in tuple(links.of_case(session, number, HOUSEHOLD)):
            if not old.revoked:
                links.revoke(session, old.token_hash)
        for unit, token in made:
            ends = now.date() + LASTS
            links.add(session, Link(_hash(token), HOUSEHOLD, number, unit, by, now, ends))
        log(session, "link_made", by=by, at=now, about=number, facts={"households": len(made)})
        keep_answer(session, key, asked, [unit for unit, _ in made], at=now)
    return [{"unit": unit, "token": token} for unit, token in made]


def revoke_links(office: Office, number: str, *, by: str, now: datetime, key: str = "") -> int:
    """Let no link of a case open anything any more; how many there were."""
    asked = {"what": "revoke_links", "case": number}
    with office.database.writing() as session:
        before = answered(session, key, asked)
        if before is not None:
            return int(before)
        ended = [
            links.revoke(session, each.token_hash)
            for each in tuple(links.of_case(session, number, HOUSEHOLD))
            if not each.revoked
        ]
        log(session, "link_revoked", by=by, at=now, about=number, facts={"households": len(ended)})
        keep_answer(session, key, asked, len(ended), at=now)
    return len(ended)


def open_link(office: Office, token: str, *, on: date) -> Link:
    """What a link opens; NotFound in the same words for a wrong, an ended and a revoked one."""
    with office.database.reading() as session:
        found = links.find(session, _hash(token))
    if found is None or not found.opens(on):
        raise NotFound("没有查到：链接已经失效，请向社区要新的")
    return found


def links_told(office: Office, number: str, *, on: date) -> list[dict[str, Any]]:
    """Which households have a link that opens today; the links themselves nobody can be told."""
    with office.database.reading() as session:
        return [
            {"unit": each.unit, "made_by": each.made_by, "made_at": each.made_at.isoformat()}
            for each in links.of_case(session, number, HOUSEHOLD)
            if each.opens(on)
        ]


def _hash(token: str) -> str:
    return sha256(f"household {token}".encode()).hexdigest()
