"""How much anybody may send: counted as it comes in, whatever the request says of its own length."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rebuild.web.api.problems import is_api, problem
from rebuild.web.show import show

FORM = (
    4 << 20
)  # the largest form of ours, three hundred households with every field filled in, is below one
ROOM = 64 << 10  # what a form writes around a file
WITH_FILES = re.compile(
    r"/(cases/[^/]+/(uploads|owners/photographs|owners/roll/import)|verify(/.*)?|api/.*)"
)
TOO_LARGE = 413


class Bounded:
    """Around the whole application: a body that grows beyond its bounds is read no further."""

    def __init__(self, app: ASGIApp, *, largest_file: int) -> None:
        self._app = app
        self._largest_file = largest_file + ROOM

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._largest_file if WITH_FILES.fullmatch(scope["path"]) else FORM
        request = Request(scope, receive)
        told = request.headers.get("content-length", "")
        if told.isdecimal() and int(told) > most:
            refused = _refused(request)
            refused.headers["Connection"] = "close"
            await refused(scope, receive, send)
            return
        come = 0

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(TOO_LARGE, headers={"Connection": "close"})
            return message

        await self._app(scope, counted, send)


def _refused(request: Request) -> Response:
    if is_api(request):
        return problem(TOO_LARGE)
    return show(request, "trouble/refused.html", status=TOO_LARGE, code=TOO_LARGE)
