"""寻找: the letters a case is sought by, for cases that were kept before there were any."""

from collections.abc import Iterator

from sqlalchemy import bindparam, or_, select, update

from rebuild.store.session import Session, Statement
from rebuild.store.tables import cases

PAGE = 1000


def without_initials(session: Session) -> Iterator[tuple[str, str, str]]:
    """Number, address and applicant of every case that has letters and no initials."""
    rows = session.pages(_WITHOUT, after="", size=PAGE)
    return ((number, address, applicant) for number, address, applicant in rows)


def put_initials(session: Session, number: str, initials: str) -> None:
    session.run(_PUT, number=number, to_initials=initials)


_WITHOUT = Statement(
    select(cases.c.number, cases.c.address, cases.c.applicant)
    .where(
        cases.c.initials == "",
        or_(cases.c.address != "", cases.c.applicant != ""),
        cases.c.number > bindparam("after"),
    )
    .order_by(cases.c.number)
    .limit(bindparam("size"))
)
_PUT = Statement(
    update(cases)
    .where(cases.c.number == bindparam("number"))
    .values(initials=bindparam("to_initials"))
)
