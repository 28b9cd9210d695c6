"""Statements that SQLAlchemy writes differently for each database, though both mean the same."""

from typing import Any

from sqlalchemy import ClauseElement, Table
from sqlalchemy.dialects import postgresql, sqlite

from rebuild.store.session import Statement


def upsert(table: Table, *, adding: tuple[str, ...] = (), returning: str = "") -> Statement:
    """Insert a row, or bring the row with its key up to it; the columns of `adding` are added to what stands."""

    def build(database: str) -> ClauseElement:
        fresh: Any = postgresql.insert(table) if database == "postgresql" else sqlite.insert(table)
        keys = [column.name for column in table.primary_key]
        changes = {
            column.name: table.c[column.name] + fresh.excluded[column.name]
            if column.name in adding
            else fresh.excluded[column.name]
            for column in table.columns
            if column.name not in keys
        }
        statement = fresh.on_conflict_do_update(index_elements=keys, set_=changes)
        statement = statement.returning(table.c[returning]) if returning else statement
        result: ClauseElement = statement
        return result

    return Statement(build)
