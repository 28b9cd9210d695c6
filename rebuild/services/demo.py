"""The demo: one story told into a fresh office, every document printed and put where a person can look at it."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from rebuild.cases.facts import Case, Json
from rebuild.documents.pdf import Press
from rebuild.errors import InputError, PrintError, StoreError
from rebuild.services.office import Office, make_office, open_office
from rebuild.services.print_document import Step, print_pending
from rebuild.services.project import MAIN
from rebuild.services.sample_people import MARK
from rebuild.store import cases, documents, ledger, lists
from rebuild.store.cases import Stored
from rebuild.store.documents import StoredDocument

MANIFEST = "manifest.json"
SEED = b"rebuild demo office 1"


def open_demo_office(*, data: Path, database: str, verify_url: str) -> Office:
    """A fresh office with keys that are the same every time, so that the same story gives the same papers."""
    make_office(data=data, database=database, chance=same_every_time())
    office = open_office(
        data=data,
        database=database,
        verify_url=verify_url,
        chance=same_every_time(),
    )
    with office.database.reading() as session:
        if next(iter(lists.every_number(session)), None) is not None:
            raise InputError(
                str(data), "这里已经有案件", "演示只在新的数据目录里进行，请换一个目录"
            )
    return office


def print_all(office: Office, press: Press, *, now: datetime, step: Step) -> None:
    """Print every document of the demo; PrintError names all that failed."""
    failures = print_pending(office, press, now=now, step=step)
    if failures:
        raise PrintError(
            "\n".join(f"{each.title} {each.document}：{each.reason}" for each in failures)
        )


def put_out(
    office: Office, number: str, out: Path, refusals: list[dict[str, Json]]
) -> dict[str, Json]:
    """Copy every document of a case into a folder, and tell in a manifest what is there."""
    with office.database.reading() as session:
        stored = cases.get(session, number)
        case = cases.folded(session, stored)
        papers = documents.of_case(session, number)
        events = sum(len(entry.events) for entry in ledger.entries(session, number))
    rows = [_put(office, paper, out) for paper in sorted(papers, key=lambda one: one.document.id)]
    manifest = _manifest(stored, case, events, rows, refusals)
    told = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    _write(out / MANIFEST, told.encode())
    return manifest


def _put(office: Office, paper: StoredDocument, out: Path) -> dict[str, Json]:
    assert paper.printed is not None, "everything was printed a moment ago"
    document = paper.document
    unit = f"_{document.unit}" if document.unit else ""
    file = f"{document.id}_{document.kind}{unit}.pdf"
    content = office.files.get(paper.printed.sha256)
    _write(out / file, content)
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "date": document.issued_on.isoformat(),
        "file": file,
        "sha256": paper.printed.sha256,
        "pages": paper.printed.pages,
    }


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StoreError(f"{path} 无法写入（{error.strerror}），请检查磁盘空间后重试") from error


def _manifest(
    stored: Stored,
    case: Case,
    events: int,
    rows: list[dict[str, Json]],
    refusals: list[dict[str, Json]],
) -> dict[str, Json]:
    return {
        "case": case.number,
        "workflow": {
            "id": case.workflow,
            "version": case.workflow_version,
            "hash": case.workflow_hash,
        },
        "final_state": case.state(MAIN),
        "events": events,
        "ledger_head": stored.head,
        "documents": rows,
        "refusals": refusals,
    }


def clear(out: Path) -> None:
    """Make room for a demo: what an earlier one left is removed; anything else is never touched."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        strangers = [each.name for each in out.iterdir() if not _left_by_demo(each)]
        if strangers:
            raise InputError(
                str(out),
                f"目录里有别的文件：{'、'.join(sorted(strangers)[:5])}",
                "请用 --out 另指一个空目录",
            )
        for each in list(out.iterdir()):
            if _left_by_demo(each):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
    except OSError as error:
        raise StoreError(f"目录 {out} 无法使用（{error.strerror}）") from error


def _left_by_demo(path: Path) -> bool:
    return (
        path.name in (MANIFEST, MARK, "keys", "documents", "errors")
        or path.name.startswith("rebuild.sqlite3")
        or (path.suffix == ".pdf" and path.name.startswith("D-"))
    )


def same_every_time() -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every demo; for a demo's keys and nothing else."""
    turns = count()

    def chance(length: int) -> bytes:
        blocks = (sha256(SEED + next(turns).to_bytes(8)).digest() for _ in range(length // 32 + 1))
        return b"".join(blocks)[:length]

    return chance
