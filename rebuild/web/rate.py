"""How often one address may ask what anyone may ask: a bucket for each, refilled steadily, in a file that all processes share."""

import mmap
import os
import struct
from collections.abc import Callable
from fcntl import LOCK_EX, LOCK_UN, lockf
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from weakref import finalize

from fastapi import Request
from starlette.exceptions import HTTPException

FILE = "rates.shared"
PLACES, NEIGHBOURS = 16_384, 8
_BUCKET = struct.Struct("<8sdd")  # whose it is, what is left in it, as of when
_SIZE = PLACES * _BUCKET.size


class Buckets:
    """The buckets of everybody, in a table of one size: whoever asked longest ago makes room for whoever asks now.

    An address nobody has heard of for long has its bucket full again: it may be forgotten.
    """

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, _SIZE)
        self._table = mmap.mmap(self._file, _SIZE)
        finalize(self, os.close, self._file)
        self._lock = Lock()  # a lock on a file keeps out other processes, and no thread of this one

    def allows(self, who: str, now: float, *, burst: int, every: float) -> bool:
        """Whether `who` may ask now: so many times at once, then one more each `every` seconds of any clock."""
        mine = blake2b(who.encode(), digest_size=8).digest()
        with self._lock:
            lockf(self._file, LOCK_EX)
            try:
                place, known = self._place_of(mine)
                left, asked = known or (float(burst), now)
                left = min(burst, left + max(0.0, now - asked) / every)
                allowed = left >= 1
                _BUCKET.pack_into(self._table, place, mine, left - 1 if allowed else left, now)
            finally:
                lockf(self._file, LOCK_UN)
        return allowed

    def _place_of(self, mine: bytes) -> tuple[int, tuple[float, float] | None]:
        """Where a bucket is, with what is in it; for a new one the place that was asked of longest ago."""
        first = int.from_bytes(mine, "little")
        oldest, when = 0, float("inf")
        for step in range(NEIGHBOURS):
            place = (first + step) % PLACES * _BUCKET.size
            whose, left, asked = _BUCKET.unpack_from(self._table, place)
            if whose == mine:
                return place, (left, asked)
            if asked < when:
                oldest, when = place, asked
        return oldest, None


def limited(*, burst: int, every: float) -> Callable[[Request], None]:
    """A dependency for a public page: whoever asks too often is told to wait."""

    def within(request: Request) -> None:
        app = request.app.state
        route = getattr(request.scope.get("route"), "path", request.url.path)
        who = request.client.host if request.client else ""
        name = f"{burst} {every} {route} {who}"
        buckets: Buckets = app.buckets
        if not buckets.allows(name, app.now().timestamp(), burst=burst, every=every):
            raise HTTPException(429, headers={"Retry-After": str(int(every) + 1)})

    return within
