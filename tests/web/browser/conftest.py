"""A real browser before a real server: Chromium, with scripts or without, at a desk served by uvicorn."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from time import sleep
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from rebuild.services.sample_people import SAMPLE_PASSWORD
from tests.web.conftest import UNDER_REVIEW, Desk, desk_at, offices

__all__ = ["desk_at", "offices"]

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    "",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-default-browser-check",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test has a profile of its own."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *QUIET])
        yield browser
        browser.close()


class Served:
    """A desk at an address, and browsers before it; it keeps what any of them complained of."""

    def __init__(self, desk: Desk, chromium: Browser, address: str, stack: ExitStack) -> None:
        self.desk = desk
        self.address = address
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self._chromium = chromium
        self._stack = stack

    def browser(
        self, *, scripts: bool = True, width: int = 1366, height: int = 768
    ) -> BrowserContext:
        context = self._chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            base_url=self.address,
        )
        self._stack.callback(context.close)
        context.on("console", self._heard)
        context.on("request", self._asked)
        return context

    def signed_in(self, person: str, **how: Any) -> Page:
        page = self.browser(**how).new_page()
        page.goto("/sign-in")
        page.fill("[name=name]", person)
        page.fill("[name=password]", SAMPLE_PASSWORD)
        page.click("main button")
        page.wait_for_load_state()
        return page

    def _heard(self, message: Any) -> None:
        # A refusal is answered 409 or 422, and the browser remarks on that; nothing else may be said.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.elsewhere.append(request.url)


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """The desk on a port of its own; the address."""
    server = uvicorn.Server(uvicorn.Config(desk.app, port=0, log_level="error", lifespan="off"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def served_at(desk_at, chromium) -> Iterator[Callable[..., Served]]:
    """Serve an office told so far, on a day; at the end nothing may have been complained of or asked elsewhere."""
    with ExitStack() as stack:
        made: list[Served] = []

        def at(until: tuple[str, str] = UNDER_REVIEW, on: str = "2024-02-05") -> Served:
            desk = desk_at(until, on)
            address = stack.enter_context(serving(desk))
            made.append(Served(desk, chromium, address, stack))
            return made[-1]

        yield at
        for each in made:
            assert not each.complaints
            assert not each.elsewhere
