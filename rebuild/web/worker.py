"""What is done beside the pages: at the start, whenever it is woken, and again after a while."""

import fcntl
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TextIO

from rebuild.errors import RebuildError

LOG = logging.getLogger("rebuild.worker")


class Worker:
    """One thread with one piece of work that is safe to do again; nothing that goes wrong ends it."""

    def __init__(self, name: str, work: Callable[[], bool], *, every: float) -> None:
        """`work` says whether there is more of it; `every`: after so many seconds it is done again unasked."""
        self._name = name
        self._work = work
        self._every = every
        self._woken = Event()
        self._ended = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Do it now; returns at once."""
        self._woken.set()

    def stop(self, patience: float = 10) -> None:
        """Do it no more; what is under way is waited for."""
        self._ended.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            more = False
            try:
                more = self._work()
            except RebuildError as error:
                LOG.warning("%s: %s", self._name, error)
            except Exception:
                LOG.exception("%s", self._name)
            if not more:
                self._woken.wait(self._every)


class OnlyOne:
    """Of several processes at one office, one does the work beside the pages: whoever holds the lock file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._asking = Lock()
        self._held: TextIO | None = None

    def is_me(self) -> bool:
        """Whether this process has the lock, or gets it now that its holder is gone."""
        with self._asking:
            if self._held is None:
                self._held = self._taken()
            return self._held is not None

    def _taken(self) -> TextIO | None:
        file = self._file.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
