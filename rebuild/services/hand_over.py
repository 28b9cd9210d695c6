"""移交办件: the cases somebody handles, given to another when they leave; told once, entered in the office's log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rebuild.cases.facts import Json
from rebuild.errors import InputError, NotFound
from rebuild.services.office import Office
from rebuild.services.office_log import log
from rebuild.services.once import answered, keep_answer
from rebuild.services.persons import person_of
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.services.urgency import boundaries
from rebuild.services.work_told import Telling
from rebuild.store import desk_counts, handlers, staff, work_list
from rebuild.store.handlers import Charge as Charge
from rebuild.store.session import Session
from rebuild.store.work_list import Lane, Line, Wanted

MOST = 200  # at one time


@dataclass(frozen=True, slots=True)
class HandOver:
    """Which cases, from whom, to whom, and why."""

    charges: tuple[Charge, ...]
    of: str
    to: str
    reason: str
    key: str = ""  # makes it happen once

    def told(self) -> dict[str, Json]:
        """What is asked, as plain data."""
        cases = [f"{each.number} {each.role}" for each in self.charges]
        return {"what": "hand_over", "of": self.of, "to": self.to, "cases": cases}


def charges_of(office: Office, person: Person, of: str, *, now: datetime) -> list[dict[str, Json]]:
    """What may be handed over of somebody: what they were named for, and what waits for their role."""
    with office.database.reading() as session:
        telling = Telling.of(session, office, person, now.date())
        charges = [*handlers.of_person(session, of, limit=MOST)]
        known = {charge.number for charge in charges}
        waiting = [line for line in _waiting(session, of, telling) if line.number not in known]
        charges += [Charge(line.number, line.turn) for line in waiting]
        lines = ((charge, work_list.line_of(session, charge.number)) for charge in charges[:MOST])
        return [
            {
                **telling.line(line),
                "role": charge.role,
                "role_label": _role(telling, line, charge.role),
                "named": charge.number in known,
            }
            for charge, line in lines
            if line and may(person, Right.HAND_OVER, Subject(line.region, line.number))
        ]


def staff_told(office: Office) -> list[dict[str, Json]]:
    """Everybody one may hand over from or to, whoever has left included."""
    with office.database.reading() as session:
        members = staff.everyone(session)
    return [
        {"id": each.actor.id, "name": each.actor.name, "disabled": each.disabled}
        for each in members
    ]


def hand_over(office: Office, person: Person, asked: HandOver, *, now: datetime) -> int:
    """Name another for each of the cases; how many were not theirs before. All of it or nothing."""
    must_be_whole(office, asked)
    with office.database.writing() as session:
        before = answered(session, asked.key, asked.told() | {"by": person.id})
        if before is not None:
            return int(before)
        _must_all_be_able(session, person, asked, now)
        moved = [
            f"{charge.number} {charge.role}"
            for charge in asked.charges
            if handlers.name(session, charge, asked.to, by=person.id, at=now)
        ]
        if moved:
            facts = {"of": asked.of, "to": asked.to, "reason": asked.reason, "cases": moved}
            log(session, "handed_over", by=person.id, at=now, about=asked.of, facts=facts)
        keep_answer(session, asked.key, asked.told() | {"by": person.id}, len(moved), at=now)
    return len(moved)


def would_hand_over(office: Office, person: Person, asked: HandOver, *, now: datetime) -> int:
    """As `hand_over`, with nothing written: how many would move, or what stands in the way."""
    must_be_whole(office, asked)
    with office.database.reading() as session:
        _must_all_be_able(session, person, asked, now)
        return sum(handlers.named(session, charge) != asked.to for charge in asked.charges)


def must_be_whole(office: Office, asked: HandOver) -> None:
    """What is missing of it, in words, before anybody is asked to confirm."""
    if not asked.charges:
        raise InputError("办件", "没有选择要移交的办件", "请至少选一件")
    if len(asked.charges) > MOST:
        raise InputError(
            "办件", f"一次移交 {len(asked.charges)} 件，超出上限", f"每次至多 {MOST} 件"
        )
    if asked.to == asked.of:
        raise InputError("接手人", "接手人与原经办人是同一人", "请另选一人")
    if not asked.reason.strip():
        raise InputError("移交原因", "没有写明移交原因", "例如：调离、休假、分工调整")
    with office.database.reading() as session:
        if staff.find(session, asked.to) is None:
            raise InputError("接手人", "没有选择接手人", "请选一人")


def _must_all_be_able(session: Session, person: Person, asked: HandOver, now: datetime) -> None:
    heir = person_of(session, asked.to, now.date())
    if heir is None:
        raise InputError("接手人", f"没有工号为“{asked.to[:40]}”的在岗人员", "请另选一人")
    for charge in asked.charges:
        _must_be_able(session, person, heir, charge)


def _must_be_able(session: Session, person: Person, heir: Person, charge: Charge) -> None:
    line = work_list.line_of(session, charge.number)
    subject = Subject(line.region, line.number) if line else None
    if subject is None or not may(person, Right.HAND_OVER, subject):
        raise NotFound(f"没有编号为「{charge.number}」的案件，请核对案号")
    if not may(heir, Right.SEE_CASE, subject):
        raise InputError(
            "接手人", f"{heir.actor.name}看不到案件 {charge.number}（不在其辖区）", "请另选一人"
        )
    if charge.role not in heir.actor.roles:
        raise InputError(
            "接手人", f"{heir.actor.name}没有办理案件 {charge.number} 所需的身份", "请另选一人"
        )


def _waiting(session: Session, of: str, telling: Telling) -> Sequence[Line]:
    """The open tasks of somebody's roles for which nobody was named."""
    member = staff.find(session, of)
    roles = sorted(member.actor.roles) if member else ()
    lanes = tuple(
        Lane(region=region, turn=role) for region in desk_counts.regions(session) for role in roles
    )
    low, high = boundaries(telling.on, telling.office.calendar.is_working_day).span("open")
    return work_list.page(session, lanes, Wanted(low=low, high=high, limit=MOST))


def _role(telling: Telling, line: Line, role: str) -> str:
    plan = telling.office.plan(telling.session, line.workflow, line.workflow_version)
    known = plan.workflow.roles.get(role)
    return known.label if known else role
