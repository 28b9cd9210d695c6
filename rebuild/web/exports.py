"""Exports under way: each is written beside the pages, watched by whoever asked, kept for an hour.

How far one is stands in a small file beside it, for the next page may be given by another process.
"""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from rebuild.errors import RebuildError

LOG = logging.getLogger("rebuild.exports")
KEPT = timedelta(hours=1)
BROKEN = "broken"  # the page has words for it
Tell = Callable[[int, int], None]
Work = Callable[[Path, Tell], int]
_NAME = re.compile(r"[0-9a-f]{1,64}")


@dataclass(frozen=True, slots=True)
class Export:
    """One export: whose it is, how far it is, and what came of it."""

    id: str
    owner: str
    asked_at: str
    done: int = 0
    total: int = 0
    finished: bool = False
    wrong: str = ""


class Exports:
    """Those of an office, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, name: str, owner: str, work: Work, *, now: datetime) -> Export:
        """Begin one beside the page that asked for it."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._forget_old(now)
        export = Export(name, owner, now.isoformat())
        self._keep(export)
        carry_out = Thread(target=self._carry_out, args=(export, work), daemon=True)
        carry_out.start()
        return export

    def find(self, name: str, owner: str) -> Export | None:
        """One of somebody's own; another's is as one that is not there."""
        found = self._read(self._note(name)) if _NAME.fullmatch(name) else None
        return found if found and found.owner == owner else None

    def file(self, export: Export) -> Path:
        """Where it is written to."""
        return self._folder / f"{export.id}.xlsx"

    def _carry_out(self, export: Export, work: Work) -> None:
        at = export

        def tell(done: int, total: int) -> None:
            nonlocal at
            at = replace(at, done=done, total=total)
            self._keep(at)

        try:
            work(self.file(export), tell)
        except RebuildError as error:
            at = replace(at, wrong=str(error))
        except Exception:
            LOG.exception("export %s", export.id)
            at = replace(at, wrong=BROKEN)
        self._keep(replace(at, finished=True))

    def _keep(self, export: Export) -> None:
        """Written aside and moved, so that nobody reads half of it."""
        aside = self._folder / f"{export.id}.new"
        aside.write_text(json.dumps(asdict(export), ensure_ascii=False), "utf-8")
        aside.replace(self._note(export.id))

    def _read(self, note: Path) -> Export | None:
        try:
            return Export(**json.loads(note.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _note(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _forget_old(self, now: datetime) -> None:
        """An hour after it was asked for a file is gone: it names people."""
        for note in self._folder.glob("*.json"):
            export = self._read(note)
            if export is None or now - datetime.fromisoformat(export.asked_at) > KEPT:
                note.with_suffix(".xlsx").unlink(missing_ok=True)
                note.unlink(missing_ok=True)
