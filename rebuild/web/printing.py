"""Printing after the commit: everything issued becomes a file in the background, and whatever is due is done each hour."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from fastapi import FastAPI

from rebuild.services.calendar_effect import count_anew_if_changed
from rebuild.services.office import Office
from rebuild.services.print_document import Press, open_press, pending, print_pending
from rebuild.services.run_clocks import run_clocks
from rebuild.settings import Settings
from rebuild.web.outbox import LOOK_AGAIN as LOOK_AGAIN_OUTBOX
from rebuild.web.outbox import tell_what_happened
from rebuild.web.worker import OnlyOne, Worker

LOG = logging.getLogger("rebuild.printing")
LOCK = "beside.lock"
LOOK_AGAIN = 2.0  # seconds: what another process issued
AN_HOUR = 3600.0
AT_ONCE = 2  # papers a press prints before it looks up


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes on beside the pages of one process."""

    press: Worker
    clocks: Worker
    outbox: Worker


@contextmanager
def at_work(app: FastAPI) -> Iterator[Beside]:
    """Print, and run the clocks, as long as the block lasts; pages find the printer as `app.state.press`."""
    office, settings, now = app.state.office, app.state.settings, app.state.now
    only_one = OnlyOne(office.data / LOCK)
    with ExitStack() as stack:
        press = Worker(
            "printing", _Printing(office, settings, now, only_one, stack), every=LOOK_AGAIN
        )
        clocks = Worker("clocks", lambda: _run_clocks(office, now, only_one, press), every=AN_HOUR)
        outbox = Worker(
            "outbox", lambda: tell_what_happened(office, now, only_one), every=LOOK_AGAIN_OUTBOX
        )
        beside = Beside(press, clocks, outbox)
        app.state.press = press
        try:
            press.start()
            clocks.start()
            if settings.webhook_hosts:
                outbox.start()
            yield beside
        finally:
            outbox.stop()
            clocks.stop()
            press.stop()
            only_one.let_go()


class _Printing:
    """Prints what waits; the press is opened when it is first needed and stays warm."""

    def __init__(
        self,
        office: Office,
        settings: Settings,
        now: Callable[[], datetime],
        only_one: OnlyOne,
        stack: ExitStack,
    ) -> None:
        self._office = office
        self._settings = settings
        self._now = now
        self._only_one = only_one
        self._stack = stack
        self._press: Press | None = None
        self._failed: set[str] = set()

    def __call__(self) -> bool:
        """Print a few, so that whoever stops the office need not wait for all; whether more wait."""
        if not self._only_one.is_me():
            return False
        waiting = {each.document.id for each in pending(self._office)}
        if waiting <= self._failed:
            return False
        if self._press is None:
            chosen = self._settings
            self._press = self._stack.enter_context(
                open_press(
                    workers=chosen.print_workers,
                    seconds=chosen.pdf_seconds,
                    memory_mb=chosen.pdf_memory_mb,
                )
            )
        failures = print_pending(
            self._office,
            self._press,
            now=self._now(),
            but=self._failed,
            limit=AT_ONCE * self._press.workers,
        )
        # What can't be printed is told once, and tried again when the office is opened anew.
        for each in failures:
            LOG.warning("%s %s: %s", each.title, each.document, each.reason)
        self._failed |= {each.document for each in failures}
        return True


def _run_clocks(
    office: Office, now: Callable[[], datetime], only_one: OnlyOne, press: Worker
) -> bool:
    if not only_one.is_me():
        return False
    count_anew_if_changed(office)
    fired = run_clocks(office, on=now().date(), now=now())
    if any(each.outcome.documents for each in fired):
        press.wake()
    return False
