"""How much there is to do, from rows that are kept up to date: as quick for a million cases as for ten."""

from collections.abc import Iterator

from sqlalchemy import and_, bindparam, case, func, literal_column, select

from rebuild.store.session import Session, Statement
from rebuild.store.tables_work import OVER, desk_counts
from rebuild.store.tasks import TURN, URGENCY, turn_key


def regions(session: Session) -> tuple[str, ...]:
    """Every district that has had a case; one step of the index for each."""
    return tuple(_regions(session))


def of_turn(session: Session, region: str, turn: str, handler: str) -> int:
    """How many tasks wait for a role and its handler in a district."""
    found = session.row(_ONE, region=region, what=TURN, key=turn_key(turn, handler))
    return int(found[0]) if found else 0


def by_day(session: Session, region: str, *, today: str, after_soon: str) -> tuple[int, int, int]:
    """Of a district's open tasks: how many are overdue, how many fall due soon, how many there are."""
    found = session.row(_BY_DAY, region=region, today=today, after_soon=after_soon)
    return (int(found[0] or 0), int(found[1] or 0), int(found[2] or 0)) if found else (0, 0, 0)


def between(session: Session, region: str, low: str, high: str) -> int:
    """How many tasks of a district stand from one urgency up to another."""
    found = session.row(_BETWEEN, region=region, low=low, high=high)
    return int(found[0] or 0) if found else 0


def turns(session: Session, region: str) -> tuple[tuple[str, str], ...]:
    """Every role, with its handler, that some task of a district waits for."""
    rows = session.rows(_KEYS, region=region, what=TURN)
    found = (str(key).partition(" ") for (key,) in rows)
    return tuple((turn, handler) for turn, _, handler in found)


def _regions(session: Session) -> Iterator[str]:
    last = ""
    while True:
        found = session.row(_NEXT_REGION, last=last)
        if found is None or found[0] is None:
            return
        last = str(found[0])
        yield last


_HERE = (desk_counts.c.region == bindparam("region"), desk_counts.c.what == bindparam("what"))
_URGENT = (
    desk_counts.c.region == bindparam("region"),
    desk_counts.c.what == literal_column(f"'{URGENCY}'"),
)
_ONE = Statement(select(desk_counts.c.cases).where(*_HERE, desk_counts.c.key == bindparam("key")))
_KEYS = Statement(
    select(desk_counts.c.key).where(*_HERE, desk_counts.c.cases > 0).order_by(desk_counts.c.key)
)
_SOON = and_(desk_counts.c.key >= bindparam("today"), desk_counts.c.key < bindparam("after_soon"))
_BY_DAY = Statement(
    select(
        func.sum(case((desk_counts.c.key < bindparam("today"), desk_counts.c.cases), else_=0)),
        func.sum(case((_SOON, desk_counts.c.cases), else_=0)),
        func.sum(desk_counts.c.cases),
    ).where(*_URGENT, desk_counts.c.key < literal_column(f"'{OVER}'"))
)
_BETWEEN = Statement(
    select(func.sum(desk_counts.c.cases)).where(
        *_URGENT, desk_counts.c.key >= bindparam("low"), desk_counts.c.key < bindparam("high")
    )
)
_NEXT_REGION = Statement(
    select(func.min(desk_counts.c.region)).where(desk_counts.c.region > bindparam("last"))
)
