"""Writers killed in the middle of their work, on a SQLite file and on a PostgreSQL server, each share with fresh ones."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak.shares import Figures, done_in_shares
from rebuild.store.database import Database
from tests.store.conftest import made_on, postgresql_of_our_own
from tests.store.killing import kill_writers

AT_ONCE = 250


def kills(count: int) -> Figures:
    """Kill a writer `count` times on each database; broken is what was lost, doubled, half there or misnumbered."""
    done = done_in_shares(some, count, AT_ONCE)
    (acknowledged,) = (sum(figures) for figures in zip(*done.figures, strict=True))
    return {
        "kills": count,
        "databases": 2,
        "acknowledged": acknowledged,
        "broken": len(done.faults),
        "seed": f"0..{len(done.figures) - 1}",
        "seconds": round(done.seconds),
    }


def some(first: int, count: int) -> tuple[tuple[int, ...], list[str]]:
    seed = first // AT_ONCE
    with TemporaryDirectory() as folder, postgresql_of_our_own() as server:
        file = f"sqlite:///{Path(folder) / 'office.db'}"
        fresh = Database(file)
        fresh.create()
        fresh.close()
        found = {
            name: kill_writers(address, kills=count, seed=seed)
            for name, address in (("SQLite", file), ("PostgreSQL", made_on(server)))
        }
    faults = [f"seed {seed}, {name}: {each}" for name in found for each in found[name].faults]
    return (sum(each.acknowledged for each in found.values()),), faults
