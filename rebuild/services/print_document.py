"""Printing: what is issued becomes a file, after the commit; safe to do again, and never from a changed template."""

import json
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from rebuild.documents.fonts import fonts_hash
from rebuild.documents.pdf import Press, PrintedPdf
from rebuild.documents.render import render_html
from rebuild.errors import PrintError
from rebuild.services.office import Office
from rebuild.store import documents
from rebuild.store.documents import Printed, StoredDocument

__all__ = ["Failure", "Press", "fetch", "open_press", "pending", "print_pending"]

Step = Callable[[str], None]
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be printed, and why; the others were."""

    document: str
    title: str
    reason: str


def open_press(*, workers: int, seconds: int, memory_mb: int) -> Press:
    """A pool of warm presses, to be used as a context manager."""
    return Press(workers=workers, seconds=seconds, memory_mb=memory_mb)


def pending(office: Office, *, limit: int = MOST) -> tuple[StoredDocument, ...]:
    """Everything issued and not printed yet, oldest first."""
    with office.database.reading() as session:
        return documents.pending(session, limit=limit)


def print_pending(
    office: Office,
    press: Press,
    *,
    now: datetime,
    step: Step = lambda _: None,
    but: Collection[str] = (),
    limit: int = MOST,
) -> tuple[Failure, ...]:
    """Print everything issued and not printed yet; one that fails does not hold up the others.

    `but`: those that are not tried now; `limit`: no more than so many.
    """
    failures = []
    waiting = [each for each in pending(office) if each.document.id not in but][:limit]
    with ThreadPoolExecutor(press.workers) as threads:
        for stored, outcome in zip(
            waiting, threads.map(lambda each: _printed(office, press, each), waiting), strict=True
        ):
            if isinstance(outcome, PrintError):
                failures.append(Failure(stored.document.id, stored.document.title, str(outcome)))
            else:
                _keep(office, stored, outcome, now=now)
            step(stored.document.title)
    return tuple(failures)


def _printed(office: Office, press: Press, stored: StoredDocument) -> PrintedPdf | PrintError:
    try:
        return press.print(_page(office, stored), created=_created(stored))
    except PrintError as error:
        return error


def _page(office: Office, stored: StoredDocument) -> str:
    kind = office.kinds[stored.document.kind]
    frozen = stored.frozen
    if (kind.template_hash, fonts_hash()) != (frozen.template_hash, frozen.fonts_hash):
        raise PrintError(
            f"《{stored.document.title}》{stored.document.number} 签发后模板或字库已更换，"
            "不能用新模板打印旧文书。请用签发时的版本补印，或换发新文书"
        )
    return render_html(kind, json.loads(frozen.facts))


def _created(stored: StoredDocument) -> datetime:
    mark = json.loads(stored.frozen.facts)["mark"]
    return datetime.fromisoformat(mark["printed"])


def _keep(office: Office, stored: StoredDocument, printed: PrintedPdf, *, now: datetime) -> None:
    """The bytes first, on the disk, then the note that they are there: killed between, it is done again."""
    name = office.files.put(printed.bytes)
    with office.database.writing() as session:
        documents.mark_printed(
            session, stored.document.id, Printed(name, printed.pages, f"{name}.pdf", now)
        )


def fetch(office: Office, document: str, press: Press, *, now: datetime) -> bytes:
    """The bytes of a document, printed first if it was not yet."""
    with office.database.reading() as session:
        stored = documents.get(session, document)
    if stored.printed is None:
        printed = press.print(_page(office, stored), created=_created(stored))
        _keep(office, stored, printed, now=now)
        return printed.bytes
    return office.files.get(stored.printed.sha256)
