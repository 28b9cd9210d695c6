"""The cases folded last, so that the next action on one need not read its whole history again."""

from collections import OrderedDict
from threading import Lock

from rebuild.cases.facts import Case

Key = tuple[str, str]  # case number, hash of its latest entry


class Recent:
    """A bounded memory. A hash names one history only, so what is remembered can never be out of date."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[Key, Case] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Case | None:
        with self._lock:
            case = self._known.get(key)
            if case is not None:
                self._known.move_to_end(key)
            return case

    def put(self, key: Key, case: Case) -> None:
        with self._lock:
            self._known[key] = case
            self._known.move_to_end(key)
            if len(self._known) > self._size:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()

    def __len__(self) -> int:
        return len(self._known)
