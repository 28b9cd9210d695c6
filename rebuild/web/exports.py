"""Exports under way: each is written beside the pages, watched by whoever asked, kept for an hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock, Thread

from rebuild.errors import RebuildError

KEPT = timedelta(hours=1)
Tell = Callable[[int, int], None]
Work = Callable[[Path, Tell], int]


@dataclass(slots=True)
class Export:
    """One export: whose it is, how far it is, and what came of it."""

    id: str
    owner: str
    path: Path
    asked_at: datetime
    done: int = 0
    total: int = 0
    finished: bool = False
    wrong: str = ""

    def tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Exports:
    """Those of one process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._known: dict[str, Export] = {}

    def begin(self, name: str, owner: str, work: Work, *, now: datetime) -> Export:
        """Begin one beside the page that asked for it."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        export = Export(name, owner, self._folder / f"{name}.xlsx", now)
        with self._lock:
            self._forget_old(now)
            self._known[name] = export
        Thread(target=_carry_out, args=(export, work), name=f"export {name}", daemon=True).start()
        return export

    def find(self, name: str, owner: str) -> Export | None:
        """One of somebody's own; another's is as one that is not there."""
        with self._lock:
            found = self._known.get(name)
        return found if found and found.owner == owner else None

    def _forget_old(self, now: datetime) -> None:
        for name, export in list(self._known.items()):
            if export.finished and now - export.asked_at > KEPT:
                export.path.unlink(missing_ok=True)
                del self._known[name]


def _carry_out(export: Export, work: Work) -> None:
    try:
        work(export.path, export.tell)
    except RebuildError as error:
        export.wrong = str(error)
    except Exception:
        export.wrong = "broken"  # the page has words for it
        raise
    finally:
        export.finished = True
