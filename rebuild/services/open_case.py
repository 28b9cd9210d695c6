"""立案: a case number, the current version of the workflow, the first action, in one transaction."""

from hashlib import sha256

from rebuild.cases.apply import fold
from rebuild.cases.codec import canonical
from rebuild.cases.events import ActionTaken, CaseOpened, Event
from rebuild.cases.facts import Case
from rebuild.documents.numbers import case_numbering
from rebuild.engine.decide import (
    Allowed,
    Decision,
    Refused,
    Request,
    decide,
    open_procedures,
)
from rebuild.engine.plan import Plan
from rebuild.errors import InputError, NotFound
from rebuild.law.backdating import misdated
from rebuild.law.rule import Finding
from rebuild.services.asking import Opening, Outcome
from rebuild.services.entitled import entitled, opening_in_whose_name
from rebuild.services.issue import Desk
from rebuild.services.office import Office
from rebuild.services.project import MAIN, projection_of
from rebuild.services.rights import Right, Subject, may
from rebuild.store import accounts, cases, idempotency, numbers
from rebuild.store import workflows as published
from rebuild.store.ledger import Draft
from rebuild.store.session import Session

__all__ = ["FIRST_ACTION", "Opening", "newest_plan", "open_case"]

FIRST_ACTION = "register"


def open_case(office: Office, opening: Opening) -> Outcome:
    """Open a case under the newest published version, unless its first action is refused: then nothing is kept."""
    if not (len(opening.region) == 6 and opening.region.isdigit()):
        raise InputError("行政区划代码", f"“{opening.region}”不是六位数字", "例如 510105")
    opening = entitled(office, opening)
    digest = _digest(opening) if opening.key else ""
    with office.database.writing() as session:
        opened = _opened_before(session, opening, digest)
        if opened is not None:
            return opened
        plan = newest_plan(session, office, opening.workflow)
        # Judged before a number is taken: a number given is given for good.
        decision = _decide(office, plan, opening, "")
        if isinstance(decision, Refused):
            return Outcome("", 0, False, decision.findings, (), _opened(plan, opening, "")[1])
        number = _take_number(session, opening)
        outcome = _enter(session, office, plan, opening, number)
        if opening.key:
            idempotency.keep(
                session,
                opening.key,
                digest=digest,
                case=number,
                response=number.encode(),
                at=opening.now,
            )
        return outcome


def _opened_before(session: Session, opening: Opening, digest: str) -> Outcome | None:
    """The case this very request has opened already, as it now is."""
    kept = idempotency.find(session, opening.key, digest=digest) if opening.key else None
    if kept is None:
        return None
    stored = cases.get(session, kept.decode())
    case = cases.folded(session, stored)
    return Outcome(stored.number, stored.version, True, (), (), case, replayed=True)


def _digest(opening: Opening) -> str:
    request = {
        "workflow": opening.workflow,
        "region": opening.region,
        "answers": dict(opening.answers),
        "actor": opening.actor.id,
        "on": opening.on.isoformat(),
    }
    return sha256(canonical(request)).hexdigest()


def _enter(session: Session, office: Office, plan: Plan, opening: Opening, number: str) -> Outcome:
    decision = _decide(office, plan, opening, number)
    assert isinstance(decision, Allowed), "judged a moment ago"
    actor = opening.actor
    role = next(event.role for event in decision.events if isinstance(event, ActionTaken))
    desk = Desk(session, office, plan, actor.name, role, opening.on, opening.now)
    issued, after = desk.issue(decision.case, decision.documents)
    events = (*_opened(plan, opening, number)[0], *decision.events, *issued)
    stored = cases.record(
        session,
        None,
        draft=Draft(opening.now, actor.id, role, events),
        after=after,
        projection=projection_of(plan, office.calendar, after),
    )
    if opening.person and not may(opening.person, Right.SEE_CASE, Subject(opening.region, number)):
        # Whoever reaches only what they were let into must reach what they have begun.
        accounts.let_in(session, actor.id, number, by=actor.id, at=opening.now)
    documents = tuple(event.document for event in issued)
    return Outcome(number, stored.version, True, (), documents, after)


def _decide(office: Office, plan: Plan, opening: Opening, number: str) -> Decision:
    on, entered = opening.on, opening.now.date()
    first = plan.action(MAIN, FIRST_ACTION)
    actor = opening_in_whose_name(plan, opening, first.by if first else ())
    if isinstance(actor, Finding):
        return Refused((actor,))
    request = Request(MAIN, FIRST_ACTION, opening.answers, actor, on)
    decision = decide(plan, office.calendar, _opened(plan, opening, number)[1], request)
    wrong = tuple(misdated(plan.limits, None, actor, on=on, entered=entered, recorded=False))
    if not wrong:
        return decision
    return Refused((*(decision.findings if isinstance(decision, Refused) else ()), *wrong))


def _opened(plan: Plan, opening: Opening, number: str) -> tuple[tuple[Event, ...], Case]:
    workflow = plan.workflow
    events: tuple[Event, ...] = (
        CaseOpened(number, workflow.id, workflow.version, plan.hash, opening.region, opening.on),
        *open_procedures(plan, workflow.opens_with, opening.on),
    )
    return events, fold(events)


def _take_number(session: Session, opening: Opening) -> str:
    numbering = case_numbering(opening.region, opening.on)
    count = numbers.take(session, series=numbering.series, period=numbering.period)
    number = numbering.write(count)
    numbers.register(
        session,
        series=numbering.series,
        period=numbering.period,
        count=count,
        text=number,
        document=number,
    )
    return number


def newest_plan(session: Session, office: Office, workflow: str) -> Plan:
    """The newest published version of a workflow."""
    versions = [each for each in published.versions(session) if each.id == workflow]
    if not versions:
        raise NotFound(f"没有已发布的流程“{workflow}”，可用 rebuild workflow list 查看")
    return office.plan(session, workflow, versions[-1].version)
