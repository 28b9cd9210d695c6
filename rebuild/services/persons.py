"""人员: somebody of the office as they are on a day, with what they may use for themselves and for others."""

from datetime import date

from rebuild.errors import NotFound
from rebuild.services.office import Office
from rebuild.services.rights import ADMINISTRATOR, Person, Powers
from rebuild.store import accounts, staff
from rebuild.store.session import Session
from rebuild.store.staff import StaffMember


def person_of(session: Session, person: str, on: date) -> Person | None:
    """Somebody who may act on this day; None where there is no such person, or no more."""
    found = staff.find(session, person)
    if found is None or found.disabled:
        return None
    own = _powers(session, found)
    actor = found.actor
    if ADMINISTRATOR in actor.roles:
        return Person(actor, (own,))
    others = (
        _stood_in_for(session, each.of_staff) for each in accounts.standing_in(session, person, on)
    )
    return Person(actor, (own, *others))


def the_person(office: Office, person: str, on: date) -> Person:
    """As `person_of`, for somebody who must be there."""
    with office.database.reading() as session:
        found = person_of(session, person, on)
    if found is None:
        raise NotFound(f"没有工号为“{person[:40]}”的在岗人员")
    return found


def _stood_in_for(session: Session, person: str) -> Powers:
    """Powers lent are a person's own, not those lent to them; looking after people is not lent."""
    found = staff.find(session, person)
    assert found is not None, "a deputy stands in for somebody of the office"
    powers = _powers(session, found)
    return Powers(
        frozenset() if ADMINISTRATOR in powers.roles else powers.roles,
        powers.organ,
        powers.regions,
        powers.granted,
        instead_of=person,
        name=found.actor.name,
    )


def _powers(session: Session, member: StaffMember) -> Powers:
    actor = member.actor
    account = accounts.find(session, actor.id)
    return Powers(
        actor.roles,
        actor.organ,
        account.regions if account else frozenset(),
        accounts.cases_of(session, actor.id),
    )
