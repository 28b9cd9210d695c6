"""Every address of the desk, drawn from the application itself, and what each asks of whoever opens it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from rebuild.services.rights import Right

# What an address asks. A right alone: of whoever has it in any case. `case:` before it: in that very case.
PUBLIC, SIGNED_IN = "public", "signed in"


def case(right: Right) -> str:
    return f"case:{right.value}"


WANTED: dict[str, str] = {
    "/sample": PUBLIC,
    "/": SIGNED_IN,
    "/mine": SIGNED_IN,
    "/done": SIGNED_IN,
    "/cases": SIGNED_IN,
    "/votes": SIGNED_IN,
    "/papers": SIGNED_IN,
    "/service": SIGNED_IN,
    "/cases/new": Right.ACT,
    "/cases/{number}": case(Right.SEE_CASE),
    "/cases/{number}/act": case(Right.SEE_CASE),
    "/cases/{number}/clocks": case(Right.SEE_CASE),
    "/cases/{number}/facts": case(Right.SEE_CASE),
    "/cases/{number}/course": case(Right.SEE_CASE),
    "/cases/{number}/flow": case(Right.SEE_CASE),
    "/cases/{number}/materials": case(Right.SEE_CASE),
    "/cases/{number}/papers": case(Right.SEE_CASE),
    "/cases/{number}/owners": case(Right.SEE_HOUSEHOLDS),
    "/cases/{number}/ledger": case(Right.SEE_LEDGER),
    "/service/{number}": case(Right.ACT),
    "/documents/{document}.pdf": case(Right.SEE_CASE),
    "/hand-over": Right.HAND_OVER,
    "/export": Right.EXPORT,
    "/committee": SIGNED_IN,
    "/committee/{number}": case(Right.SEE_HOUSEHOLDS),
    "/committee/{number}/links": case(Right.MAKE_LINKS),
    "/law": SIGNED_IN,
    "/oversight": Right.OVERSEE,
    "/admin": Right.ADMINISTER,
    "/account": SIGNED_IN,
    "/confirm-password": SIGNED_IN,
    "/sign-out": SIGNED_IN,
    "/sign-in": PUBLIC,
    "/verify": PUBLIC,
    "/status": PUBLIC,
    "/display": PUBLIC,
    "/rate": PUBLIC,
    "/household": PUBLIC,
}


# Where the workflow itself also has a say: who may begin a case, what can be served today.
MAY_STILL_REFUSE = ("/cases/new", "/service/{number}", "/cases/{number}/act")


class Route(NamedTuple):
    """One address and one method of asking for it."""

    path: str
    method: str

    @property
    def wanted(self) -> str | None:
        """The row it stands in: its own, or that of the longest address it goes on from."""
        path = self.path
        while path:
            if path in WANTED:
                return str(WANTED[path])
            path = path.rpartition("/")[0]
        return WANTED["/"] if self.path == "/" else None


def routes_of(app: Any) -> list[Route]:
    """Every address but those of the API, which has its own list, and the static files."""
    return sorted(set(_walk(app.routes)))


def _walk(routes: Any, before: str = "") -> Iterator[Route]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _walk(inner.routes, before)
        elif getattr(route, "methods", None):
            for method in route.methods - {"HEAD"}:
                yield Route(before + route.path, method)
