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

# The same for the API, whose addresses answer to tokens: every operation with every right it asks.
API_WANTED: dict[str, tuple[str, ...]] = {
    "GET /me": (),
    "GET /desk": (Right.SEE_CASE,),
    "GET /desk/mine": (Right.SEE_CASE,),
    "GET /desk/done": (Right.SEE_CASE,),
    "GET /desk/choices": (Right.SEE_CASE,),
    "GET /desk/votes": (Right.SEE_CASE,),
    "GET /desk/openings": (),
    "GET /cases": (Right.SEE_CASE,),
    "POST /cases": (),  # the workflow says who opens one: a refusal is an answer
    "GET /cases/{number}": (case(Right.SEE_CASE),),
    "GET /cases/{number}/why": (case(Right.SEE_CASE),),
    "GET /cases/{number}/clocks": (case(Right.SEE_CASE),),
    "GET /cases/{number}/consensus": (case(Right.SEE_HOUSEHOLDS),),
    "GET /cases/{number}/history": (case(Right.SEE_LEDGER),),
    "GET /cases/{number}/documents": (case(Right.SEE_CASE),),
    "POST /cases/{number}/actions/{seat}/{action}": (case(Right.SEE_CASE),),
    "POST /cases/{number}/actions/{seat}/{action}/preview": (case(Right.SEE_CASE),),
    "GET /cases/{number}/head": (case(Right.SEE_CASE),),
    "GET /cases/{number}/facts": (case(Right.SEE_CASE),),
    "GET /cases/{number}/course": (case(Right.SEE_CASE),),
    "GET /cases/{number}/materials": (case(Right.SEE_CASE),),
    "GET /cases/{number}/flow": (case(Right.SEE_CASE),),
    "GET /cases/{number}/papers": (case(Right.SEE_CASE),),
    "GET /cases/{number}/clocks/{seat}/{clock}": (case(Right.SEE_CASE),),
    "GET /cases/{number}/clocks/{seat}/{clock}/sheet": (case(Right.SEE_CASE),),
    "GET /cases/{number}/ledger": (case(Right.SEE_LEDGER),),
    "GET /cases/{number}/ledger/check": (case(Right.SEE_LEDGER),),
    "GET /cases/{number}/uploads": (case(Right.SEE_CASE),),
    "POST /cases/{number}/uploads": (case(Right.ACT),),
    "GET /cases/{number}/uploads/{upload}": (case(Right.SEE_PEOPLE),),
    "DELETE /cases/{number}/uploads/{upload}": (case(Right.ACT),),
    "GET /cases/{number}/roll": (case(Right.SEE_HOUSEHOLDS),),
    "POST /cases/{number}/roll": (case(Right.ACT),),
    "GET /cases/{number}/roll/template": (case(Right.SEE_HOUSEHOLDS),),
    "POST /cases/{number}/votes": (case(Right.ACT),),
    "GET /cases/{number}/ballots": (case(Right.SEE_HOUSEHOLDS),),
    "POST /cases/{number}/ballots": (case(Right.SEE_HOUSEHOLDS), case(Right.ACT)),
    "POST /cases/{number}/ballots/tally": (case(Right.SEE_HOUSEHOLDS),),
    "GET /cases/{number}/building": (case(Right.SEE_HOUSEHOLDS),),
    "GET /cases/{number}/poster": (case(Right.SEE_HOUSEHOLDS),),
    "GET /cases/{number}/links": (case(Right.MAKE_LINKS),),
    "POST /cases/{number}/links": (case(Right.MAKE_LINKS),),
    "DELETE /cases/{number}/links": (case(Right.MAKE_LINKS),),
    "GET /service": (Right.SEE_CASE,),
    "GET /service/{number}": (case(Right.ACT),),
    "POST /service/{number}": (case(Right.ACT),),
    "GET /documents/{document}": (case(Right.SEE_CASE),),
    "GET /documents/{document}/pdf": (case(Right.SEE_CASE),),
    "GET /papers": (Right.SEE_CASE,),
    "GET /papers/print": (Right.PRINT,),
    "GET /papers/print/file": (Right.PRINT,),
    "GET /hand-over": (Right.HAND_OVER,),
    "GET /hand-over/staff": (Right.HAND_OVER,),
    "POST /hand-over": (Right.HAND_OVER,),
    "POST /exports": (Right.EXPORT,),
    "GET /exports/{export}": (Right.EXPORT,),
    "GET /exports/{export}/file": (Right.EXPORT,),
    "GET /oversight": (Right.OVERSEE,),
    "GET /oversight/excel": (Right.OVERSEE, Right.EXPORT),
    "GET /buildings": (Right.SEE_HOUSEHOLDS,),
    "GET /verify/{code}": (),
    "POST /verify": (),
    "GET /status/{number}/{code}": (),
    "GET /households/{link}": (),
    "GET /households/{link}/papers/{document}": (),
    "GET /ratings/{number}/{seat}/{run}/{code}": (),
    "PUT /ratings/{number}/{seat}/{run}/{code}": (),
    "GET /law": (Right.READ_LAW,),
    "GET /law/figures": (Right.READ_LAW,),
    "GET /law/sources": (Right.READ_LAW,),
    "GET /law/flow/{seat}": (Right.READ_LAW,),
    "GET /office/organs": (Right.INSPECT,),
    "GET /office/calendar": (Right.INSPECT,),
    "POST /office/calendar/preview": (Right.INSPECT,),
    "GET /office/definitions": (Right.INSPECT,),
    "GET /office/definitions/{workflow}/changes": (Right.INSPECT,),
    "GET /office/health": (Right.INSPECT,),
    "GET /office/ledger": (Right.INSPECT,),
    "GET /office/log": (Right.INSPECT,),
    "GET /office/people": (Right.INSPECT,),
    "GET /office/tokens": (Right.INSPECT,),
    "GET /webhooks": (Right.SEE_CASE,),
    "POST /webhooks": (Right.SEE_CASE,),
    "DELETE /webhooks/{webhook}": (Right.SEE_CASE,),
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
    """Every address but those of the API, which has its own table, and the static files."""
    return sorted(set(_walk(app.routes)))


def _walk(routes: Any, before: str = "") -> Iterator[Route]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _walk(inner.routes, before)
        elif getattr(route, "methods", None):
            for method in route.methods - {"HEAD"}:
                yield Route(before + route.path, method)
