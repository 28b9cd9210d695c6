"""到期处理结果: what the clocks did, or would have to do, as plain data."""

from collections.abc import Iterable
from datetime import date

from rebuild.cases.facts import Json
from rebuild.engine.plan import Plan
from rebuild.services.asking import Fired
from rebuild.services.citing import finding_told
from rebuild.services.look_up import issued_told
from rebuild.services.office import Office


def fired_told(office: Office, fired: Iterable[Fired], *, on: date) -> dict[str, Json]:
    """Everything fired up to a day."""
    return {"on": on.isoformat(), "fired": [_of_its_plan(office, each) for each in fired]}


def _of_its_plan(office: Office, fired: Fired) -> dict[str, Json]:
    with office.database.reading() as session:
        plan = office.plan_of(session, fired.outcome.case)
    return one_told(plan, fired)


def one_told(plan: Plan, fired: Fired) -> dict[str, Json]:
    """One clock that has fallen due, and what came of it."""
    procedure = plan.workflow.procedures[fired.seat]
    return {
        "number": fired.number,
        "seat": fired.seat,
        "procedure": procedure.title,
        "clock": fired.clock,
        "label": fired.label,
        "action": fired.action,
        "action_label": procedure.actions[fired.action].label,
        "due": fired.due.isoformat(),
        "on": fired.on.isoformat(),
        "allowed": fired.outcome.allowed,
        "findings": [finding_told(plan, fired.seat, each) for each in fired.outcome.findings],
        "documents": [issued_told(each) for each in fired.outcome.documents],
    }
