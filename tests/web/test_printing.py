"""Beside the pages: what is issued becomes a file soon after, what is due is done, and only one process does it."""

from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest

from rebuild.errors import StoreError
from rebuild.services.look_up import list_documents, look_up
from rebuild.web.printing import at_work
from rebuild.web.worker import OnlyOne, Worker
from tests.web.conftest import Desk

PATIENCE = 60


def waits_for(what) -> bool:
    """Whether it comes true in time."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        if what():
            return True
        sleep(0.05)
    return False


@pytest.mark.slow
def test_what_is_issued_is_printed_soon_and_by_itself(desk: Desk) -> None:
    def unprinted() -> int:
        return sum(not each["printed"] for each in list_documents(desk.office, desk.number))

    waiting = unprinted()
    assert waiting > 0
    with at_work(desk.app):
        assert waits_for(lambda: unprinted() < waiting)


@pytest.mark.slow
def test_a_time_limit_that_ran_out_overnight_is_done_at_the_start(desk: Desk) -> None:
    desk.now += timedelta(days=60)

    def marked() -> bool:
        return "planning.overdue" in look_up(desk.office, desk.number).case.flags

    assert not marked()
    with at_work(desk.app):
        assert waits_for(marked)


def test_only_one_of_two_processes_does_the_work_and_the_other_takes_over(tmp_path: Path) -> None:
    first, second = OnlyOne(tmp_path / "lock"), OnlyOne(tmp_path / "lock")
    assert first.is_me()
    assert not second.is_me()
    assert first.is_me()
    first.let_go()
    assert second.is_me()
    second.let_go()


def test_a_piece_of_work_that_fails_is_done_again_when_woken() -> None:
    turns: list[int] = []
    done = Event()

    def work() -> bool:
        turns.append(1)
        if len(turns) == 1:
            raise StoreError("数据库正忙")
        if len(turns) == 2:
            raise ZeroDivisionError
        done.set()
        return False

    worker = Worker("a test", work, every=0.01)
    worker.start()
    assert done.wait(PATIENCE)
    worker.stop()
    seen = len(turns)
    sleep(0.05)
    assert len(turns) == seen
