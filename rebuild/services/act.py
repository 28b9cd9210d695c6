"""One action: the only door for change. Read the case, do what time has decided, decide, write all of it or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from rebuild.cases.codec import canonical
from rebuild.cases.events import ActionTaken, Event
from rebuild.cases.facts import Case
from rebuild.engine.decide import Refused
from rebuild.errors import Conflict
from rebuild.services.asking import Asked, Fired, Outcome
from rebuild.services.entitled import entitled
from rebuild.services.falling_due import Step, fire, next_step_in, rehearse
from rebuild.services.in_hand import in_hand
from rebuild.services.office import Office
from rebuild.services.settle import decided, settle
from rebuild.store import cases, idempotency
from rebuild.store.cases import Stored
from rebuild.store.session import Session

__all__ = ["Asked", "Fired", "Outcome", "act"]


def act(office: Office, asked: Asked) -> Outcome:
    """Do it, or say every reason why not; whatever of the case has fallen due by that day is done first."""
    asked = entitled(office, asked)
    if asked.dry_run:
        return _rehearse(office, asked)
    digest = _digest(asked) if asked.key else ""
    first: list[Fired] = []
    refused: set[Step] = set()
    while True:
        done = _step(office, asked, digest, first, refused)
        if done is not None:
            return replace(done, first=tuple(first)) if first else done


def _step(
    office: Office, asked: Asked, digest: str, first: list[Fired], refused: set[Step]
) -> Outcome | None:
    """One transaction: what is asked, or else the next thing that has to be done before it."""
    with office.database.writing() as session:
        if asked.key:
            idempotency.expect(session, asked.key)
        hand = in_hand(session, office, asked.number)
        answered = _answered_before(session, asked, digest, hand.case)
        if answered is not None:
            return answered
        _must_be_current(session, asked, hand.stored, first)
        due = next_step_in(hand, _until(asked), refused)
        if due is None:
            outcome = settle(hand, asked)
            if outcome.allowed:
                _remember(session, asked, digest, outcome)
            return outcome
        fired = fire(hand, due, asked.now)
        if fired.outcome.allowed:
            first.append(fired)
        else:
            refused.add(due)
        return None


def _rehearse(office: Office, asked: Asked) -> Outcome:
    with office.database.reading() as session:
        stored = cases.get(session, asked.number)
        case = cases.folded(session, stored)
        plan = office.plan_of(session, case)
    first, case = rehearse(office, plan, stored, case, _until(asked), asked.now)
    decision = decided(office, plan, case, asked)
    if isinstance(decision, Refused):
        return Outcome(
            asked.number, stored.version, False, decision.findings, (), case, first=first
        )
    return Outcome(
        asked.number, stored.version, True, decision.noted, (), decision.case, first=first
    )


def _until(asked: Asked) -> date:
    """Up to which day time decides before the action does: never beyond the day of entry.

    A historic step tells what the office did, in whatever order; time is not made to speak before it.
    """
    return date.min if asked.recorded else min(asked.on, asked.now.date())


def _must_be_current(
    session: Session, asked: Asked, stored: Stored, first: Sequence[Fired]
) -> None:
    """Refuse a stale version, telling who did what meanwhile; nothing of theirs is overwritten."""
    if asked.seen is None or asked.seen == stored.version - len(first):
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
        # What was drawn from a sheet depends on what stood there; the same sheet again is the same request.
        "answers": dict(asked.answers if asked.said is None else asked.said),
        "actor": asked.actor.id,
        "recorded": asked.recorded,
        "run": asked.run,
    }
    return sha256(canonical(request)).hexdigest()
