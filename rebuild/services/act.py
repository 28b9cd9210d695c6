"""One action: the only door for change. Read the case, decide, write all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from rebuild.cases.apply import apply
from rebuild.cases.codec import canonical
from rebuild.cases.events import ActionRefused, ActionTaken, Event
from rebuild.cases.facts import Actor, Case, Document, Json
from rebuild.engine.decide import Allowed, Decision, Refused, Request, decide
from rebuild.engine.plan import Plan
from rebuild.errors import Conflict
from rebuild.law.backdating import misdated
from rebuild.law.rule import Finding
from rebuild.services.issue import Desk
from rebuild.services.office import Office
from rebuild.services.private_answers import keep_private
from rebuild.services.project import projection_of
from rebuild.services.undrawable import undrawable
from rebuild.store import cases, idempotency
from rebuild.store.cases import Stored
from rebuild.store.ledger import Draft
from rebuild.store.session import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone asks to do, and how: `seen` is the version before them, `key` makes it happen once."""

    number: str
    seat: str
    action: str
    answers: Mapping[str, Json]
    actor: Actor
    on: date
    now: datetime
    seen: int | None = None
    key: str = ""
    recorded: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the findings if it was refused, else the case as it now is and its new documents."""

    number: str
    version: int
    allowed: bool
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    case: Case
    replayed: bool = False


def act(office: Office, asked: Asked) -> Outcome:
    """Do it, or say every reason why not."""
    if asked.dry_run:
        return _rehearse(office, asked)
    digest = _digest(asked) if asked.key else ""
    with office.database.writing() as session:
        stored = cases.get(session, asked.number)
        before = cases.folded(session, stored)
        answered = _answered_before(session, asked, digest, before)
        if answered is not None:
            return answered
        _must_be_current(session, asked, stored)
        plan = office.plan_of(session, before)
        decision = _decide(office, plan, before, asked)
        if isinstance(decision, Refused):
            return _refuse(session, office, plan, stored, before, asked, decision)
        outcome = _carry_out(session, office, plan, stored, before, asked, decision)
        _remember(session, asked, digest, outcome)
        return outcome


def _rehearse(office: Office, asked: Asked) -> Outcome:
    with office.database.reading() as session:
        stored = cases.get(session, asked.number)
        case = cases.folded(session, stored)
        decision = _decide(office, office.plan_of(session, case), case, asked)
    if isinstance(decision, Refused):
        return Outcome(asked.number, stored.version, False, decision.findings, (), case)
    return Outcome(asked.number, stored.version, True, decision.noted, (), decision.case)


def _decide(office: Office, plan: Plan, case: Case, asked: Asked) -> Decision:
    action = plan.action(asked.seat, asked.action)
    lacking = undrawable(action.asks if action else (), asked.answers)
    if lacking:
        return Refused(lacking)
    request = Request(
        asked.seat, asked.action, asked.answers, asked.actor, asked.on, asked.recorded
    )
    decision = decide(plan, office.calendar, case, request)
    wrong = tuple(
        misdated(
            plan.limits,
            case.run(asked.seat),
            asked.actor,
            on=asked.on,
            entered=asked.now.date(),
            recorded=asked.recorded,
        )
    )
    if not wrong:
        return decision
    return Refused((*(decision.findings if isinstance(decision, Refused) else ()), *wrong))


def _carry_out(
    session: Session,
    office: Office,
    plan: Plan,
    stored: Stored,
    before: Case,
    asked: Asked,
    decision: Allowed,
) -> Outcome:
    actor = asked.actor
    role = next(event.role for event in decision.events if isinstance(event, ActionTaken))
    desk = Desk(session, office, plan, actor.name, role, asked.on, asked.now)
    issued, after = desk.issue(decision.case, decision.documents)
    action = plan.action(asked.seat, asked.action)
    keep_private(session, office.vault, asked.number, action.asks if action else (), asked.answers)
    _record(session, office, plan, stored, before, after, asked, (*decision.events, *issued), role)
    documents = tuple(event.document for event in issued)
    return Outcome(asked.number, stored.version + 1, True, decision.noted, documents, after)


def _refuse(
    session: Session,
    office: Office,
    plan: Plan,
    stored: Stored,
    case: Case,
    asked: Asked,
    refused: Refused,
) -> Outcome:
    codes = tuple(dict.fromkeys(finding.code for finding in refused.findings))
    event = ActionRefused(asked.seat, asked.action, asked.actor.id, asked.on, codes)
    after = apply(case, event)
    _record(session, office, plan, stored, case, after, asked, (event,), "", bump=False)
    return Outcome(asked.number, stored.version, False, refused.findings, (), after)


def _record(
    session: Session,
    office: Office,
    plan: Plan,
    stored: Stored,
    before: Case,
    after: Case,
    asked: Asked,
    events: tuple[Event, ...],
    role: str,
    *,
    bump: bool = True,
) -> None:
    known = cases.projected(session, stored)
    cases.record(
        session,
        stored,
        draft=Draft(asked.now, asked.actor.id, role, events, asked.key),
        after=after,
        projection=projection_of(plan, office.calendar, after, before=before, known=known),
        before_projection=known,
        bump=bump,
    )


def _must_be_current(session: Session, asked: Asked, stored: Stored) -> None:
    """Refuse a stale version, telling who did what meanwhile; nothing of theirs is overwritten."""
    if asked.seen is None or asked.seen == stored.version:
        return
    meanwhile = cases.changed_since_version(session, stored, version=asked.seen)
    told = "；".join(
        f"{entry.at:%m月%d日 %H:%M} {entry.by} {_what(entry.events)}" for entry in meanwhile
    )
    raise Conflict(
        f"案件 {asked.number} 在您打开之后已有变动：{told}。您填写的内容没有丢失，请核对后重新提交"
    )


def _what(events: tuple[Event, ...]) -> str:
    return "、".join(event.action for event in events if isinstance(event, ActionTaken))


def _answered_before(session: Session, asked: Asked, digest: str, case: Case) -> Outcome | None:
    """The first answer again, where this very request was carried out before."""
    if not asked.key:
        return None
    kept = idempotency.find(session, asked.key, digest=digest)
    if kept is None:
        return None
    ids = kept.decode().split()
    documents = tuple(each for each in case.documents if each.id in ids[1:])
    return Outcome(asked.number, int(ids[0]), True, (), documents, case, replayed=True)


def _remember(session: Session, asked: Asked, digest: str, outcome: Outcome) -> None:
    if not asked.key:
        return
    answer = " ".join((str(outcome.version), *(each.id for each in outcome.documents)))
    idempotency.keep(
        session,
        asked.key,
        digest=digest,
        case=asked.number,
        response=answer.encode(),
        at=asked.now,
    )


def _digest(asked: Asked) -> str:
    request = {
        "number": asked.number,
        "seat": asked.seat,
        "action": asked.action,
        "answers": dict(asked.answers),
        "actor": asked.actor.id,
        "recorded": asked.recorded,
    }
    return sha256(canonical(request)).hexdigest()
