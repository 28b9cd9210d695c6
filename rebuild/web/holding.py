"""What a browser holds of a session, for how long it is believed, and where a browser may be sent on to."""

from datetime import timedelta

from fastapi import Request, Response

from rebuild.services.sign_in import Patience
from rebuild.settings import Settings


def cookie_name(request: Request) -> str:
    # A browser takes a __Host- cookie only over https, from this very host, for the whole site.
    return "__Host-rebuild" if request.app.state.settings.secure else "rebuild"


def hand_out(request: Request, response: Response, held: str) -> None:
    """Give the browser what it holds of a session; it forgets it when it is closed."""
    response.set_cookie(
        cookie_name(request),
        held,
        path="/",
        secure=request.app.state.settings.secure,
        httponly=True,
        samesite="lax",
    )


def take_back(request: Request, response: Response) -> None:
    response.delete_cookie(
        cookie_name(request),
        path="/",
        secure=request.app.state.settings.secure,
        httponly=True,
        samesite="lax",
    )


def own_address(given: str) -> str:
    """An address of our own to go on to; nobody is sent elsewhere by a link made to look like ours."""
    own = given.startswith("/") and not given.startswith(("//", "/\\"))
    return given if own and given.isprintable() else "/"


def patience(settings: Settings) -> Patience:
    return Patience(
        idle=timedelta(minutes=settings.idle_minutes),
        whole=timedelta(hours=settings.session_hours),
        confirmed=timedelta(minutes=settings.confirm_minutes),
    )
