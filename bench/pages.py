"""S10: a page of a case and a page of a work list over HTTP, against the same pages without the engine."""

import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

from bench.many_cases import fill
from bench.measure import Figure, Report, compared, reached, rounded, shuffled
from bench.sample import BEIJING, make, office, populate
from rebuild.cli.processes import usual_number
from rebuild.services.sample_people import SAMPLE_PASSWORD, make_sample_accounts

TITLE = "the page of a case and a page of a work list, as a browser gets them"
WHO = "planning_chief"
NOW = datetime(2024, 2, 5, 10, 0, tzinfo=BEIJING)
CLIENTS = 16
RATE_GOAL, LATE_GOAL = ">= 0.5", "<= 100 ms"
FLOOR = "the same template, facts and frame; no session, database or engine"
OURS, BARE = "desk", "bare"
DATA, FIRST = "REBUILD_BENCH_DATA", "REBUILD_BENCH_CASE"
WORKERS = usual_number()  # processes of each server
PATIENCE = 60  # seconds for a server to open
APART = 0.01  # seconds between two clients that come


def run(*, quick: bool) -> Report:
    sizes = (2_000,) if quick else (10_000, 1_000_000)
    cases, rounds, requests = (2, 2, 32) if quick else (50, 8, 480)
    figures: list[Figure] = []
    checks: list[str] = []
    for size in sizes:
        with _offices(size, cases) as (numbers, real, bare):
            some, told = _measured(real, bare, numbers, rounds=rounds, requests=requests, size=size)
        figures += some
        checks += told
    looks = rounds * requests // cases
    checks.append(
        f"each case was looked at {looks} times as it stood: each process worked it out at the first"
    )
    return Report(
        "pages",
        "S10",
        TITLE,
        {
            "cases": " and ".join(f"{size:,}" for size in sizes),
            "cases looked at": cases,
            "rounds": rounds,
            "requests": requests,
            "clients": CLIENTS,
            "workers": WORKERS,
        },
        tuple(figures),
        tuple(checks),
        quick,
    )


@contextmanager
def _offices(size: int, cases: int) -> Iterator[tuple[list[str], "Place", "Place"]]:
    """An office of so many cases, some of them whole, and both servers over it."""
    with TemporaryDirectory(prefix="rebuild-bench-") as folder:
        data = Path(folder)
        url = f"sqlite:///{data / 'rebuild.sqlite3'}"
        make(data, url)
        fill(data / "rebuild.sqlite3", size)
        with office(data, url) as ours:
            numbers = populate(ours, cases)
            make_sample_accounts(ours, now=NOW, chance=os.urandom)
        with _server(OURS, data, numbers[0]) as real, _server(BARE, data, numbers[0]) as bare:
            yield numbers, real, bare


def _measured(
    real: "Place", bare: "Place", numbers: list[str], *, rounds: int, requests: int, size: int
) -> tuple[list[Figure], list[str]]:
    kinds: Mapping[str, list[str]] = {
        "page of a case": [f"/cases/{number}" for number in numbers],
        "page of a work list": ["/mine"],
    }
    figures: list[Figure] = []
    checks: list[str] = []
    for kind, paths in kinds.items():
        sizes = {place.kind: len(_get(place, paths[0])) for place in (real, bare)}
        assert abs(sizes[OURS] - sizes[BARE]) < sizes[OURS] // 10, f"another page: {sizes}"
        variants: dict[str, Callable[[], Any]] = {
            place.kind: partial(_many, place, paths, requests) for place in (real, bare)
        }
        took = list(shuffled(rounds, variants))
        what = f"{kind}, {size:,} cases, {CLIENTS} clients"
        rates = [{name: each[name].seconds / requests for name in each} for each in took]
        figures.append(
            compared(
                rates, ours=OURS, floor=BARE, what=what, against=FLOOR,
                unit="ms", scale=1e3, goal=RATE_GOAL,
            )
        )  # fmt: skip
        late = median(each[OURS].late for each in took) * 1e3
        figures.append(
            Figure(
                f"{what}, 95th percentile", "", "ms", rounded(late), None, None,
                LATE_GOAL, reached(late, LATE_GOAL),
            )
        )  # fmt: skip
        checks.append(
            f"{what}: every answer 200, of {sizes[OURS]:,} bytes; without the engine {sizes[BARE]:,}"
        )
    return figures, checks


# --- clients ---------------------------------------------------------------------------------------


class Place:
    """Where a server waits, and the cookie of whoever is signed in there."""

    def __init__(self, kind: str, port: int) -> None:
        self.kind = kind
        self.port = port
        self.cookie = ""


class Took:
    """What a round took: all of it, and the ninety-fifth percentile of its answers."""

    def __init__(self, seconds: float, each: list[float]) -> None:
        self.seconds = seconds
        self.late = sorted(each)[int(len(each) * 0.95)]


def _many(place: Place, paths: list[str], requests: int) -> Took:
    """So many requests by clients that each ask again as soon as they are answered."""
    waiting = iter(range(requests))
    each: list[float] = []
    turn = cycle(paths)
    lock = threading.Lock()

    def client(connection: http.client.HTTPConnection) -> None:
        while True:
            with lock:
                if next(waiting, None) is None:
                    return
                path = next(turn)
            began = perf_counter()
            _ask(connection, place, path)
            each.append(perf_counter() - began)

    threads = [
        threading.Thread(target=client, args=(connection,)) for connection in _connected(place)
    ]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(each) == requests, "a client gave up"
    return Took(perf_counter() - began, each)


def _connected(place: Place) -> Iterator[http.client.HTTPConnection]:
    """Clients come one after another, as people do; all at once, one process would take them all."""
    for _ in range(CLIENTS):
        connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
        connection.connect()
        sleep(APART)
        yield connection


def _get(place: Place, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    try:
        return _ask(connection, place, path)
    finally:
        connection.close()


def _ask(connection: http.client.HTTPConnection, place: Place, path: str) -> bytes:
    connection.request("GET", path, headers={"Cookie": place.cookie})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{place.kind} answered {answer.status} to {path}"
    return body


# --- servers ---------------------------------------------------------------------------------------


@contextmanager
def _server(kind: str, data: Path, first: str) -> Iterator[Place]:
    """One server, with its processes, on a port of its own."""
    words = [sys.executable, "-m", "bench.pages_served", kind, str(data), first]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            place = Place(kind, int(process.stdout.readline()))
            _until_open(place, data)
            if kind == OURS:
                place.cookie = _signed_in(place)
            yield place
        finally:
            process.terminate()


def _until_open(place: Place, data: Path) -> None:
    """Until every process has said that it is there."""
    until = perf_counter() + PATIENCE
    while perf_counter() < until:
        if len(list(data.glob(open_mark(data, place.kind, "*").name))) == WORKERS:
            with suppress(OSError):  # there, and about to listen
                _get(place, "/static/mark.svg")
                return
        sleep(0.1)
    raise TimeoutError(f"the server {place.kind} did not open")


def open_mark(data: Path, kind: str, process: int | str) -> Path:
    """The file by which a process says that it is there."""
    return data / f"{kind}-{process}.open"


def _signed_in(place: Place) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    body = f"name={WHO}&password={SAMPLE_PASSWORD}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", body, headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303, f"signing in was answered {answer.status}"
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]
