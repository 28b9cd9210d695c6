"""上传: a file streamed to the disk within bounds, looked at, scanned, and kept by its digest; never served as a page."""

import os
import shlex
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from unicodedata import category

from rebuild.cases.facts import Json
from rebuild.errors import InputError, NotFound, StoreError
from rebuild.services.look_up import look_up
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.services.upload_kinds import Kind, kind_of
from rebuild.store import staff, uploads
from rebuild.store.files import Files
from rebuild.store.uploads import Upload as Upload

FOLDER, INCOMING = "uploads", "incoming"
CHUNK = 1 << 20
LONGEST_NAME = 120
MOST_OF_CASE = 500
ID_BYTES = 16
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is taken at most, and what looks for viruses: a command that ends with 0 where it found none."""

    largest: int = 50 * MEGABYTE
    scanner: str = ""
    seconds: int = 60


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it comes in: for which case, under which name, by whom and when."""

    number: str
    name: str
    person: Person
    now: datetime
    sheets: bool = False  # a workbook is taken too


def take_in(
    office: Office, handed: Handed, chunks: Iterable[bytes], bounds: Bounds, chance: Chance
) -> Upload:
    """Keep a file for a case; InputError says why it is not taken, and then nothing of it is kept."""
    name = _plain(handed.name)
    subject = Subject(look_up(office, handed.number).stored.region, handed.number)
    if not may(handed.person, Right.ACT, subject):
        raise NotFound("没有这一页")
    with office.database.reading() as session:
        if len(uploads.of_case(session, handed.number)) >= MOST_OF_CASE:
            raise InputError(name, f"本案附件已有{MOST_OF_CASE}份", "请先移除不用的附件")
    file, digest, size = _stream(office, name, chunks, bounds.largest)
    try:
        kind = kind_of(file, name, sheets=handed.sheets)
        scanned = _scan(file, name, bounds)
        _files(office).adopt(file, digest)
    finally:
        file.unlink(missing_ok=True)
    upload = Upload(
        chance(ID_BYTES).hex(), handed.number, _ended(name, kind), kind.media_type, size, digest,
        handed.person.id, handed.now, scanned,
    )  # fmt: skip
    with office.database.writing() as session:
        uploads.add(session, upload)
        facts = {"name": upload.name, "size": size, "sha256": digest, "scanned": scanned}
        log(session, "uploaded", by=upload.made_by, at=handed.now, about=handed.number, facts=facts)
    return upload


def uploads_told(office: Office, number: str) -> list[dict[str, Json]]:
    """Every file of a case, the newest first."""
    with office.database.reading() as session:
        names = {each.actor.id: each.actor.name for each in staff.everyone(session)}
        return [
            {
                "id": each.id,
                "name": each.name,
                "media_type": each.media_type,
                "size": each.size,
                "sha256": each.sha256,
                "by": names.get(each.made_by, each.made_by),
                "by_id": each.made_by,
                "at": each.made_at.isoformat(),
                "scanned": each.scanned,
                "in_action": each.in_action,
            }
            for each in uploads.of_case(session, number)
        ]


def fetch_upload(office: Office, number: str, upload: str) -> tuple[Upload, bytes]:
    """A file of this very case with its bytes, checked against its digest."""
    with office.database.reading() as session:
        found = uploads.get(session, upload)
    if found.case != number:
        raise NotFound("没有这份附件")
    return found, _files(office).get(found.sha256)


def path_of(office: Office, upload: Upload) -> Path:
    """Where the bytes lie, for a reader that wants a file."""
    return _files(office).path(upload.sha256)


def handed_in(office: Office, upload: Upload, action: str) -> None:
    """Note in which action a file was handed in; from then on it stays."""
    with office.database.writing() as session:
        uploads.put(session, replace(upload, in_action=action))


def remove(office: Office, number: str, upload: str, *, person: Person, now: datetime) -> None:
    """Take a file off the list again, while it was handed in nowhere; the ledger keeps that it was there."""
    with office.database.writing() as session:
        found = uploads.get(session, upload)
        if found.case != number or found.made_by != person.id:
            raise NotFound("没有这份附件")
        if found.in_action:
            raise InputError(found.name, "已经随办理事项提交，不能移除", "请在该事项中更正")
        uploads.drop(session, upload)
        facts = {"name": found.name, "sha256": found.sha256}
        log(session, "upload_removed", by=person.id, at=now, about=number, facts=facts)


def sweep(office: Office) -> int:
    """Remove what a killed process left half received; to be called at start, before anyone writes."""
    strays = list((office.data / FOLDER / INCOMING).glob("*"))
    for stray in strays:
        stray.unlink(missing_ok=True)
    return len(strays)


def _files(office: Office) -> Files:
    return Files(office.data / FOLDER)


def _stream(
    office: Office, name: str, chunks: Iterable[bytes], largest: int
) -> tuple[Path, str, int]:
    """The bytes on the disk, with their digest; counted as they come, so that no lie about them helps."""
    folder = office.data / FOLDER / INCOMING
    digest, size = sha256(), 0
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            path = Path(file.name)
            try:
                for chunk in chunks:
                    size += len(chunk)
                    if size > largest:
                        most = largest // MEGABYTE
                        raise InputError(name, f"超过{most} MB", f"请压缩到{most} MB以内再传")
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StoreError(f"附件无法保存（{error.strerror}），请检查磁盘空间后重试") from error
    return path, digest.hexdigest(), size


def _scan(file: Path, name: str, bounds: Bounds) -> str:
    """What the scanner says; what it could not look at is not taken either."""
    if not bounds.scanner:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  the office's own setting names the command
            [*shlex.split(bounds.scanner), str(file)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=bounds.seconds,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise InputError(name, "病毒扫描没有完成", "请稍后再传；仍不成请联系管理员") from None
    if done.returncode:
        raise InputError(name, "病毒扫描没有通过", "请查杀病毒后再传")
    return "通过"


def _plain(name: str) -> str:
    """A name without folders and without signs that could fool a reader; never used as a place on the disk."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if category(sign)[0] != "C").strip(" .")
    return shown[-LONGEST_NAME:] or "附件"


def _ended(name: str, kind: Kind) -> str:
    """The name with the ending of what the file is, whatever it was called."""
    stem, dot, ending = name.rpartition(".")
    if f".{ending.lower()}" in (kind.suffix, ".jpeg" if kind.suffix == ".jpg" else kind.suffix):
        return name
    return f"{stem if dot and stem and len(ending) <= 5 else name}{kind.suffix}"
