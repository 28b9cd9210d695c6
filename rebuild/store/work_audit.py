"""The work lists held against what they must be: counts against tasks, handlers against who was named."""

from collections.abc import Iterator

from sqlalchemy import func, literal_column, select

from rebuild.store.session import Session, Statement
from rebuild.store.tables_work import desk_counts, handlers, tasks
from rebuild.store.tasks import TURN, URGENCY


def wrong_counts(session: Session) -> Iterator[str]:
    """Every count of the desk that is not the number of tasks it counts."""
    counted = {
        (region, what, key): cases
        for statement in (_BY_TURN, _BY_URGENCY)
        for region, what, key, cases in session.rows(statement)
    }
    kept = {tuple(row[:3]): row[3] for row in session.rows(_KEPT)}
    for place in sorted(counted.keys() | kept.keys()):
        there, told = counted.get(place, 0), kept.get(place, 0)
        if there != told:
            yield f"待办计数 {' '.join(place)} 应为 {there}，现为 {told}"


def wrong_handlers(session: Session) -> Iterator[str]:
    """Every task that names another handler than was named for its role."""
    for number, named, shown in session.rows(_MISNAMED):
        yield f"案件 {number}：待办的经办人应为“{named or ''}”，现为“{shown}”"


_BY_TURN = Statement(
    select(
        tasks.c.region,
        literal_column(f"'{TURN}'"),
        tasks.c.turn + " " + tasks.c.handler,
        func.count(),
    ).group_by(tasks.c.region, tasks.c.turn, tasks.c.handler)
)
_BY_URGENCY = Statement(
    select(tasks.c.region, literal_column(f"'{URGENCY}'"), tasks.c.urgency, func.count()).group_by(
        tasks.c.region, tasks.c.urgency
    )
)
_KEPT = Statement(select(desk_counts).where(desk_counts.c.cases != 0))
_MISNAMED = Statement(
    select(tasks.c.case_number, handlers.c.staff_id, tasks.c.handler)
    .join_from(
        tasks,
        handlers,
        (handlers.c.case_number == tasks.c.case_number) & (handlers.c.role == tasks.c.turn),
        isouter=True,
    )
    .where(func.coalesce(handlers.c.staff_id, "") != tasks.c.handler)
    .limit(100)
)
