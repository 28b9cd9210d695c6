"""Requests put to the application itself, with no network, client library or thread between, so that thousands are cheap."""

import asyncio
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from starlette import concurrency

HOST = (b"host", b"testserver")
INSIDE = re.compile(
    r"Traceback|File \"|sqlalchemy|jinja2|psycopg|rebuild\.(web|services|store)|/site-packages/"
)
SCRIPT = "<script>alert("  # what no page may ever send back as it came


class Request(NamedTuple):
    """One request as it would come off the wire: an address in ASCII, headers and body as bytes."""

    method: str
    target: str
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    def but_with(self, *headers: tuple[bytes, bytes]) -> "Request":
        return self._replace(headers=(*self.headers, *headers))


class Answer(NamedTuple):
    """What came of it; `raised`: what got past every handler of trouble, besides the answer sent."""

    status: int = 0
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    raised: BaseException | None = None

    def header(self, name: str) -> str:
        found = [value for key, value in self.headers if key.decode().lower() == name]
        return found[0].decode("latin-1") if found else ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Asker:
    """Somebody who asks one application, one request after the other.

    In a thread of their own: where a browser was opened before, a loop runs in the thread of the tests for good.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()

    def ask(self, request: Request) -> Answer:
        return self._thread.submit(lambda: self._runner.run(self._ask(request))).result()

    def close(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    async def _ask(self, request: Request) -> Answer:
        start: dict[str, Any] = {}
        come: list[bytes] = []
        waiting = [request.body]

        async def receive() -> dict[str, Any]:
            if not waiting:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}

        async def send(message: Any) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            come.append(message.get("body", b""))

        raised = None
        try:
            await self._app(scope_of(request), receive, send)
        except Exception as error:  # the server would log it; here it is what is looked for
            raised = error
        headers = tuple(start.get("headers", ()))
        return Answer(start.get("status", 0), headers, b"".join(come), raised)


def scope_of(request: Request) -> dict[str, Any]:
    """As uvicorn makes it of the same bytes."""
    path, _, query = request.target.partition("?")
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": request.method, "path": unquote(path), "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"), "root_path": "", "state": {},
        "headers": [HOST, *request.headers],
        "client": ("192.0.2.7", 50_000), "server": ("testserver", 80),
    }  # fmt: skip


def faults_of(answer: Answer) -> Iterator[str]:
    """Everything an answer must not be, whatever was asked; nothing, as it should be."""
    if answer.raised is not None:
        yield f"raised {answer.raised!r}"[:300]
    if not 200 <= answer.status < 500:
        yield f"status {answer.status}"
    if any(b"\n" in value or b"\r" in value for _, value in answer.headers):
        yield "a header of two lines"
    if answer.status < 500 and not answer.header("content-security-policy"):
        yield "no policy for the browser"
    kind = answer.header("content-type")
    if kind.startswith(("text/", "application/json", "application/problem")):
        if INSIDE.search(answer.text):
            yield "the inside of the program"
        if kind.startswith("text/html") and SCRIPT in answer.text:
            yield "a script that was typed"


@contextmanager
def without_threads() -> Iterator[None]:
    """Handlers run where they are called: half the time of a short request goes into handing it over."""

    async def here(function: Any, /, *args: Any, **named: Any) -> Any:
        return function(*args, **named)

    handed_over = concurrency.run_in_threadpool
    with pytest.MonkeyPatch.context() as patch:
        for module in tuple(sys.modules.values()):
            if getattr(module, "run_in_threadpool", None) is handed_over:
                patch.setattr(module, "run_in_threadpool", here)
        yield
