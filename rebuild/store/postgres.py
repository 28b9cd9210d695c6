"""The office on a server: PostgreSQL through psycopg, rows locked in one order: case, counter, ledger head."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.pool import NullPool

from rebuild.store.recent import Recent
from rebuild.store.session import Session
from rebuild.store.trouble import UNCERTAIN, connection_lost, in_our_words

READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED"


class PostgresServer:
    """One pool for readers and writers; the database itself keeps writers apart, row by row."""

    def __init__(self, url: URL, *, patience: float) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        milliseconds = int(patience * 1000)
        self._engine = create_engine(
            self._url,
            pool_size=8,
            max_overflow=24,
            pool_reset_on_return=None,
            connect_args={
                "autocommit": True,  # transactions are begun and ended here, in plain sight
                "options": f"-c lock_timeout={milliseconds} -c client_encoding=UTF8",
                "connect_timeout": 10,
            },
        )

        assert self._engine.dialect.loaded_dbapi is not None
        self._error: type[Exception] = self._engine.dialect.loaded_dbapi.Error

    @contextmanager
    def reading(self, recent: Recent, *, lenient: bool = False) -> Iterator[Session]:
        connection, cursor = self._begin(READ)
        try:
            yield Session(cursor, self._engine.dialect, writes=False, recent=recent)
        finally:
            _give_back(connection, cursor)

    @contextmanager
    def writing(self, recent: Recent) -> Iterator[Session]:
        connection, cursor = self._begin(WRITE)
        try:
            session = Session(cursor, self._engine.dialect, writes=True, recent=recent)
            yield session
        except BaseException:
            _give_back(connection, cursor)
            raise
        try:
            session.send("COMMIT")
        except self._error as error:
            lost = connection_lost(error)
            _give_back(connection, cursor)
            trouble = in_our_words(error)
            raise (type(trouble)(UNCERTAIN) if lost else trouble) from error
        connection.close()

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        engine = create_engine(self._url, poolclass=NullPool)
        with engine.begin() as connection:
            yield connection

    def damage(self) -> tuple[str, ...]:
        """PostgreSQL checks its own pages, where checksums are on."""
        return ()

    def describe(self) -> str:
        connection, cursor = self._begin(READ)
        try:
            return f"PostgreSQL {cursor.execute('SHOW server_version').fetchone()[0]}"
        finally:
            _give_back(connection, cursor)

    def sound(self) -> bool:
        return True

    def close(self) -> None:
        self._engine.dispose()

    def _begin(self, words: str) -> tuple[Any, Any]:
        """A connection in a transaction. One that went stale while it lay in the pool is replaced."""
        for last in (False, True):
            try:
                connection: Any = self._engine.raw_connection()
            except Exception as error:
                raise in_our_words(getattr(error, "orig", None) or error) from error
            try:
                cursor = connection.cursor()
                cursor.execute(words)
            except self._error as error:
                connection.invalidate()
                if last or not connection_lost(error):
                    raise in_our_words(error) from error
                self._engine.dispose()
            else:
                return connection, cursor
        raise AssertionError("unreachable")


def _give_back(connection: Any, cursor: Any) -> None:
    with suppress(Exception):
        cursor.execute("ROLLBACK")
    if connection.driver_connection is None or connection.driver_connection.closed:
        connection.invalidate()
    connection.close()
