"""办件进度: what anyone may know of a case who holds its code: four facts and a telephone, and nobody's name."""

from datetime import date
from typing import Any

from rebuild.errors import NotFound
from rebuild.services.case_head import case_head
from rebuild.services.look_up import Found, look_up
from rebuild.services.office import Office
from rebuild.services.public_codes import status_code_fits

OWNERS = "owners"
COMMUNITY = "社区"  # the contact a household rings first


def status_by_code(office: Office, *, number: str, code: str, on: date) -> dict[str, Any]:
    """The progress of a case; NotFound, always in the same words, unless number and code belong together."""
    plain = number.strip().upper()
    if not status_code_fits(office, number=plain, typed=code):
        raise NotFound("没有查到：请核对案件编号和查询码")
    return status_told(office, look_up(office, plain), on=on)


def status_told(office: Office, found: Found, *, on: date) -> dict[str, Any]:
    """Four facts: how far, what is awaited, whose turn, the last day."""
    head = case_head(found, office.calendar, on=on)
    stages = head["stages"]
    present = next(
        (place for place, each in enumerate(stages) if each["standing"] == "present"), None
    )
    clock = next(
        (
            each
            for each in _clocks(head)
            if not head["turn"] or each["seat"] == head["turn"]["seat"]
        ),
        None,
    )
    return {
        "number": head["number"],
        "name": head["name"],
        "on": on.isoformat(),
        "over": head["over"],
        "state": head["state_label"],
        "stages": [{name: each[name] for name in _STAGE} for each in stages],
        "step": (len(stages) if present is None else present + 1),
        "turn": _turn(found, head["turn"]),
        "clock": clock,
        "contacts": _contacts(found, head["turn"]),
    }


_STAGE = ("stage", "label", "standing", "used", "whole")


def _clocks(head: dict[str, Any]) -> list[dict[str, Any]]:
    return [head["clock"]] if head["clock"] else []


def _turn(found: Found, turn: dict[str, Any] | None) -> dict[str, Any] | None:
    if turn is None:
        return None
    role = found.plan.workflow.roles.get(turn["role"])
    side = "bureau" if role and role.organ else role.side if role else "other"
    return {
        "who": turn["organ"] or turn["label"],
        "ours": side == OWNERS,  # the owners' own turn
        "stopped": turn["stopped"],
        "procedure": turn["procedure"],
        "state": turn["state"],
        "next": turn["next"],
    }


def _contacts(found: Found, turn: dict[str, Any] | None) -> list[dict[str, str]]:
    """Whom to ring: the community first, then the organ whose turn it is."""
    workflow = found.plan.workflow
    community = [
        {"name": name, "phone": phone}
        for name, phone in workflow.contacts.items()
        if name == COMMUNITY
    ]
    awaited = [
        {"name": organ.name, "phone": organ.phone}
        for organ in workflow.organs.values()
        if turn and organ.name == turn["organ"] and organ.phone
    ]
    return community + awaited
