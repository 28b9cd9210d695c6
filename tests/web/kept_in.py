"""Where the offices of these tests keep their data: in a SQLite file, or each in a database of its own on a PostgreSQL server.

One run by hand with everything on PostgreSQL: `REBUILD_TEST_WEB_ON=postgresql ./run test tests/web`.
"""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine, insert, make_url, select

from rebuild.settings import DATABASE_NOTE
from rebuild.store.database import Database
from rebuild.store.tables_desk import metadata

FILE = "rebuild.sqlite3"

on_both = pytest.mark.parametrize("kept_in", ["sqlite", "postgresql"], indirect=True)


class Keeping(Protocol):
    """Gives the address of the database of an office whose data is in a folder."""

    def fresh(self, data: Path) -> str:
        """One in which there is nothing yet."""

    def copied(self, told: Path, data: Path) -> str:
        """One that stands as that of the office told so far, of whose folder `data` is a copy."""


class InFiles:
    def fresh(self, data: Path) -> str:
        return f"sqlite:///{data / FILE}"

    def copied(self, told: Path, data: Path) -> str:
        assert (data / FILE).exists(), told  # it came with the folder
        return self.fresh(data)


IN_FILES = InFiles()


class OnServer:
    """What was told into a file is carried over once, row by row, and serves as a template from then on."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._turns = count()
        self._templates: dict[Path, str] = {}
        self._made: list[str] = []

    def fresh(self, data: Path) -> str:
        return self._kept(data, self._create())

    def copied(self, told: Path, data: Path) -> str:
        if told not in self._templates:
            self._templates[told] = self._create()
            carry_over(told / FILE, self._at(self._templates[told]))
        (data / FILE).unlink()  # whoever still looks there finds out
        return self._kept(data, self._create(self._templates[told]))

    def drop(self) -> None:
        """All but the templates."""
        while self._made:
            name = sql.Identifier(self._made.pop())
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def close(self) -> None:
        self._made += self._templates.values()
        self._templates.clear()
        self.drop()

    def _kept(self, data: Path, name: str) -> str:
        """The address, which the office's folder also tells, as after `init --database`."""
        self._made.append(name)
        data.mkdir(parents=True, exist_ok=True)
        (data / DATABASE_NOTE).write_text(self._at(name), "utf-8")
        return self._at(name)

    def _create(self, template: str = "template1") -> str:
        name = f"rebuild_web_{os.getpid()}_{next(self._turns)}"
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(words.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def _at(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _run(self, words: sql.Composed) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(words)


def carry_over(file: Path, address: str) -> None:
    """Make the schema on the server and put every row of the file there as it is."""
    fresh = Database(address)
    fresh.create()
    fresh.close()
    source = create_engine(f"sqlite:///{file}")
    target = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with source.connect() as reads, target.begin() as writes:
        # The triggers that keep the ledger stand aside.
        writes.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in metadata.sorted_tables:
            writes.execute(table.delete())  # what the schema begins with, such as the ledger's head
            rows = [dict(row) for row in reads.execute(select(table)).mappings()]
            if rows:
                writes.execute(insert(table), rows)
    source.dispose()
    target.dispose()


@pytest.fixture(scope="session")
def on_server(postgresql_database: str) -> Iterator[OnServer]:
    server = OnServer(postgresql_database)
    yield server
    server.close()


@pytest.fixture
def kept_in(request: pytest.FixtureRequest) -> Iterator[Keeping]:
    """A file, unless a test is marked `on_both` or the whole run was asked for on the server."""
    wanted = getattr(request, "param", os.environ.get("REBUILD_TEST_WEB_ON", "sqlite"))
    if wanted == "sqlite":
        yield IN_FILES
        return
    assert wanted == "postgresql", f"REBUILD_TEST_WEB_ON is sqlite or postgresql, not {wanted}"
    server = request.getfixturevalue("on_server")
    yield server
    server.drop()
