"""How often one address may ask what anyone may ask: a bucket for each, refilled steadily, in this process."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from fastapi import Request
from starlette.datastructures import State
from starlette.exceptions import HTTPException

MOST_ADDRESSES = 10_000


class Rate:
    """So many times at once, then one more each so many seconds."""

    def __init__(self, *, burst: int, every: float) -> None:
        self._burst, self._every = burst, every
        self._asked: OrderedDict[str, tuple[float, float]] = OrderedDict()  # left, as of when
        self._lock = Lock()

    def allows(self, who: str, now: float) -> bool:
        """Whether `who` may ask now; `now` in seconds of any clock."""
        with self._lock:
            left, asked = self._asked.pop(who, (float(self._burst), now))
            left = min(self._burst, left + max(0.0, now - asked) / self._every)
            allowed = left >= 1
            self._asked[who] = (left - 1 if allowed else left, now)
            # An address nobody has heard of for long has its bucket full again: it may be forgotten.
            while len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            return allowed


def limited(*, burst: int, every: float) -> Callable[[Request], None]:
    """A dependency for a public page: whoever asks too often is told to wait."""
    name = f"rate {burst} {every} "

    def within(request: Request) -> None:
        app = request.app.state
        route = getattr(request.scope.get("route"), "path", request.url.path)
        rate = _rates(app).setdefault(name + route, Rate(burst=burst, every=every))
        who = request.client.host if request.client else ""
        if not rate.allows(who, app.now().timestamp()):
            raise HTTPException(429, headers={"Retry-After": str(int(every) + 1)})

    return within


def _rates(app: State) -> dict[str, Rate]:
    """The buckets of one application; another one, as in a test, has its own."""
    if not hasattr(app, "rates"):
        app.rates = {}
    found: dict[str, Rate] = app.rates
    return found
