"""The floor of an action: the statements it ran, noted once, and run again by the bare driver.

What is replayed of each transaction is its first read, the case's row, and everything it wrote, byte
for byte: no deciding, no hashing, no second read. Statements are prepared, the pragmas the office's own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rebuild.services.office import Office
from rebuild.store.session import Session
from rebuild.store.sqlite import PRAGMAS, driver

Statement = tuple[str, Any]
Step = tuple[Statement, ...]


class Noting:
    """A cursor that notes what is run with it."""

    def __init__(self, cursor: Any, notes: list[Statement]) -> None:
        self._cursor = cursor
        self._notes = notes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, sql: str, given: Any = ()) -> Any:
        self._notes.append((sql, given))
        return self._cursor.execute(sql, given)


def noted(office: Office, work: Callable[[], Any]) -> Step:
    """What one transaction ran: its first read, and its writes."""
    notes: list[Statement] = []
    database = office.database
    writing = database.writing

    @contextmanager
    def noting() -> Iterator[Session]:
        with writing() as session:
            session._cursor = Noting(session._cursor, notes)
            yield session

    database.writing = noting  # type: ignore[method-assign]
    try:
        work()
    finally:
        del database.writing  # type: ignore[attr-defined]
    return (notes[0], *(note for note in notes[1:] if not _reads(note)))


def _reads(note: Statement) -> bool:
    return note[0].lstrip().upper().startswith("SELECT")


def rows_of(steps: Sequence[Step]) -> float:
    """How many statements that write a step has on average."""
    return sum(len(step) - 1 for step in steps) / len(steps)


def sqlite_connection(path: Path) -> Any:
    """A connection as the office makes them: the same pragmas, statements kept prepared."""
    connection = driver.connect(str(path), isolation_level=None, cached_statements=256)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def replay_sqlite(cursor: Any, steps: Sequence[Step]) -> None:
    """Each step in a transaction of its own."""
    run = cursor.execute
    for step in steps:
        run("BEGIN IMMEDIATE")
        run(*step[0]).fetchone()
        for sql, given in step[1:]:
            run(sql, given)
        run("COMMIT")


def contents(connection: Any) -> dict[str, list[Any]]:
    """Every row of every table, to hold two databases against each other."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        for (name,) in tables
    }
