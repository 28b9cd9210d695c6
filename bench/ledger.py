"""S8: the whole ledger verified, and every case folded again, held against SHA-256 of the same bytes."""

from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import Figure, Report, compared, cpu_seconds, reached, rounded, shuffled
from bench.replay import sqlite_connection
from bench.sample import make, office, populate
from rebuild.cases.apply import fold
from rebuild.services.office import Office
from rebuild.store import ledger
from rebuild.store.ledger import Sealed
from rebuild.store.verify import verify

TITLE = "every hash recomputed and every link followed; every case folded from the stored bytes"
FLOOR = "SHA-256 of the same bytes, in memory"
GOAL = ">= 50,000 events/s"


def run(*, quick: bool) -> Report:
    count, rounds = (3, 3) if quick else (100, 15)
    with TemporaryDirectory(prefix="rebuild-bench-") as folder:
        path = Path(folder) / "office.db"
        make(Path(folder), f"sqlite:///{path}")
        with office(Path(folder), f"sqlite:///{path}") as ours:
            numbers = populate(ours, count)
            report = _measured(ours, numbers, rounds=rounds, quick=quick)
            _damage(path)
            assert not _verify(ours), "a flipped bit went unseen"
        return report


def _measured(ours: Office, numbers: list[str], *, rounds: int, quick: bool) -> Report:
    with ours.database.reading() as session:
        sealed = list(ledger.every_entry(session))
        found = verify(session)
    assert found.ok, found.problems
    bodies = [_hashed_bytes(each) for each in sealed]
    took = list(
        shuffled(
            rounds,
            {
                "verify": partial(cpu_seconds, partial(_verify, ours)),
                "replay": partial(cpu_seconds, partial(_replay, sealed)),
                "floor": partial(cpu_seconds, partial(_hash, bodies)),
            },
        )
    )
    events = found.events
    each_event = [{name: of / events for name, of in one.items()} for one in took]
    shared: dict[str, Any] = {"floor": "floor", "against": FLOOR, "unit": "µs CPU an event"}
    return Report(
        name="ledger",
        promise="S8",
        title=TITLE,
        sizes={
            "cases": len(numbers),
            "entries": found.entries,
            "events": events,
            "bytes": sum(map(len, bodies)),
            "rounds": rounds,
        },
        figures=(
            compared(each_event, what="verify, read from the file", ours="verify", **shared),
            compared(each_event, what="replay, folded from stored bytes", ours="replay", **shared),
            *_rates(each_event),
        ),
        checks=("the ledger verifies; with one bit of one body flipped it does not",),
        quick=quick,
    )


def _rates(each_event: list[dict[str, float]]) -> tuple[Figure, ...]:
    return tuple(_rate(name, [each[name] for each in each_event]) for name in ("verify", "replay"))


def _rate(name: str, took: list[float]) -> Figure:
    rate = 1 / median(took)
    met = reached(rate, GOAL)
    return Figure(f"{name}, rate", "", "events/s a core", rounded(rate), None, None, GOAL, met)


def _verify(ours: Office) -> bool:
    with ours.database.reading() as session:
        return verify(session).ok


def _replay(sealed: list[Sealed]) -> int:
    by_case: dict[str, list[Sealed]] = {}
    for each in sealed:
        by_case.setdefault(each.case, []).append(each)
    for entries in by_case.values():
        fold(event for each in entries for event in ledger.opened(each).events)
    return len(by_case)


def _hash(bodies: list[bytes]) -> None:
    for body in bodies:
        sha256(body).hexdigest()


def _hashed_bytes(entry: Sealed) -> bytes:
    links = bytes.fromhex(entry.previous) + bytes.fromhex(entry.before)
    numbers = entry.position.to_bytes(8, "big") + entry.seq.to_bytes(8, "big")
    return ledger.FORMAT + numbers + links + entry.body


def _damage(path: Path) -> None:
    connection = sqlite_connection(path)
    triggers = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'"
    ).fetchall()
    for (name,) in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    (body,) = connection.execute("SELECT body FROM ledger WHERE position = 7").fetchone()
    spoilt = bytes([body[0], *body[1:-1], body[-1] ^ 1])
    connection.execute("UPDATE ledger SET body = ? WHERE position = 7", (spoilt,))
    connection.close()
