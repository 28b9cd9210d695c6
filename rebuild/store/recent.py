"""The cases folded last, so that the next action on one need not read its whole history again."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from rebuild.cases.facts import Case
from rebuild.store.projection import Projection

Key = tuple[str, str]  # case number, hash of its latest entry


class Remembered(NamedTuple):
    """A case, and what stands of it in the lists; None where it was folded here and not written."""

    case: Case
    projection: Projection | None = None


class Recent:
    """A bounded memory. A hash names one history only, so what is remembered can never be out of date."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[Key, Remembered] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Remembered | None:
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
            return found

    def put(self, key: Key, case: Case, projection: Projection | None = None) -> None:
        with self._lock:
            self._known[key] = Remembered(case, projection)
            if len(self._known) > self._size:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()

    def __len__(self) -> int:
        return len(self._known)
