"""台账: the entries of a case as they are stored, and whether each still seals what stands in it."""

import json
from typing import Any

from rebuild.cases.facts import CLOCK, SYSTEM, Json
from rebuild.cases.identity import mask_name
from rebuild.services.citing import role_label
from rebuild.services.look_up import Found
from rebuild.services.office import Office
from rebuild.store import ledger, staff
from rebuild.store.ledger import START, Sealed

PAGE = 20
# Whose values are somebody's name; the hash is that of the entry with the names in it.
_NAMES = frozenset(
    {
        "owner", "holder", "addressee", "receiver", "proxy", "signed_by", "by_whom", "agent",
        "representative", "witness", "caller", "applicant_name",
    }
)  # fmt: skip
_OF_PEOPLE = frozenset({"owners", "witnesses", "counters", "appraisers", "inspectors", "people"})

EVENTS = {
    "CaseOpened": "立案",
    "ProcedureOpened": "程序开始",
    "ActionTaken": "办理事项",
    "ActionRefused": "没有办成",
    "StateEntered": "进入环节",
    "BuildingDescribed": "登记房屋",
    "BuildingAppraised": "登记鉴定",
    "RollEntered": "登记名册",
    "HouseholdChanged": "更正名册",
    "RollFrozen": "锁定名册",
    "BallotCast": "登记表决票",
    "BallotStruck": "剔除表决票",
    "MoneyEntered": "登记资金",
    "FiguresMeasured": "登记测绘",
    "DocumentIssued": "签发文书",
    "DocumentServed": "送达文书",
    "VarianceGranted": "批准突破事项",
    "FlagRaised": "加标记",
    "FlagLowered": "去标记",
    "FactsRecorded": "记录事实",
    "PersonalDataShown": "查看个人信息",
}


def ledger_page(office: Office, found: Found, *, before: int = 0) -> dict[str, Json]:
    """A page of entries, the newest first; names in them are masked as everywhere."""
    number = found.case.number
    last = before - 1 if before else found.stored.seq
    with office.database.reading() as session:
        sealed = ledger.sealed_entries(session, number, after=max(0, last - PAGE))
        names = {each.actor.id: each.actor.name for each in staff.everyone(session)}
        names |= {each.id: each.name for each in (CLOCK, SYSTEM)}
    shown = [each for each in sealed if each.seq <= last]
    return {
        "entries": [_told(found, each, names) for each in reversed(shown)],
        "count": found.stored.seq,
        "next": shown[0].seq if shown and shown[0].seq > 1 else None,
    }


def check_case(office: Office, found: Found) -> dict[str, Json]:
    """Whether every entry of the case is as it was written: each seals itself and the one before it."""
    number, problems, previous = found.case.number, [], START
    with office.database.reading() as session:
        entries = ledger.sealed_entries(session, number)
        position, head = ledger.head(session)
    for place, each in enumerate(entries, start=1):
        if each.seq != place:
            problems.append(f"第{place}条缺失，下一条是第{each.seq}条")
        if not each.right():
            problems.append(f"第{each.seq}条的内容与摘要不符")
        if each.previous != previous:
            problems.append(f"第{each.seq}条没有接在前一条之后")
        previous = each.hash
    if len(entries) != found.stored.seq:
        problems.append(f"台账有{len(entries)}条，案件记为{found.stored.seq}条")
    return {
        "ok": not problems,
        "problems": problems,
        "entries": len(entries),
        "last": previous,
        "position": position,
        "head": head,
    }


def _told(found: Found, sealed: Sealed, names: dict[str, str]) -> dict[str, Json]:
    body = json.loads(sealed.body)
    return {
        "position": sealed.position,
        "seq": sealed.seq,
        "at": body["at"],
        "by": body["by"],
        "by_name": names.get(body["by"], body["by"]),
        "role": role_label(found.plan.workflow, body["role"]) if body["role"] else "",
        "key": body["key"],
        "hash": sealed.hash,
        "previous": sealed.previous,
        "before": sealed.before,
        "events": [_event(each) for each in body["events"]],
    }


def _event(event: Any) -> dict[str, str]:
    text = json.dumps(_masked(event), ensure_ascii=False, indent=2)
    return {
        "kind": EVENTS.get(str(event.get("event", "")), str(event.get("event", ""))),
        "text": text,
    }


def _masked(value: Any, key: str = "", within: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _masked(each, name, key or within) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(each, key, within) for each in value]
    whose = key in _NAMES or (key == "name" and within in _OF_PEOPLE)
    return mask_name(value) if whose and isinstance(value, str) else value
