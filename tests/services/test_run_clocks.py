"""时限到期: what falls due is done exactly once, whenever, how often, and by how many this is run."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebuild.cases.events import ActionTaken
from rebuild.services.office import Office, make_office
from rebuild.services.run_clocks import run_clocks
from rebuild.store.verify import verify
from tests.engine.test_clocks import CLOCKS
from tests.law.a_case import the_plan
from tests.services.offices_with_clocks import (
    BEIJING,
    FIRST,
    PLACES,
    Placed,
    book,
    copied,
    opened,
    put,
    same_bytes,
)
from tests.store.conftest import address, postgresql_database, sqlite_template

__all__ = ["address", "postgresql_database", "sqlite_template"]

MONTH = 45
ALL = tuple(Placed(place, after) for after, place in enumerate(PLACES))


def run_on(office: Office, on: date) -> list[tuple[str, str, date]]:
    now = datetime.combine(on, time(2), BEIJING)
    return [(each.number, each.action, each.on) for each in run_clocks(office, on=on, now=now)]


def daily(office: Office, days: int = MONTH) -> None:
    for day in range(days + 1):
        run_on(office, FIRST + timedelta(day))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("empty") / "office"
    make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
    return data


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    made = copied(empty, tmp_path / "office")
    put(made, ALL)
    yield made
    made.close()


@settings(max_examples=12)
@given(
    st.lists(
        st.builds(Placed, st.sampled_from(sorted(PLACES)), st.integers(0, 30)),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, MONTH),
)
def test_once_after_a_month_gives_the_same_ledger_as_daily(
    empty: Path, placed: list[Placed], days: int
) -> None:
    with TemporaryDirectory() as folder:
        often, once = (copied(empty, Path(folder) / name) for name in ("often", "once"))
        for each in (often, once):
            put(each, placed)
        daily(often, days)
        run_on(once, FIRST + timedelta(days))
        assert book(often) == book(once)
        often.close()
        once.close()


def test_numbers_are_given_in_the_order_things_fell_due_not_of_the_cases(
    empty: Path, tmp_path: Path
) -> None:
    office = copied(empty, tmp_path / "office")
    put(office, [Placed("received", 5), Placed("received", 0)])
    run_on(office, FIRST + timedelta(MONTH))
    papers = {
        number: next(
            event.document.number
            for deed in deeds
            for event in deed.events
            if hasattr(event, "document")
        )
        for number, deeds in book(office).items()
    }
    office.close()
    assert papers["WF-510105-2024-0002"].endswith("〔2024〕1号")
    assert papers["WF-510105-2024-0001"].endswith("〔2024〕2号")


def test_run_twice_and_late_it_does_everything_once(office: Office) -> None:
    first = run_on(office, FIRST + timedelta(MONTH))
    kept = book(office)
    assert len(first) == len(set(first)) > len(PLACES) - 2
    assert run_on(office, FIRST + timedelta(MONTH)) == []
    assert run_on(office, FIRST) == []
    assert book(office) == kept


def test_the_clock_does_only_what_is_listed_for_it(office: Office) -> None:
    listed = {
        (seat, name)
        for seat, procedure in the_plan().workflow.procedures.items()
        for name, action in procedure.actions.items()
        if "clock" in action.by
    }
    assert listed <= {
        (seat, name)
        for seat, clock, _ in CLOCKS
        for name, action in the_plan().workflow.procedures[seat].actions.items()
        if action.when_due == clock
    }
    run_on(office, FIRST + timedelta(400))
    done = {
        (event.seat, event.action)
        for deeds in book(office).values()
        for deed in deeds
        for event in deed.events
        if isinstance(event, ActionTaken) and event.by == "clock"
    }
    assert done
    assert done <= listed


def test_a_clock_that_stands_still_does_nothing(empty: Path, tmp_path: Path) -> None:
    office = copied(empty, tmp_path / "office")
    put(office, [Placed("stopped", 0)])
    assert run_on(office, FIRST + timedelta(400)) == []
    office.close()


Started = Callable[[], "subprocess.Popen[str]"]


def started(data: Path, database: str, on: date) -> Started:
    words = [sys.executable, "-m", "rebuild", "--data", str(data), "clocks", "run"]
    words += ["--on", on.isoformat(), "--no-print", "--json"]
    environment = {**os.environ, "REBUILD_DATABASE_URL": database}
    return lambda: subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_processes_at_once_do_everything_once(address: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    make_office(data=data, database=address, chance=same_bytes)
    office = opened(data, address)
    put(office, [*ALL, *ALL, *ALL])
    office.database.close()
    on = FIRST + timedelta(MONTH)
    both = [start() for start in (started(data, address, on),) * 2]
    answers = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    told = [json.loads(out)["fired"] for out, _ in answers]
    assert all(each["allowed"] for fired in told for each in fired)
    office = opened(data, address)
    keys = [deed.key for deeds in book(office).values() for deed in deeds if deed.by == "clock"]
    with office.database.reading() as session:
        assert verify(session).ok
    fired = [
        (number, event.seat, event.run, event.action, event.on)
        for number, deeds in book(office).items()
        for deed in deeds
        for event in deed.events
        if isinstance(event, ActionTaken) and event.by == "clock"
    ]
    assert len(keys) == len(set(keys))
    assert (
        len(fired) == len(set(fired)) >= len(keys)
    )  # of households served alike, one deed is several
    assert run_on(office, on) == []
    alone = opened_alone(tmp_path)
    run_on(alone, on)
    assert len(keys) == sum(deed.by == "clock" for deeds in book(alone).values() for deed in deeds)
    alone.close()
    office.close()


def opened_alone(folder: Path) -> Office:
    """The same cases in an office where nobody else runs the clocks."""
    data = folder / "alone"
    make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
    office = opened(data)
    put(office, [*ALL, *ALL, *ALL])
    return office
