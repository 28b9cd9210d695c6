"""Rows of the desk: put, found and dropped whole, each with the digest that shows a change behind the store's back."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, tuple_

from rebuild.store.rows import with_digest
from rebuild.store.session import Session, Statement
from rebuild.store.statements import upsert

Columns = Mapping[str, Any]
DIGEST = "row_digest"


class Kept:
    """One table whose rows are read and written as mappings of column to value, without the digest."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._names = [column.name for column in table.columns if column.name != DIGEST]
        self._flags = {column.name for column in table.columns if column.type.python_type is bool}
        self._read = select(*(table.c[name] for name in self._names))
        keys = list(table.primary_key.columns)
        this = [key == bindparam(key.name) for key in keys]
        self._find = Statement(self._read.where(*this))
        self._lock = Statement(self._read.where(*this).with_for_update())
        self._drop = Statement(delete(table).where(*this))
        self._all = Statement(self._read.order_by(*keys))
        self._put = upsert(table)
        self._add = Statement(insert(table))

    def add(self, session: Session, **columns: Any) -> None:
        """A new row; Conflict where its key is taken."""
        session.run(self._add, **self._whole(columns))

    def put(self, session: Session, **columns: Any) -> None:
        """A new row, or the whole of the row with that key."""
        session.run(self._put, **self._whole(columns))

    def find(self, session: Session, **key: Any) -> dict[str, Any] | None:
        """The row of a key; in a writing session it is locked, so that no one else changes it meanwhile."""
        found = session.row(self._lock if session.writes else self._find, **key)
        return self._mapped(found) if found else None

    def drop(self, session: Session, **key: Any) -> None:
        session.run(self._drop, **key)

    def everything(self, session: Session) -> Iterator[dict[str, Any]]:
        """Every row by its key; for tables that stay small."""
        return map(self._mapped, session.rows(self._all))

    def rows(self, session: Session, seek: "Seek", **given: Any) -> list[dict[str, Any]]:
        """The rows a `Seek` of this table finds."""
        return [self._mapped(row) for row in session.rows(seek.statement, **given)]

    def seek(self, *where: Any, order: tuple[Any, ...] = (), size: bool = False) -> "Seek":
        """A question of this table, made once; `size`: it takes the parameter `size`."""
        question = self._read.where(*where).order_by(*(order or self.table.primary_key.columns))
        return Seek(Statement(question.limit(bindparam("size")) if size else question))

    def after(self, *columns: str) -> Any:
        """Keyset paging: beyond the row whose columns are given as after_<column>."""
        places = [self.table.c[name] for name in columns]
        return tuple_(*places) > tuple_(
            *(bindparam(f"after_{each.name}", type_=each.type) for each in places)
        )

    def _whole(self, columns: Columns) -> dict[str, Any]:
        return with_digest({name: columns[name] for name in self._names})

    def _mapped(self, row: tuple[Any, ...]) -> dict[str, Any]:
        found = dict(zip(self._names, row, strict=True))
        return found | {name: bool(found[name]) for name in self._flags}


class Seek:
    """A question that `Kept.seek` has made."""

    __slots__ = ("statement",)

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
