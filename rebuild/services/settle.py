"""办结一事: one decision inside an open transaction, carried out or refused, and entered in the ledger either way."""

from rebuild.cases.apply import apply
from rebuild.cases.events import ActionRefused, ActionTaken, Event
from rebuild.cases.facts import Case
from rebuild.engine.choosing import chosen
from rebuild.engine.decide import Allowed, Decision, Refused, Request, decide
from rebuild.engine.plan import Plan
from rebuild.law.backdating import misdated
from rebuild.law.rule import Finding
from rebuild.services.asking import Asked, Outcome
from rebuild.services.entitled import in_whose_name
from rebuild.services.in_hand import InHand
from rebuild.services.issue import Desk
from rebuild.services.office import Office
from rebuild.services.private_answers import keep_private
from rebuild.services.project import projection_of
from rebuild.services.undrawable import undrawable
from rebuild.store import cases
from rebuild.store.ledger import Draft


def decided(office: Office, plan: Plan, case: Case, asked: Asked) -> Decision:
    """What is decided on a request, with what only the office can see: its fonts, and the day of entry."""
    action = plan.action(asked.seat, asked.action)
    by = plan.archivists if asked.recorded else action.by if action else ()
    actor = in_whose_name(plan, case, asked, by)
    if isinstance(actor, Finding):
        return Refused((actor,))
    lacking = undrawable(action.asks if action else (), asked.answers)
    if lacking:
        return Refused(lacking)
    request = Request(
        asked.seat, asked.action, asked.answers, actor, asked.on, asked.recorded, asked.run
    )
    decision = decide(plan, office.calendar, case, request)
    wrong = tuple(
        misdated(
            plan.limits,
            chosen(plan, case, asked.seat, asked.action, asked.run),
            asked.actor,
            on=asked.on,
            entered=asked.now.date(),
            recorded=asked.recorded,
        )
    )
    if not wrong:
        return decision
    return Refused((*(decision.findings if isinstance(decision, Refused) else ()), *wrong))


def settle(hand: InHand, asked: Asked) -> Outcome:
    """Decide, and write what follows; a refusal is entered too, and changes nothing of the case."""
    decision = decided(hand.office, hand.plan, hand.case, asked)
    if isinstance(decision, Refused):
        return _refuse(hand, asked, decision)
    return carry_out(hand, asked, decision)


def carry_out(hand: InHand, asked: Asked, decision: Allowed) -> Outcome:
    """Write what follows from a decision: its papers, what is private, the entry, the lists."""
    session, office, plan, stored, _, _ = hand
    role = next(event.role for event in decision.events if isinstance(event, ActionTaken))
    desk = Desk(session, office, plan, asked.actor.name, role, asked.on, asked.now)
    issued, after = desk.issue(decision.case, decision.documents)
    action = plan.action(asked.seat, asked.action)
    keep_private(session, office.vault, asked.number, action.asks if action else (), asked.answers)
    _record(hand, asked, (*decision.events, *issued), role, after)
    documents = tuple(event.document for event in issued)
    return Outcome(asked.number, stored.version + 1, True, decision.noted, documents, after)


def _refuse(hand: InHand, asked: Asked, refused: Refused) -> Outcome:
    codes = tuple(dict.fromkeys(finding.code for finding in refused.findings))
    event = ActionRefused(asked.seat, asked.action, asked.actor.id, asked.on, codes)
    after = apply(hand.case, event)
    _record(hand, asked, (event,), "", after, bump=False)
    return Outcome(asked.number, hand.stored.version, False, refused.findings, (), after)


def _record(
    hand: InHand,
    asked: Asked,
    events: tuple[Event, ...],
    role: str,
    after: Case,
    *,
    bump: bool = True,
) -> None:
    session, office, plan, stored, before, shown = hand
    cases.record(
        session,
        stored,
        draft=Draft(asked.now, asked.actor.id, role, events, asked.key),
        after=after,
        projection=projection_of(plan, office.calendar, after, before=before, known=shown),
        before_projection=shown,
        bump=bump,
    )
