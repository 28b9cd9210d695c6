"""在办之案: a case in an open transaction, its row locked, with the plan it is bound to and what the lists say of it."""

from typing import NamedTuple

from rebuild.cases.facts import Case
from rebuild.engine.plan import Plan
from rebuild.services.office import Office
from rebuild.store import cases
from rebuild.store.cases import Stored
from rebuild.store.projection import Projection
from rebuild.store.session import Session


class InHand(NamedTuple):
    """Nobody else changes the case while it is in hand; `shown` is None where nobody remembers what was written."""

    session: Session
    office: Office
    plan: Plan
    stored: Stored
    case: Case
    shown: Projection | None


def in_hand(session: Session, office: Office, number: str) -> InHand:
    """The case as of its latest entry, to be changed in this transaction and nowhere else."""
    stored = cases.get(session, number)
    _, case, shown = cases.remembered(session, stored)
    return InHand(session, office, office.plan_of(session, case), stored, case, shown)
