"""Going behind the store's back, as somebody with the database's password could."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url

from rebuild.store.sqlite import driver


@contextmanager
def behind(address: str) -> Iterator[Any]:
    """A bare connection whose `execute` takes `?` for a parameter; the ledger's triggers are in force."""
    if address.startswith("sqlite"):
        connection = driver.connect(make_url(address).database, isolation_level=None)
        connection.text_factory = bytes
        connection.execute("PRAGMA synchronous = OFF")
        try:
            yield connection
        finally:
            connection.close()
    else:
        with psycopg.connect(address, autocommit=True) as server:
            yield _Marks(server)


def switch_off_triggers(connection: Any) -> None:
    if isinstance(connection, _Marks):
        for table in ("ledger", "documents", "workflow_versions"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    triggers = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name.decode()}")


def is_sqlite(connection: Any) -> bool:
    return not isinstance(connection, _Marks)


class _Marks:
    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def execute(self, words: str, parameters: tuple[Any, ...] = ()) -> Any:
        return self._connection.execute(words.replace("?", "%s"), parameters or None)
