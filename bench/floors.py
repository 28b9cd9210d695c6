"""The floors: the same rows, written by the bare driver with the same durability and nothing else."""

import hashlib
from pathlib import Path
from time import perf_counter
from typing import Any

from rebuild.store.database import Database
from rebuild.store.sqlite import PRAGMAS, driver

CASES = 50
BODY = b'{"at":"2024-02-05T09:30:00+08:00",' + b'"events":' + b"x" * 520 + b"}"
STATES = ("received", "under_review")

BEGIN = "BEGIN IMMEDIATE"
READ = "SELECT number, version, seq, head, state FROM cases WHERE number = ?"
CASE = (
    "UPDATE cases SET address = ?, applicant = ?, households = ?, state = ?, stage = ?, version = ?,"
    " seq = ?, head = ?, changed_at = ? WHERE number = ? AND version = ? AND seq = ?"
)
ENTRY = (
    "INSERT INTO ledger (position, case_number, seq, body, previous, before, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
HEAD = "UPDATE ledger_head SET position = ?, hash = ? WHERE id = 1"
COUNT = (
    "INSERT INTO case_counts (workflow, region, stage, state, cases) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET cases = cases + excluded.cases"
)
RUN = (
    "INSERT INTO runs (case_number, seat, run, state, since) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET state = excluded.state, since = excluded.since"
)
CLOCK = (
    "INSERT INTO clocks (case_number, seat, run, clock, standing, due, provisional)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
    " standing = excluded.standing, due = excluded.due, provisional = excluded.provisional"
)
KEY = (
    "INSERT INTO idempotency (key, digest, case_number, response, at, row_digest)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
OPEN = (
    "INSERT INTO cases (number, workflow, workflow_version, workflow_hash, region, opened_on, address,"
    " applicant, households, state, stage, version, seq, head, changed_at)"
    " VALUES (?, 'd', 1, '', '510199', '2024-01-02', '', '', 0, 'received', 'planning', 1, 1, '', '')"
)


def sqlite_floor(path: Path, rounds: int) -> float:
    """Seconds for `rounds` steps: each reads a case's row and writes what an action writes, in one commit."""
    if not path.exists():
        _prepare(path)
    connection = _connect(path)
    cursor = connection.cursor()
    (position,) = cursor.execute("SELECT position FROM ledger_head").fetchone()
    hashes = [hashlib.sha256(str(position + n).encode()).hexdigest() for n in range(rounds + 1)]
    started = perf_counter()
    for n in range(rounds):
        position += 1
        _step(cursor, position, f"F-{position % CASES:04d}", before=hashes[n], sealed=hashes[n + 1])
    took = perf_counter() - started
    connection.close()
    return took


def _step(cursor: Any, position: int, case: str, *, before: str, sealed: str) -> None:
    at = "2024-02-05T09:30:00+08:00"
    run = cursor.execute
    run(BEGIN)
    _, version, seq, head, state = run(READ, (case,)).fetchone()
    to = STATES[state == STATES[0]]
    row = ("君平街89号院1栋", "刘某某等17户", 17, to, "planning", version + 1, seq + 1, sealed, at)
    run(CASE, (*row, case, version, seq))
    run(ENTRY, (position, case, seq + 1, BODY, head, before, sealed))
    run(HEAD, (position, sealed))
    run(COUNT, ("d", "510199", "planning", state, -1))
    run(COUNT, ("d", "510199", "planning", to, 1))
    run(RUN, (case, "planning", 1, to, "2024-02-05"))
    run(
        CLOCK,
        (case, "planning", 1, "decision", "running", f"2024-03-{position % 28 + 1:02d}", False),
    )
    run(KEY, (sealed[:32], sealed, case, b'{"ok":true}', at, sealed))
    run("COMMIT")


def _prepare(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    database.create()
    database.close()
    connection = _connect(path)
    connection.execute(BEGIN)
    for n in range(CASES):
        connection.execute(OPEN, (f"F-{n:04d}",))
    connection.execute("COMMIT")
    connection.close()


def _connect(path: Path) -> Any:
    connection = driver.connect(str(path), isolation_level=None, cached_statements=256)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
