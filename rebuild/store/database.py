"""The database: an address, a session to read in, a session to write in, and its schema."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, literal_column, make_url, select, table
from sqlalchemy.exc import ArgumentError, DBAPIError

from rebuild.errors import InputError, StoreError
from rebuild.store.migrations import upgrade
from rebuild.store.postgres import PostgresServer
from rebuild.store.recent import Recent
from rebuild.store.session import Session, Statement
from rebuild.store.sqlite import SqliteFile
from rebuild.store.tables import SCHEMA
from rebuild.store.trouble import in_our_words

REMEMBERED_CASES = 512


class Backend(Protocol):
    """What SQLite and PostgreSQL each do in their own way."""

    def reading(
        self, recent: Recent, *, lenient: bool = False
    ) -> AbstractContextManager[Session]: ...
    def writing(self, recent: Recent) -> AbstractContextManager[Session]: ...
    def migrating(self) -> AbstractContextManager[Connection]: ...
    def damage(self) -> tuple[str, ...]: ...
    def describe(self) -> str: ...
    def sound(self) -> bool: ...
    def close(self) -> None: ...


class Database:
    """One office's database; `sqlite:///office.db` or `postgresql://user@server/office`.

    It belongs to the process that made it and is not carried over a fork.
    """

    def __init__(self, url: str, *, patience: float = 30) -> None:
        """`patience`: how many seconds a writer waits for others before it gives up."""
        self.url = url
        self.recent = Recent(REMEMBERED_CASES)
        self._backend = _backend(url, patience)

    def reading(self, *, lenient: bool = False) -> AbstractContextManager[Session]:
        """One picture of the database. `lenient` also reads text that damage has left undecodable."""
        return self._backend.reading(self.recent, lenient=lenient)

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction: kept whole, and on the disk, when the block ends well; else undone."""
        return self._backend.writing(self.recent)

    def create(self) -> None:
        """Bring the schema up to date, from nothing or from any earlier release; all of it or nothing."""
        try:
            with self._backend.migrating() as connection:
                upgrade(connection)
        except DBAPIError as error:
            raise in_our_words(error.orig or error) from error

    def schema_version(self) -> str:
        """The newest migration the database has seen; empty where there is none."""
        try:
            with self.reading() as session:
                found = session.row(_SCHEMA_VERSION)
        except StoreError as error:
            if getattr(error.__cause__, "sqlstate", "") == "42P01" or "rebuild init" in str(error):
                return ""
            raise
        return str(found[0]) if found else ""

    def up_to_date(self) -> bool:
        return self.schema_version() == SCHEMA

    def damage(self) -> tuple[str, ...]:
        """What the database engine itself finds wrong with its file."""
        return self._backend.damage()

    def describe(self) -> str:
        """The engine and its version, for the `doctor`."""
        return self._backend.describe()

    def sound(self) -> bool:
        """Whether the engine's version is free of faults that lose data."""
        return self._backend.sound()

    def close(self) -> None:
        self._backend.close()


_SCHEMA_VERSION = Statement(
    select(literal_column("version_num")).select_from(table("alembic_version"))
)


def _backend(url: str, patience: float) -> Backend:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise _unknown(url) from error
    if address.get_backend_name() == "postgresql":
        return PostgresServer(address, patience=patience)
    if address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}:
        return SqliteFile(Path(str(address.database)), patience=patience)
    raise _unknown(url)


def _unknown(url: str) -> InputError:
    return InputError(
        "数据库地址",
        f"无法识别「{url}」",
        "请填写 sqlite:///文件路径 或 postgresql://用户@主机/库名",
    )
