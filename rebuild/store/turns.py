"""Who writes next: first come, first served among threads, one process at a time, and one sync to disk for those who queue.

SQLite lets one connection write and leaves the others to try their luck, which starves the unlucky
for seconds. So writers queue here. Whoever finds others waiting leaves the transaction open for the
next one and is answered when the last of the batch has committed: nobody is told before the disk has it.
"""

import fcntl
import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, get_ident
from time import monotonic, sleep
from typing import Any, Generic, TypeVar

from rebuild.errors import RebuildError, StoreError
from rebuild.store.trouble import BUSY, in_our_words

S = TypeVar("S")
BATCH = 32
BATCH_SECONDS = 0.02


class Door:
    """Lets one process in at a time. The one waiting inside the porch is next, so that none can push in front."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._porch = self._room = -1

    def enter(self, patience: float) -> None:
        if self._room < 0:
            self._open()
        until = monotonic() + patience
        _lock(self._porch, until)
        try:
            _lock(self._room, until)
        finally:
            fcntl.flock(self._porch, fcntl.LOCK_UN)

    def leave(self) -> None:
        fcntl.flock(self._room, fcntl.LOCK_UN)

    def close(self) -> None:
        for each in (self._porch, self._room):
            if each >= 0:
                os.close(each)
        self._porch = self._room = -1

    def _open(self) -> None:
        try:
            self._porch, self._room = (
                os.open(f"{self._database}-{name}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                for name in ("porch", "room")
            )
        except OSError as error:
            raise StoreError(
                f"无法在 {self._database.parent} 中建立锁文件，请检查目录的写权限与磁盘空间"
            ) from error


class _Batch:
    """The transaction that is open, and those who wait for it to be kept."""

    def __init__(self) -> None:
        self.members = 0
        self.opened = monotonic()
        self.done: Event | None = None
        self.error: Exception | None = None


class Turn(Generic[S]):
    """A session in a transaction that is kept when the block ends well and undone when it does not.

    Written out, because a generator with a context around it takes eight calls more at every action.
    """

    __slots__ = ("_session_of", "_turns")

    def __init__(self, turns: "Turns", session_of: Callable[[Any], S]) -> None:
        self._turns = turns
        self._session_of = session_of

    def __enter__(self) -> S:
        return self._session_of(self._turns.begin())

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            self._turns.keep()
        else:
            self._turns.undo(error)


class Turns:
    """The writers of one process, on the one connection it writes with."""

    def __init__(self, connect: Callable[[], Any], door: Door, *, patience: float) -> None:
        self._connect = connect
        self._door = door
        self._patience = patience
        self._connection: Any = None
        self._cursor: Any = None
        self._mutex = Lock()
        self._waiting: deque[Any] = deque()
        self._taken = False
        self._owner = 0
        self._batch: _Batch | None = None

    def begin(self) -> Any:
        """Wait for one's turn; the cursor to write with, in a transaction."""
        self._wait()
        try:
            batch = self._open()
        except BaseException:
            self._hand_on()
            raise
        try:
            if batch.members:
                self._cursor.execute("SAVEPOINT step")
        except BaseException as error:
            self.undo(error)
            raise
        return self._cursor

    def keep(self) -> None:
        """End the turn; told only when the disk has what was written in it."""
        batch = self._batch
        assert batch is not None, "a turn is kept by the one whose it is"
        try:
            if batch.members:
                self._cursor.execute("RELEASE step")
        except BaseException as error:
            self.undo(error)
            raise
        batch.members += 1
        self._finish(batch, kept=True)

    def undo(self, error: BaseException) -> None:
        """End the turn, and undo what was written in it."""
        batch = self._batch
        assert batch is not None, "a turn is undone by the one whose it is"
        self._undo(batch, error)
        self._finish(batch, kept=False)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._cursor = None
        self._door.close()

    def _wait(self) -> None:
        with self._mutex:
            if not self._taken:
                self._taken = True
                self._owner = get_ident()
                return
            assert self._owner != get_ident(), "a writing session is opened inside another one"
            ticket = Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        if not ticket.acquire(timeout=self._patience):
            with self._mutex:
                # The turn may have been handed over just as patience ran out; then it is ours after all.
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
                    raise StoreError(BUSY)
        self._owner = get_ident()

    def _hand_on(self) -> None:
        with self._mutex:
            self._owner = 0
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _open(self) -> _Batch:
        if self._batch is not None:
            return self._batch
        self._door.enter(self._patience)
        try:
            if self._connection is None:
                self._connection = self._connect()
                self._cursor = self._connection.cursor()
            self._cursor.execute("BEGIN IMMEDIATE")
        except BaseException as error:
            self._door.leave()
            if hasattr(error, "sqlite_errorcode"):
                raise in_our_words(error) from error
            raise
        self._batch = _Batch()
        return self._batch

    def _undo(self, batch: _Batch, error: BaseException) -> None:
        if not self._connection.in_transaction:
            # A full disk makes SQLite undo everything, also what the others of the batch had written.
            batch.error = error if isinstance(error, Exception) else StoreError(BUSY)
        elif batch.members:
            try:
                self._cursor.execute("ROLLBACK TO step")
                self._cursor.execute("RELEASE step")
            except Exception as worse:
                batch.error = worse
                self._cursor.execute("ROLLBACK")
        else:
            self._cursor.execute("ROLLBACK")

    def _finish(self, batch: _Batch, *, kept: bool) -> None:
        if self._may_wait(batch):
            if batch.done is None:
                batch.done = Event()
            self._hand_on()
            if kept:
                batch.done.wait()
        else:
            self._close(batch)
        if kept and batch.error is not None:
            raise _told(batch.error) from batch.error

    def _may_wait(self, batch: _Batch) -> bool:
        return bool(
            self._waiting
            and 0 < batch.members < BATCH
            and batch.error is None
            and monotonic() - batch.opened < BATCH_SECONDS
        )

    def _close(self, batch: _Batch) -> None:
        self._batch = None
        if self._connection.in_transaction:
            try:
                self._cursor.execute("COMMIT")
            except Exception as error:
                batch.error = error
                if self._connection.in_transaction:
                    self._cursor.execute("ROLLBACK")
        self._door.leave()
        if batch.done is not None:
            batch.done.set()
        self._hand_on()


def _told(error: Exception) -> RebuildError:
    # One exception object must not be raised in several threads.
    return StoreError(str(error)) if isinstance(error, RebuildError) else in_our_words(error)


def _lock(descriptor: int, until: float) -> None:
    # flock cannot be given a time to wait, and a stopped process must not stop the office.
    pause = 0.00005
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if monotonic() > until:
                raise StoreError(BUSY) from None
        sleep(pause)
        pause = min(pause * 1.5, 0.001)
