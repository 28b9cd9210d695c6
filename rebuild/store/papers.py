"""证照文书: papers of every case, newest first, a page at a time."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from rebuild.store.session import Session, Statement
from rebuild.store.tables import cases, documents

NEWEST = "\U0010ffff"  # after every id there can be


class Paper(NamedTuple):
    """One paper, with its case as a list shows it."""

    id: str
    number: str
    title: str
    kind: str
    case_number: str
    unit: str
    issued_on: str
    standing: str
    pages: int | None
    sha256: str | None
    region: str
    address: str


class Lane(NamedTuple):
    """Of which cases: all of a district, or a single one; empty is every case."""

    region: str = ""
    number: str = ""


def page(
    session: Session,
    lanes: Iterable[Lane],
    *,
    search: str = "",
    kind: str = "",
    before: str = "",
    limit: int = 50,
) -> tuple[Paper, ...]:
    """The newest papers older than the one whose id is `before`."""
    given: dict[str, Any] = {"before": before or NEWEST, "limit": limit}
    if search:
        given["search"] = f"%{_literal(search.lower())}%"
    if kind:
        given["kind"] = kind
    found = {}
    for lane in lanes:
        of_lane = {f"the_{name}": value for name, value in lane._asdict().items() if value}
        keys = frozenset(of_lane)
        for row in session.rows(_statement(keys, bool(search), bool(kind)), **given, **of_lane):
            found[row[0]] = Paper(*row)
    return tuple(sorted(found.values(), key=lambda each: each.id, reverse=True)[:limit])


def some(session: Session, ids: Iterable[str]) -> tuple[Paper, ...]:
    """These papers, in the order asked; what there is not is left out."""
    found = (session.row(_ONE, id=each) for each in ids)
    return tuple(Paper(*row) for row in found if row)


@cache
def _statement(keys: frozenset[str], by_search: bool, by_kind: bool) -> Statement:
    conditions: list[ColumnElement[bool]] = [documents.c.id < bindparam("before")]
    if "the_number" in keys:
        conditions.append(documents.c.case_number == bindparam("the_number"))
    if "the_region" in keys:
        conditions.append(cases.c.region == bindparam("the_region"))
    if by_kind:
        conditions.append(documents.c.kind == bindparam("kind"))
    if by_search:
        columns = (documents.c.number, documents.c.id, documents.c.case_number)
        conditions.append(
            or_(*(func.lower(each).like(bindparam("search"), escape="\\") for each in columns))
        )
    return Statement(
        _READ.where(*conditions).order_by(documents.c.id.desc()).limit(bindparam("limit"))
    )


def _literal(search: str) -> str:
    for special in ("\\", "%", "_"):
        search = search.replace(special, "\\" + special)
    return search


_READ = select(
    *(documents.c[name] for name in Paper._fields[:10]), cases.c.region, cases.c.address
).join_from(documents, cases, cases.c.number == documents.c.case_number)
_ONE = Statement(_READ.where(documents.c.id == bindparam("id")))
