"""Writers killed in the middle of their work, and what is wrong with what they leave behind."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rebuild.store import idempotency, ledger, numbers
from rebuild.store.database import Database
from rebuild.store.verify import verify
from tests.store.sample_office import AT, advance, open_case

WRITERS = 2
CASES = 3
Tell = Callable[[str], None]
Act = Callable[[Database, str, Tell], None]


@dataclass
class Killed:
    """How much work came between the kills, and everything that is wrong with what is left of it."""

    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


def act(database: Database, key: str, tell: Tell) -> None:
    """One action as a service takes it: number, case, ledger and answer in one transaction; then it is told."""
    case = f"D-{sum(key.encode()) % CASES}"
    with database.writing() as session:
        advance(session, case, key=key)
        count = numbers.take(session, series="规许", period="2024")
        numbers.register(
            session, series="规许", period="2024", count=count, text=f"{count}", document=key
        )
        idempotency.keep(session, key, digest="d", case=case, response=b"ok", at=AT)
    tell(f"done {key}")


def kill_writers(address: str, *, kills: int, seed: int, acting: Act = act) -> Killed:
    """Kill a writer `kills` times, each time begin another in its place; then look at what there is."""
    chance = random.Random(seed)
    database = Database(address)
    with database.writing() as session:
        for n in range(CASES):
            open_case(session, f"D-{n}")
    database.close()
    reader, pipe = os.pipe()
    os.set_blocking(reader, False)
    told, writers = b"", dict[int, str]()
    for kill in range(kills):
        while len(writers) < WRITERS:
            name = f"{kill}-{len(writers)}"
            writers[_start(address, name, pipe, acting)] = name
        time.sleep(chance.uniform(0.02, 0.08))
        told += _drain(reader)
        _end(writers, chance.choice(list(writers)))
    for child in list(writers):
        _end(writers, child)
    told += _drain(reader)
    os.close(reader)
    os.close(pipe)
    return _looked_at(address, told.decode().splitlines())


def _start(address: str, name: str, pipe: int, acting: Act) -> int:
    """A writer in a process of its own; nothing of the database is open here while it is born."""
    child = os.fork()
    if child == 0:
        try:
            database = Database(address)
            for n in range(1_000_000):
                os.write(pipe, f"begun {name}-{n}\n".encode())
                acting(database, f"{name}-{n}", lambda told: _say(pipe, told))
        finally:
            os._exit(1)
    return child


def _say(pipe: int, told: str) -> None:
    os.write(pipe, f"{told}\n".encode())


def _end(writers: dict[int, str], child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    del writers[child]


def _drain(reader: int) -> bytes:
    told = b""
    try:
        while piece := os.read(reader, 65536):
            told += piece
    except BlockingIOError:
        pass
    return told


def _looked_at(address: str, told: list[str]) -> Killed:
    begun = {line.removeprefix("begun ") for line in told if line.startswith("begun ")}
    done = {line.removeprefix("done ") for line in told if line.startswith("done ")}
    database = Database(address)
    with database.reading() as session:
        keys = (ledger.opened(sealed).key for sealed in ledger.every_entry(session))
        entered = Counter(key for key in keys if key)
        answered = {key for key in begun if idempotency.find(session, key, digest="d") is not None}
        registered = {
            row.document for row in numbers.register_of(session, series="规许", period="2024")
        }
        found = Killed(len(done), [str(each) for each in verify(session).problems])
        found.faults += [f"a number is missing: {each}" for each in numbers.gaps(session)]
    found.faults += [f"the file is damaged: {each}" for each in database.damage()]
    database.close()
    found.faults += _wrong(begun, done, entered, answered, registered)
    return found


def _wrong(
    begun: set[str], done: set[str], entered: Counter[str], answered: set[str], registered: set[str]
) -> Iterator[str]:
    yield from (f"{key} was acknowledged, and is lost" for key in sorted(done - set(entered)))
    yield from (f"{key} stands there {n} times" for key, n in entered.items() if n > 1)
    yield from (f"{key} was entered, and nobody began it" for key in sorted(set(entered) - begun))
    yield from (f"{key} is there by half" for key in sorted(answered ^ set(entered)))
    yield from (
        f"{key} and its number are not both there" for key in sorted(registered ^ set(entered))
    )
