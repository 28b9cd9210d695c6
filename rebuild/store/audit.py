"""Rows held against what they must be: those that carry a digest of their own, and those that are counts of others."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, bindparam, func, select, tuple_

from rebuild.store import tables_desk, tables_work
from rebuild.store.rows import row_digest
from rebuild.store.session import Session, Statement
from rebuild.store.tables import (
    case_counts,
    cases,
    clocks,
    documents,
    idempotency,
    number_register,
    people,
    runs,
    staff,
    workflow_versions,
)

PAGE = 500
WITH_DIGEST = (
    documents,
    number_register,
    idempotency,
    people,
    staff,
    workflow_versions,
    *tables_desk.DESK,
    tables_work.handlers,
)
OF_A_CASE = (
    runs,
    clocks,
    documents,
    people,
    *tables_desk.OF_A_CASE,
    tables_work.tasks,
    tables_work.deeds,
    tables_work.handlers,
    tables_work.seeking,
)


def changed_rows(session: Session) -> Iterator[str]:
    """Every row whose own digest no longer fits it."""
    for table in WITH_DIGEST:
        for row in _every_row(session, table):
            if row["row_digest"] != row_digest(row):
                yield f"表 {table.name} 中 {_key(table, row)} 的内容与其校验值不符"


def wrong_counts(session: Session) -> Iterator[str]:
    """Every place of a workflow where another number of cases stands than is kept."""
    counted = {row[:4]: row[4] for row in session.rows(_COUNTED)}
    kept = {row[:4]: row[4] for row in session.rows(_KEPT)}
    for place in sorted(counted.keys() | kept.keys()):
        there, told = counted.get(place, 0), kept.get(place, 0)
        if there != told:
            yield f"计数 {' '.join(place)} 应为 {there}，现为 {told}"


def rows_without_case(session: Session) -> Iterator[str]:
    """Every row that belongs to a case there is not."""
    for table, statement in _STRAYS.items():
        for (number,) in session.rows(statement):
            yield f"表 {table} 中有案件 {number} 的记录，案件表中没有该案件"


def row_of_case(session: Session, number: str) -> dict[str, Any]:
    """Every column of a case's row, as it is kept."""
    found = session.row(_CASE, number=number)
    return dict(zip(cases.columns.keys(), found, strict=True)) if found else {}


def _every_row(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    names = table.columns.keys()
    keys = _keys(table)
    page = session.rows(_FIRST_PAGE[table.name])
    while page:
        rows = [dict(zip(names, row, strict=True)) for row in page]
        yield from rows
        if len(page) < PAGE:
            return
        after = {f"after_{key}": rows[-1][key] for key in keys}
        page = session.rows(_NEXT_PAGE[table.name], **after)


def _key(table: Table, row: dict[str, Any]) -> str:
    return " ".join(str(row[name]) for name in _keys(table))


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _page(table: Table, *, first: bool) -> Statement:
    keys = list(table.primary_key.columns)
    statement = select(table).order_by(*keys).limit(PAGE)
    if not first:
        after = (bindparam(f"after_{key.name}", type_=key.type) for key in keys)
        statement = statement.where(tuple_(*keys) > tuple_(*after))
    return Statement(statement)


def _strays(table: Table) -> Statement:
    number = table.c.case_number
    known = select(cases.c.number).where(cases.c.number == number).exists()
    return Statement(select(number).where(~known).distinct().limit(20))


_FIRST_PAGE = {table.name: _page(table, first=True) for table in WITH_DIGEST}
_NEXT_PAGE = {table.name: _page(table, first=False) for table in WITH_DIGEST}
_STRAYS = {table.name: _strays(table) for table in OF_A_CASE}
_CASE = Statement(select(cases).where(cases.c.number == bindparam("number")))
_PLACE = (cases.c.workflow, cases.c.region, cases.c.stage, cases.c.state)
_COUNTED = Statement(select(*_PLACE, func.count()).group_by(*_PLACE))
_KEPT = Statement(select(case_counts).where(case_counts.c.cases != 0))
