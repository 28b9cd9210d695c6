"""What every answer carries for the browser's sake, and what every posted form is asked before it is read."""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rebuild.web.show import show

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no referrer at all a browser would send our own forms with the origin `null`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
HARMLESS = {"GET", "HEAD", "OPTIONS"}
HALF_A_YEAR = 180 * 24 * 3600


class Guarded:
    """Around the whole application: forms from elsewhere are refused, every answer is closed off."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        strict = {"Strict-Transport-Security": f"max-age={HALF_A_YEAR}"} if secure else {}
        self._headers = HEADERS | strict

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        if request.method not in HARMLESS and not _from_here(request):
            refused = show(request, "trouble/refused.html", status=403, code=403)
            await refused(scope, receive, answer)
            return
        await self._app(scope, receive, answer)


def _from_here(request: Request) -> bool:
    """Whether a page of ours may have sent it, as far as the browser says.

    A client with a token of its own is no browser, and has no cookie that could be abused.
    """
    if request.url.path.startswith("/api/"):
        return True
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or _host_of(origin) == request.headers.get("host", "")


def _host_of(origin: str) -> str | None:
    """None where it is no address at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
