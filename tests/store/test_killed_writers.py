"""Writers are killed in the middle of their work: what was acknowledged is there once, what was not is there whole or not at all."""

import os
import random
import signal
import time
from collections import Counter

import pytest

from rebuild.store import idempotency, ledger, numbers
from rebuild.store.database import Database
from rebuild.store.verify import verify
from tests.store.sample_office import AT, advance, open_case

WRITERS = 2
KILLS = 30


def act(database, key):
    """One action as a service takes it: number, case, ledger and answer in one transaction."""
    case = f"D-{sum(key.encode()) % 3}"
    with database.writing() as session:
        advance(session, case, key=key)
        count = numbers.take(session, series="规许", period="2024")
        numbers.register(
            session, series="规许", period="2024", count=count, text=f"{count}", document=key
        )
        idempotency.keep(session, key, digest="d", case=case, response=b"ok", at=AT)


def write_until_killed(address, name, pipe):
    database = Database(address)
    for n in range(1_000_000):
        key = f"{name}-{n}"
        os.write(pipe, f"begun {key}\n".encode())
        act(database, key)
        os.write(pipe, f"done {key}\n".encode())


def start(address, name, pipe):
    """A writer in a process of its own; nothing of the database is open here while it is born."""
    child = os.fork()
    if child == 0:
        try:
            write_until_killed(address, name, pipe)
        finally:
            os._exit(1)
    return child


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_when_writers_are_killed(address):
    chance = random.Random(7)
    database = Database(address)
    with database.writing() as session:
        for n in range(3):
            open_case(session, f"D-{n}")
    database.close()
    reader, pipe = os.pipe()
    os.set_blocking(reader, False)
    told, writers = b"", {}
    for kill in range(KILLS):
        while len(writers) < WRITERS:
            name = f"{kill}-{len(writers)}"
            writers[start(address, name, pipe)] = name
        time.sleep(chance.uniform(0.02, 0.08))
        told += drain(reader)
        end(writers, chance.choice(list(writers)))
    for child in list(writers):
        end(writers, child)
    told += drain(reader)
    check(address, told.decode().splitlines())


def end(writers, child):
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    del writers[child]


def drain(reader):
    told = b""
    try:
        while piece := os.read(reader, 65536):
            told += piece
    except BlockingIOError:
        pass
    return told


def check(address, told):
    begun = {line.removeprefix("begun ") for line in told if line.startswith("begun ")}
    done = {line.removeprefix("done ") for line in told if line.startswith("done ")}
    database = Database(address)
    with database.reading() as session:
        entered = Counter(
            opened.key
            for sealed in ledger.every_entry(session)
            if (opened := ledger.opened(sealed)).key
        )
        assert verify(session).ok
        assert numbers.gaps(session) == ()
        answered = {key for key in begun if idempotency.find(session, key, digest="d") is not None}
        registered = {
            row.document for row in numbers.register_of(session, series="规许", period="2024")
        }
    assert database.damage() == ()
    database.close()
    assert len(done) > KILLS, "the writers came to work between the kills"
    assert done <= set(entered), "an acknowledged action was lost"
    assert set(entered) <= begun
    assert set(entered.values()) == {1}, "an action was doubled"
    assert set(entered) == answered == registered
