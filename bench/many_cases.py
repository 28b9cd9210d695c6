"""An office with as many cases as is wanted, written straight into the rows its lists are made of."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.measure import SEED
from bench.replay import sqlite_connection
from rebuild.store.tables_work import NO_LIMIT, OVER, STOPPED
from rebuild.store.tasks import TURN, URGENCY, turn_key

TODAY = date(2024, 2, 5)
REGIONS = ("510104", "510105", "510106", "510107")
STREETS = ("君平街", "示例街", "梧桐样例路", "样板巷", "青石样例巷")
LETTERS = ("jpj", "slj", "wtyll", "ybx", "qsylx")


@dataclass(frozen=True)
class Spot:
    """A place of the workflow where cases stand, and how many in a thousand."""

    share: int
    state: str
    stage: str
    turn: str
    seat: str
    at: str
    action: str
    clock: str = ""
    whole: int = 0
    stopped: bool = False


SPOTS = (
    Spot(60, "reported", "report", "owner_rep", "case", "reported", "commission_appraisal"),
    Spot(30, "graded_d", "appraisal", "housing_clerk", "case", "graded_d", "notify_danger",
         "danger_notice", 1),
    Spot(110, "consensus", "consensus", "community", "consensus", "voting", "count"),
    Spot(50, "planning", "planning", "planning_clerk", "planning", "received", "accept",
         "acceptance", 5),
    Spot(80, "planning", "planning", "planning_chief", "planning", "under_review", "grant",
         "decision", 20),
    Spot(20, "planning", "planning", "", "planning", "special_procedure", "end_excluded",
         "decision", 20, stopped=True),
    Spot(40, "planning", "planning", "window", "planning", "granted", "serve", "serve", 10),
    Spot(60, "construction_permitting", "construction", "housing_chief", "construction",
         "under_review", "grant", "decision", 7),
    Spot(50, "completed", "completion", "planning_chief", "case", "completed", "verify_ok"),
    Spot(500, "closed", "closed", "", "case", "closed", ""),
)  # fmt: skip


def fill(path: Path, cases: int) -> None:
    """So many cases in an office that has none; indexes are made once all rows are there."""
    connection = sqlite_connection(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    workflow = connection.execute("SELECT id, version, hash FROM workflow_versions").fetchone()
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('cases', 'tasks')"
    ).fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    _rows(connection, cases, workflow)
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _rows(connection: Any, cases: int, workflow: tuple[str, int, str]) -> None:
    counted: Counter[tuple[str, str, str]] = Counter()
    lives = _lives(cases, workflow, counted)
    batch: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for pair in lives:
        batch.append(pair)
        if len(batch) == 10_000:
            _put(connection, batch)
            batch.clear()
    if batch:
        _put(connection, batch)
    connection.executemany(
        "INSERT INTO desk_counts VALUES (?, ?, ?, ?)",
        [(*place, count) for place, count in counted.items()],
    )


def _put(connection: Any, batch: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for place, table in enumerate(("cases", "tasks")):
        rows = [pair[place] for pair in batch]
        names = list(rows[0])
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        connection.executemany(sql, [tuple(row.values()) for row in rows])


def _lives(
    cases: int, workflow: tuple[str, int, str], counted: Counter[tuple[str, str, str]]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every case's row and its task, by number, as evenly spread over districts at any size."""
    random = Random(SEED)
    spots = [spot for spot in SPOTS for _ in range(spot.share)]
    each = cases // len(REGIONS)
    for region in REGIONS:
        for count in range(1, each + 1):
            spot = random.choice(spots)
            number = f"WF-{region}-2023-{count:07d}"
            urgency = _urgency(random, spot)
            handler = ""
            counted[region, TURN, turn_key(spot.turn, handler)] += 1
            counted[region, URGENCY, urgency] += 1
            yield (
                _case(random, spot, number, region, workflow),
                _task(spot, number, region, urgency, handler),
            )


def _urgency(random: Random, spot: Spot) -> str:
    if spot.stopped:
        return STOPPED
    if spot.state == "closed":
        return f"{OVER}{TODAY - timedelta(days=random.randrange(400))}"
    if not spot.clock:
        return NO_LIMIT
    return (TODAY + timedelta(days=random.randrange(-10, 60))).isoformat()


def _case(
    random: Random, spot: Spot, number: str, region: str, workflow: tuple[str, int, str]
) -> dict[str, Any]:
    street, house = random.randrange(len(STREETS)), random.randrange(1, 400)
    return {
        "number": number,
        "workflow": workflow[0],
        "workflow_version": workflow[1],
        "workflow_hash": workflow[2],
        "region": region,
        "opened_on": "2023-05-04",
        "address": f"{STREETS[street]}{house}号院1栋",
        "applicant": "刘某某等17户",
        "households": 17,
        "state": spot.state,
        "stage": spot.stage,
        "version": 1,
        "seq": 1,
        "head": "0" * 64,
        "changed_at": "2024-02-01T09:30:00+08:00",
        "initials": f"{LETTERS[street]}{house}hy1d lmmd17h",
    }


def _task(spot: Spot, number: str, region: str, urgency: str, handler: str) -> dict[str, Any]:
    return {
        "case_number": number,
        "region": region,
        "main_state": spot.state,
        "turn": spot.turn,
        "handler": handler,
        "urgency": urgency,
        "seat": spot.seat,
        "state": spot.at,
        "action": spot.action,
        "clock_seat": spot.seat if spot.clock else "",
        "clock": spot.clock,
        "started": "2024-01-10" if spot.clock else "",
        "whole": spot.whole,
        "working": bool(spot.clock),
        "kept": spot.whole // 2 if spot.stopped else 0,
        "provisional": False,
    }
