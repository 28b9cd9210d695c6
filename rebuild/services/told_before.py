"""算过的不再算: what was worked out of a case as it stands, kept for the next page that tells the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Told = TypeVar("Told")


class ToldBefore:
    """A bounded memory of one process.

    What something was worked out from is its whole key, and a case goes in by the hash of its latest
    entry, which names one history only: so what is given is never out of date, whoever acts where.
    It is shared by all who ask, who therefore leave it as it is.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def once(self, key: Hashable, make: Callable[[], Told]) -> Told:
        """What is known under a key, else what is made now. Two may make it at the same time: it is the same."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                known: Told = self._known[key]
                return known
        made = make()
        with self._lock:
            self._known[key] = made
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._known)
