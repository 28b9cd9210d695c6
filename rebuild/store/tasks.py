"""What is to be done next in a case, written where it changed, with the counts the desk shows of it."""

from typing import NamedTuple

from sqlalchemy import bindparam, exists, select, update

from rebuild.store.projection import TaskRow
from rebuild.store.session import Session, Statement
from rebuild.store.statements import upsert
from rebuild.store.tables import cases
from rebuild.store.tables_work import desk_counts, handlers, tasks

TURN, URGENCY = "turn", "urgency"


class Place(NamedTuple):
    """Where a task stands in the lists: what is counted of it."""

    region: str
    turn: str
    handler: str
    urgency: str

    def counted_under(self) -> tuple[tuple[str, str], ...]:
        return (TURN, turn_key(self.turn, self.handler)), (URGENCY, self.urgency)


def turn_key(turn: str, handler: str) -> str:
    """Under what the tasks of a role, and of its handler, are counted."""
    return f"{turn} {handler}"


def write_task(session: Session, number: str, task: TaskRow | None, known: TaskRow | None) -> None:
    """Bring a case's task up to what is to be done next."""
    if task is None or task == known:
        return
    found = session.row(_PLACE, number=number, role=task.turn)
    before = Place(*found[:-1]) if found else None
    if before is not None and before.turn == task.turn:
        handler = before.handler
    else:
        handler = (found[-1] or "") if found else _handler(session, number, task.turn)
    session.tell(_PUT, case_number=number, handler=handler, **task._asdict())
    _count(session, before, Place(task.region, task.turn, handler, task.urgency))


def expect_task(session: Session, number: str, task: TaskRow | None, known: TaskRow) -> None:
    """Let what `write_task` is going to ask travel with the question before it."""
    if task is None or task == known:
        return
    session.ahead(_PLACE, number=number, role=task.turn)


def written_task(session: Session, number: str) -> TaskRow | None:
    """What the tables say is to be done next in a case."""
    found = session.row(_TASK, number=number)
    if found is None:
        return None
    named = dict(zip(TaskRow._fields, found, strict=True))
    flags = {
        name: bool(named[name]) if named[name] in (0, 1) else named[name]
        for name in ("working", "provisional")
    }
    return TaskRow(**{**named, **flags})


def name_handler(session: Session, number: str) -> None:
    """Bring a task up to whoever is now named for it."""
    found = session.row(_STANDS, number=number)
    if found is None:
        return
    before = Place(*found)
    after = before._replace(handler=_handler(session, number, before.turn))
    if after != before:
        session.run(_NAME, number=number, to_handler=after.handler)
        _count(session, before, after)


def cases_without(session: Session) -> tuple[str, ...]:
    """Every case that has no task, as after a release that kept none."""
    return tuple(str(row[0]) for row in session.rows(_WITHOUT))


def _handler(session: Session, number: str, role: str) -> str:
    found = session.row(_HANDLER, number=number, role=role) if role else None
    return str(found[0]) if found else ""


def _count(session: Session, before: Place | None, after: Place) -> None:
    """Keep how many tasks there are of each kind, touching only what changed."""
    old, new = before.counted_under() if before else (), after.counted_under()
    for keys, others, more in ((old, new, -1), (new, old, 1)):
        for what, key in keys:
            if (what, key) not in others:
                session.tell(_COUNT, region=after.region, what=what, key=key, cases=more)


_STANDS = Statement(
    select(*(tasks.c[name] for name in Place._fields)).where(
        tasks.c.case_number == bindparam("number")
    )
)
# With whoever is named for the role that is to have its turn: one question, not two.
_PLACE = Statement(
    select(
        *(tasks.c[name] for name in Place._fields),
        select(handlers.c.staff_id)
        .where(handlers.c.case_number == tasks.c.case_number, handlers.c.role == bindparam("role"))
        .scalar_subquery(),
    ).where(tasks.c.case_number == bindparam("number"))
)
_TASK = Statement(
    select(*(tasks.c[name] for name in TaskRow._fields)).where(
        tasks.c.case_number == bindparam("number")
    )
)
_HANDLER = Statement(
    select(handlers.c.staff_id).where(
        handlers.c.case_number == bindparam("number"), handlers.c.role == bindparam("role")
    )
)
_NAME = Statement(
    update(tasks)
    .where(tasks.c.case_number == bindparam("number"))
    .values(handler=bindparam("to_handler"))
)
_WITHOUT = Statement(
    select(cases.c.number)
    .where(~exists().where(tasks.c.case_number == cases.c.number))
    .order_by(cases.c.number)
)
_PUT = upsert(tasks)
_COUNT = upsert(desk_counts, adding=("cases",))
