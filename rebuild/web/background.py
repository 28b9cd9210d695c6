"""Long work beside the pages: begun once, watched on a page with a bar, its result kept for a while."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

MOST_KEPT = 30


@dataclass(slots=True)
class Work:
    """How far it is; `result` once it is done, `failed` where it could not be."""

    total: int
    done: int = 0
    result: Any = None
    failed: bool = False
    finished: Event = field(default_factory=Event)

    def step(self) -> None:
        self.done += 1

    @property
    def over(self) -> bool:
        return self.finished.is_set()

    @property
    def percent(self) -> int:
        return min(99, self.done * 100 // self.total) if self.total else 0


@dataclass(slots=True)
class Background:
    """Works by their key; the same key asked for again is the same work, not a second one."""

    _works: OrderedDict[str, Work] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, key: str, total: int, make: Callable[[Work], Any]) -> Work:
        """The work under a key, begun if it is not; `make` is given the work, to tell how far it is."""
        with self._lock:
            known = self._works.get(key)
            if known is not None:
                return known
            work = self._works[key] = Work(total)
            while len(self._works) > MOST_KEPT:
                self._works.popitem(last=False)
        Thread(target=_run, args=(work, make), daemon=True, name=f"work {key}").start()
        return work

    def find(self, key: str) -> Work | None:
        with self._lock:
            return self._works.get(key)


def _run(work: Work, make: Callable[[Work], Any]) -> None:
    try:
        work.result = make(work)
    except Exception:  # told on the page; a thread has nobody else to tell
        work.failed = True
        raise
    finally:
        work.finished.set()
