"""核对台账: the ledger of an office, held against what every case's own workflow says its lists must show."""

from typing import Any

from rebuild.cases.facts import Case
from rebuild.services.office import Office
from rebuild.services.project import projection_of
from rebuild.services.verify_ledger import verify
from rebuild.store.projection import Projection


def check_ledger(office: Office, *, deep: bool, head: str | None = None) -> dict[str, Any]:
    """What was found; deep, every case is folded again under the version it is bound to."""

    def expected(case: Case) -> Projection:
        with office.database.reading() as session:
            plan = office.plan_of(session, case)
        return projection_of(plan, office.calendar, case)

    return verify(office.database, deep=deep, expected=expected, head=head)
