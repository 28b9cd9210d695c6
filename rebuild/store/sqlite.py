"""The office on one machine: a SQLite file in WAL mode, every commit on the disk before it is acknowledged."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from rebuild.errors import StoreError
from rebuild.store.recent import Recent
from rebuild.store.session import Session
from rebuild.store.trouble import in_our_words
from rebuild.store.turns import Door, Turn, Turns

# Versions 3.7.0 to 3.51.2 can corrupt a file in WAL mode; the pysqlite3 wheel carries a sound one.
driver = import_module("pysqlite3.dbapi2" if find_spec("pysqlite3") else "sqlite3")

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "recursive_triggers=ON",  # so that REPLACE, too, meets the triggers that keep the ledger
)
SOUND = (3, 51, 3)
BACKPORTED = {(3, 44, 6), (3, 50, 7)}


class SqliteFile:
    """Readers from a pool, each with its own picture of the file; writers in a queue of their own."""

    def __init__(self, path: Path, *, patience: float) -> None:
        self.path = path
        self._pooled = self._engine(QueuePool, pool_size=8, max_overflow=56)
        self._turns = Turns(self._connect, Door(path), patience=patience)
        self._error: tuple[type[Exception], ...] = (driver.Error, UnicodeDecodeError)

    @contextmanager
    def reading(self, recent: Recent, *, lenient: bool = False) -> Iterator[Session]:
        try:
            connection: Any = self._connect() if lenient else self._pooled.raw_connection()
            cursor = connection.cursor()
            cursor.execute("BEGIN")
        except self._error as error:
            raise in_our_words(error) from error
        if lenient:
            connection.text_factory = _any_text
        try:
            yield Session(cursor, self._pooled.dialect, writes=False, recent=recent)
        finally:
            with suppress(*self._error):
                cursor.execute("ROLLBACK")
            connection.close()

    def writing(self, recent: Recent) -> AbstractContextManager[Session]:
        dialect = self._pooled.dialect
        return Turn(
            self._turns, lambda cursor: Session(cursor, dialect, writes=True, recent=recent)
        )

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"无法建立数据目录 {self.path.parent}，请检查权限与磁盘空间"
            ) from error
        engine = self._engine(NullPool, mode="rwc")
        event.listen(engine, "begin", _begin)
        with engine.begin() as connection:
            yield connection

    def damage(self) -> tuple[str, ...]:
        """What SQLite itself finds wrong with the file."""
        try:
            connection = self._connect()
            try:
                found = connection.execute("PRAGMA integrity_check(20)").fetchall()
            finally:
                connection.close()
        except self._error as error:
            return (str(error),)
        return tuple(str(line) for (line,) in found if line != "ok")

    def describe(self) -> str:
        return f"SQLite {driver.sqlite_version}"

    def sound(self) -> bool:
        """Whether this SQLite is free of the fault that can corrupt a file in WAL mode."""
        version: tuple[int, ...] = driver.sqlite_version_info
        return version >= SOUND or version in BACKPORTED

    def close(self) -> None:
        self._turns.close()
        self._pooled.dispose()

    def _engine(self, pool: type[Any], mode: str = "rw", **sizes: int) -> Engine:
        return create_engine(
            "sqlite://",
            module=driver,
            creator=lambda: self._connect(mode),
            poolclass=pool,
            pool_reset_on_return=None,
            **sizes,
        )

    def _connect(self, mode: str = "rw") -> Any:
        connection = driver.connect(
            f"file:{quote(str(self.path))}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=5,
            cached_statements=256,
        )
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except driver.Error:
            connection.close()
            raise
        return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _any_text(raw: bytes) -> str:
    # A flipped bit may leave text that is no UTF-8; the verifier must name the row, not stumble.
    return raw.decode("utf-8", "surrogateescape")
