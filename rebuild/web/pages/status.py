"""办件进度: where a case stands, for whoever holds its number and code; no sign-in, nobody's name."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from rebuild.errors import NotFound
from rebuild.services.look_up import look_up
from rebuild.services.rating import services_to_rate
from rebuild.services.status_told import status_by_code
from rebuild.web.rate import limited
from rebuild.web.show import show

router = APIRouter(include_in_schema=False)
Within = Annotated[None, Depends(limited(burst=30, every=2))]
SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")


@router.get("/status")
def ask(request: Request) -> Response:
    return show(request, "public/status_ask.html", missed=False, number="")


@router.post("/status")
def look(
    request: Request, number: str = Form("", max_length=80), code: str = Form("", max_length=80)
) -> Response:
    plain, check = (_plain(each) for each in (number, code))
    return RedirectResponse(f"/status/{plain or '0'}/{check or '0'}", 303)


@router.get("/status/{number}/{code}")
def told(request: Request, number: str, code: str, within: Within) -> Response:
    """A wrong number and a wrong code get one and the same answer."""
    today = request.app.state.now().date()
    try:
        status = status_by_code(request.app.state.office, number=number, code=code, on=today)
    except NotFound:
        return show(request, "public/status_ask.html", status=404, missed=True, number=number)
    found = look_up(request.app.state.office, status["number"])
    to_rate = list(services_to_rate(request.app.state.office, found))
    return show(request, "public/status.html", s=status, to_rate=to_rate)


@router.post("/display")
def display(
    request: Request,
    back: str = Form("/", max_length=2000),
    large: str = Form(""),
    contrast: str = Form(""),
    language: str = Form(""),
) -> Response:
    """Larger type, stronger contrast, another language: kept in the browser for a year."""
    # Only an address of our own: nobody is sent elsewhere by a link made to look like ours.
    own = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    response = RedirectResponse(own, 303)
    for name, value in (("large", large), ("contrast", contrast), ("language", language)):
        if value in ("0", "1", "zh", "en"):
            response.set_cookie(name, value, max_age=365 * 24 * 3600, samesite="lax", httponly=True)
    return response


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed.upper() if sign in SIGNS)
