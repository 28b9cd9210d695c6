"""Writers are served in turn, share a sync where they queue, and hear in Chinese why they cannot write."""

import os
import stat
from pathlib import Path
from threading import Barrier, Event, Thread
from time import monotonic, sleep

import pytest

from rebuild.errors import NotFound, StoreError
from rebuild.store import cases, ledger
from rebuild.store.database import Database
from rebuild.store.verify import verify
from tests.store.direct import behind
from tests.store.sample_office import advance, open_case


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.db"


@pytest.fixture
def office(path: Path):
    database = Database(f"sqlite:///{path}", patience=5)
    database.create()
    with database.writing() as session:
        for n in range(16):
            open_case(session, f"D-{n:02d}")
    yield database
    database.close()


def together(works):
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        work()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_sixteen_writers_at_once_all_keep_their_work(office):
    def clerk(n):
        for _ in range(12):
            with office.writing() as session:
                advance(session, f"D-{n:02d}")

    together([lambda n=n: clerk(n) for n in range(16)])
    with office.reading() as session:
        assert verify(session).ok
        assert {cases.get(session, f"D-{n:02d}").seq for n in range(16)} == {13}


def test_one_who_fails_does_not_undo_those_who_share_the_transaction(office):
    failed = []

    def clerk(n):
        for turn in range(10):
            try:
                with office.writing() as session:
                    advance(session, f"D-{n:02d}")
                    if n % 4 == 0 and turn % 2:
                        cases.get(session, "D-404")
            except NotFound:
                failed.append(n)

    together([lambda n=n: clerk(n) for n in range(16)])
    with office.reading() as session:
        assert verify(session).ok
        kept = [cases.get(session, f"D-{n:02d}").seq - 1 for n in range(16)]
    assert kept == [5 if n % 4 == 0 else 10 for n in range(16)]
    assert len(failed) == 20


def test_what_is_acknowledged_can_be_read_at_once_by_another_process_s_eyes(office, path):
    wrong = []

    def clerk(n):
        other = Database(f"sqlite:///{path}")
        for _ in range(8):
            with office.writing() as session:
                stored = advance(session, f"D-{n:02d}")
            with other.reading() as session:
                if cases.get(session, stored.number).seq < stored.seq:
                    wrong.append(stored)
        other.close()

    together([lambda n=n: clerk(n) for n in range(8)])
    assert wrong == []


def test_a_writer_in_a_process_that_never_rests_does_not_starve_another(path, office):
    """Two offices on one file: the one that writes without pause lets the other in at every turn."""
    other, stop, waits = Database(f"sqlite:///{path}"), Event(), []

    def never_rest():
        while not stop.is_set():
            with other.writing() as session:
                advance(session, "D-00")

    busy = Thread(target=never_rest)
    busy.start()
    for _ in range(20):
        began = monotonic()
        with office.writing() as session:
            advance(session, "D-01")
        waits.append(monotonic() - began)
    stop.set()
    busy.join()
    other.close()
    assert max(waits) < 1


def test_who_waits_too_long_is_told_and_the_next_is_served(path, office):
    hasty, held, release = Database(f"sqlite:///{path}", patience=0.2), Event(), Event()

    def hold():
        with office.writing() as session:
            advance(session, "D-00")
            held.set()
            release.wait(5)

    holder = Thread(target=hold)
    holder.start()
    held.wait(5)
    with pytest.raises(StoreError, match="占用"), hasty.writing():
        pass
    release.set()
    holder.join()
    with hasty.writing() as session:
        assert advance(session, "D-00").seq == 3
    hasty.close()


def test_a_thread_that_waits_too_long_in_its_own_process_is_told_too(path):
    database = Database(f"sqlite:///{path}", patience=0.2)
    database.create()
    told = []

    def impatient():
        try:
            with database.writing():
                pass
        except StoreError as error:
            told.append(str(error))

    with database.writing() as session:
        waiting = Thread(target=impatient)
        waiting.start()
        waiting.join()
        open_case(session, "D-1")
    database.close()
    assert len(told) == 1
    assert "占用" in told[0]


def test_a_writing_session_cannot_be_opened_inside_another(office):
    with office.writing() as session:
        advance(session, "D-00")
        with pytest.raises(AssertionError), office.writing():
            pass
    with office.reading() as session:
        assert cases.get(session, "D-00").seq == 2


def write_without_end(office, written):
    for _ in range(2000):
        with office.writing() as session:
            seq = advance(session, "D-00", note="材料" * 200).seq
        written.append(seq)


def test_a_full_disk_is_told_and_work_goes_on_once_there_is_room(office, path, full_disk):
    limit = max(file.stat().st_size for file in path.parent.iterdir()) + 64 * 1024
    written = []
    with full_disk(limit=limit), pytest.raises(StoreError, match="磁盘"):
        write_without_end(office, written)
    assert written
    with office.reading() as session:
        assert cases.get(session, "D-00").seq == written[-1]
        assert verify(session).ok
    with office.writing() as session:
        advance(session, "D-00")
    assert office.damage() == ()


def test_a_reader_sees_one_picture_while_others_write(office):
    with office.reading() as session:
        before = ledger.head(session)
        with office.writing() as writer:
            advance(writer, "D-00")
        assert ledger.head(session) == before


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "letter.db").write_text("尊敬的住户：" * 200)
    with (
        pytest.raises(StoreError, match="不是本系统的数据库"),
        Database(f"sqlite:///{tmp_path}/letter.db").writing(),
    ):
        pass


def test_a_damaged_file_is_told_and_not_read_as_if_it_were_whole(office, path):
    office.close()
    raw = bytearray(path.read_bytes())
    for page in range(4096, len(raw), 4096):
        if b'"events":' in raw[page : page + 4096]:
            raw[page : page + 100] = os.urandom(100)
    path.write_bytes(raw)
    damaged = Database(f"sqlite:///{path}")
    assert damaged.damage() != ()
    with pytest.raises(StoreError), damaged.reading() as session:
        list(ledger.every_entry(session))
    with damaged.reading(lenient=True) as session:
        assert not verify(session).ok


def test_a_server_that_is_not_there_is_told():
    database = Database("postgresql://nobody@127.0.0.1:1/office", patience=1)
    with pytest.raises(StoreError, match="无法连接"), database.reading():
        pass


def test_a_connection_cut_by_the_server_is_replaced_at_the_next_action(database, address):
    with database.writing() as session:
        open_case(session, "D-1")
    if address.startswith("postgresql"):
        with behind(address) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        sleep(0.05)
    with database.writing() as session:
        assert advance(session, "D-1").seq == 2


def test_two_cases_advance_in_parallel_on_both_databases(database):
    with database.writing() as session:
        for n in range(4):
            open_case(session, f"D-{n}")

    def clerk(n):
        for _ in range(10):
            with database.writing() as session:
                advance(session, f"D-{n}")

    together([lambda n=n: clerk(n) for n in range(4)])
    with database.reading() as session:
        assert verify(session).entries == 44
        assert verify(session).ok


def test_the_lock_files_are_the_office_s_alone(office, path):
    for name in ("porch", "room"):
        assert stat.S_IMODE(path.with_name(f"office.db-{name}").stat().st_mode) == 0o600
