"""案件经过: every ledger entry of a case as a line: when, who, in which role, what, and what was refused."""

from collections.abc import Iterator

from rebuild.cases import events as happened
from rebuild.cases.facts import CLOCK, SYSTEM, Json
from rebuild.engine.plan import Plan
from rebuild.law.rule import BOOK
from rebuild.services.citing import role_label
from rebuild.services.look_up import issued_told, look_up
from rebuild.services.office import Office
from rebuild.store import ledger, staff
from rebuild.store.ledger import Entry

# What is refused before any rule is asked has no rule to name it.
BEFORE_RULES = {
    "engine.role": "办理人不具有所需身份",
    "engine.archivist": "办理人不能补录历史事项",
    "engine.which_run": "未写明是哪一项决定",
    "rights.reach": "不在办理人的辖区或未经授权",
    "rights.role": "办理人的身份没有该项权限",
    "rights.administrator": "系统管理员不办理案件",
    "engine.answer": "填报内容不符合要求",
    "engine.not_offered": "此时不能办理该事项",
    "engine.not_open": "程序尚未开始",
    "engine.clock_first": "已到期的时限须先处理",
    "engine.effective_day": "生效日期不符合要求",
    "engine.glyph": "字库缺字",
}


def history(office: Office, number: str) -> list[dict[str, Json]]:
    """Every entry in order; identity numbers and answers stay in the ledger."""
    plan = look_up(office, number).plan
    with office.database.reading() as session:
        names = {each.actor.id: each.actor.name for each in staff.everyone(session)}
        names |= {each.id: each.name for each in (CLOCK, SYSTEM)}
        return [_entry(plan, names, entry) for entry in ledger.entries(session, number)]


def _entry(plan: Plan, names: dict[str, str], entry: Entry) -> dict[str, Json]:
    taken = (each for each in entry.events if isinstance(each, happened.ActionTaken))
    stood_in_for = next((each.instead_of for each in taken if each.instead_of), "")
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "by_name": names.get(entry.by, entry.by),
        "instead_of": stood_in_for,
        "instead_of_name": names.get(stood_in_for, stood_in_for),
        "role": entry.role,
        "role_label": role_label(plan.workflow, entry.role) if entry.role else "",
        "refused": entry.refusal,
        "what": list(_what(plan, entry)),
        "documents": [
            issued_told(event.document)
            for event in entry.events
            if isinstance(event, happened.DocumentIssued)
        ],
        "hash": entry.hash,
    }


def _what(plan: Plan, entry: Entry) -> Iterator[dict[str, Json]]:
    """The action first; then those it took along, and every state entered."""
    for event in entry.events:
        match event:
            case happened.ActionTaken():
                yield _moved(plan, event.seat, event.action) | {
                    "run": event.run,
                    "on": event.on.isoformat(),
                    "recorded": event.recorded,
                    "noted": [_named(code) for code in event.noted],
                }
            case happened.ActionRefused():
                yield _moved(plan, event.seat, event.action) | {
                    "on": event.on.isoformat(),
                    "findings": [_named(code) for code in event.findings],
                }
            case happened.StateEntered():
                procedure = plan.workflow.procedures[event.seat]
                yield {
                    "seat": event.seat,
                    "procedure": procedure.title,
                    "state": event.state,
                    "label": procedure.states[event.state].label,
                    "since": event.since.isoformat(),
                    "displaced": list(event.displaced),
                }


def _moved(plan: Plan, seat: str, name: str) -> dict[str, Json]:
    # Someone may have asked for what the definition does not know; that was refused, and is told.
    procedure = plan.workflow.procedures.get(seat)
    action = procedure.actions.get(name) if procedure else None
    return {
        "seat": seat,
        "procedure": procedure.title if procedure else seat,
        "action": name,
        "label": action.label if action else name,
    }


def _named(code: str) -> dict[str, str]:
    known = BOOK.get(code)
    return {"code": code, "label": known.label if known else BEFORE_RULES.get(code, "")}
