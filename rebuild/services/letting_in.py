"""授权: somebody is let into one case and let out again, and both are in the ledger."""

from rebuild.errors import NotFound
from rebuild.services.office import Office
from rebuild.services.office_log import log
from rebuild.services.rights import Right, Subject, may, only_by_case
from rebuild.services.staffing import Hand
from rebuild.store import accounts, cases, staff
from rebuild.store.session import Session


def let_in(office: Office, person: str, case: str, hand: Hand) -> None:
    """Let somebody into one case: anybody by an administrator, its parties by whoever works on it."""
    with office.database.writing() as session:
        stored = cases.get(session, case)
        roles = _roles(session, person)
        _must_let_in(hand, roles, Subject(stored.region, stored.number))
        accounts.let_in(session, person, case, by=hand.by, at=hand.now)
        log(session, "let_in", by=hand.by, at=hand.now, about=person, facts={"case": case})


def let_out(office: Office, person: str, case: str, hand: Hand) -> None:
    with office.database.writing() as session:
        stored = cases.get(session, case)
        roles = _roles(session, person)
        _must_let_in(hand, roles, Subject(stored.region, stored.number))
        accounts.let_out(session, person, case)
        log(session, "let_out", by=hand.by, at=hand.now, about=person, facts={"case": case})


def _must_let_in(hand: Hand, roles: frozenset[str], case: Subject) -> None:
    if hand.person and only_by_case(roles) and may(hand.person, Right.MAKE_LINKS, case):
        return
    hand.must()


def _roles(session: Session, person: str) -> frozenset[str]:
    found = staff.find(session, person)
    if found is None:
        raise NotFound(f"没有工号为“{person[:40]}”的人员")
    return found.actor.roles
