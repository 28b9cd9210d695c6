"""最近经过: the last few things that happened in a case, newest first, each in one line."""

from collections.abc import Iterator, Mapping, Sequence

from rebuild.cases import events as happened
from rebuild.cases.facts import CLOCK, SYSTEM, Json
from rebuild.engine.plan import Plan
from rebuild.services.look_up import Found
from rebuild.services.office import Office
from rebuild.store import cases, staff
from rebuild.store.ledger import Entry
from rebuild.store.session import Session

FEW = 5
_BY_ITSELF = {CLOCK.id: "到期自动记录", SYSTEM.id: "系统"}


def recent_course(office: Office, found: Found, *, few: int = FEW) -> list[dict[str, Json]]:
    """The newest entries but refusals: only the tail of the ledger is read, further back where it is full of them."""
    with office.database.reading() as session:
        newest = found.once(("newest", few), lambda: _newest(session, found, few))
        return entries_told(session, found.plan, newest)


def _newest(session: Session, found: Found, few: int) -> list[Entry]:
    tail, last = few, found.stored.seq
    while True:
        after = max(0, last - tail)
        entries = cases.changed_since(session, found.case.number, seq=after)
        told = [each for each in reversed(entries) if each.changes and each.seq <= last][:few]
        if len(told) == few or not after:
            return told
        tail *= 2


def entries_told(session: Session, plan: Plan, entries: Sequence[Entry]) -> list[dict[str, Json]]:
    """Ledger entries, each with who did what when."""
    names = {by: _name(session, by) for by in {each.by for each in entries}}
    return [_line(names, plan, each) for each in entries]


def _line(names: Mapping[str, str], plan: Plan, entry: Entry) -> dict[str, Json]:
    taken = next((each for each in entry.events if isinstance(each, happened.ActionTaken)), None)
    action = plan.action(taken.seat, taken.action) if taken else None
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "on": taken.on.isoformat() if taken else entry.at.date().isoformat(),
        "by": entry.by,
        "by_name": names[entry.by],
        "label": action.label if action else "",
        "papers": _papers(entry),
        "states": list(_entered(plan, entry)),
        "stopped": any(_stands_still(plan, each) for each in entry.events),
    }


def _name(session: Session, person: str) -> str:
    if person in _BY_ITSELF:
        return _BY_ITSELF[person]
    found = staff.find(session, person)
    return found.actor.name if found else person


def _papers(entry: Entry) -> list[dict[str, Json]]:
    """Every kind of paper that went out, and how many of it."""
    papers: dict[str, dict[str, Json]] = {}
    for event in entry.events:
        if isinstance(event, happened.DocumentIssued):
            document = event.document
            row = papers.setdefault(
                document.kind,
                {"title": document.title, "number": document.number, "id": document.id, "count": 0},
            )
            row["count"] += 1
    return list(papers.values())


def _entered(plan: Plan, entry: Entry) -> Iterator[str]:
    for event in entry.events:
        if isinstance(event, happened.StateEntered):
            yield plan.workflow.procedures[event.seat].states[event.state].label


def _stands_still(plan: Plan, event: happened.Event) -> bool:
    if not isinstance(event, happened.StateEntered):
        return False
    clocks = plan.workflow.procedures[event.seat].clocks.values()
    return any(event.state in clock.stopped_in for clock in clocks)
