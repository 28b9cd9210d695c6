"""The cases folded last, so that the next action on one need not read its whole history again."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from rebuild.cases.facts import Case
from rebuild.store.projection import Projection


class Remembered(NamedTuple):
    """A case, and what stands of it in the lists; None where it was folded here and not written."""

    head: str  # the hash of its latest entry
    case: Case
    projection: Projection | None = None


class Recent:
    """A bounded memory, each case once. A hash names one history only, so what is given is never out of date."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[str, Remembered] = OrderedDict()
        self._lock = Lock()

    def get(self, number: str, head: str) -> Remembered | None:
        with self._lock:
            found = self._known.get(number)
            if found is None or found.head != head:
                return None
            self._known.move_to_end(number)
            return found

    def put(self, number: str, known: Remembered) -> Remembered:
        with self._lock:
            self._known[number] = known
            self._known.move_to_end(number)
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return known

    def clear(self) -> None:
        with self._lock:
            self._known.clear()

    def __len__(self) -> int:
        return len(self._known)
