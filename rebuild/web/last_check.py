"""The last check of the ledger: one process carries it out beside the pages, and any process tells of it from a file."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

LOG = logging.getLogger("rebuild.check")
FILE = "ledger-check.json"


@dataclass(frozen=True, slots=True)
class Check:
    """When it was begun, how far it is, and what was found once it is over."""

    at: str
    over: bool = False
    failed: bool = False
    result: dict[str, Any] | None = None


class LastCheck:
    """The one of an office, in a file of its data folder."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def begin(self, check: Callable[[], dict[str, Any]], *, now: datetime) -> Thread | None:
        """Begin another; None where one is under way, which is then told of."""
        held = self._held(LOCK_EX)
        if held is None:
            return None
        begun = Check(now.isoformat())
        self._keep(begun)
        carrying_out = Thread(target=self._carry_out, args=(held, begun, check), daemon=True)
        carrying_out.start()
        return carrying_out

    def find(self) -> Check | None:
        """The last one, by whichever process; one whose process is gone has failed."""
        # Asked first: a check that ends in between is told as over, and not as given up.
        free = self._held(LOCK_SH)
        try:
            found = Check(**json.loads(self._file.read_text("utf-8")))
        except FileNotFoundError:
            return None
        finally:
            if free is not None:
                free.close()
        if free is not None and not found.over:
            return replace(found, over=True, failed=True)
        return found

    def _carry_out(self, held: TextIO, begun: Check, check: Callable[[], dict[str, Any]]) -> None:
        try:
            self._keep(replace(begun, over=True, result=check()))
        except Exception:  # told on the page; a thread has nobody else to tell
            LOG.exception("the check of the ledger")
            self._keep(replace(begun, over=True, failed=True))
        finally:
            held.close()

    def _keep(self, check: Check) -> None:
        """Written aside and moved, so that nobody reads half of it."""
        aside = self._file.with_suffix(".new")
        aside.write_text(json.dumps(asdict(check), ensure_ascii=False), "utf-8")
        aside.replace(self._file)

    def _held(self, how: int) -> TextIO | None:
        """The lock, held until it is closed; None where a check is under way."""
        lock = self._file.with_suffix(".lock").open("a")
        try:
            flock(lock, how | LOCK_NB)
        except BlockingIOError:
            lock.close()
            return None
        return lock
