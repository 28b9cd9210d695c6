"""接收文件: a file streamed to the disk within bounds, looked at and scanned, there as long as it is dealt with."""

import os
import shlex
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from unicodedata import category

from rebuild.errors import InputError, NotFound, StoreError
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.services.upload_kinds import Kind, kind_of
from rebuild.store import uploads

FOLDER, INCOMING = "uploads", "incoming"
CHUNK = 1 << 20
LONGEST_NAME = 120
MOST_OF_CASE = 500
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
    key: str = ""  # makes it happen once


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come whole and was looked at: where it lies for now, and what it is."""

    file: Path
    name: str
    kind: Kind
    size: int
    sha256: str
    scanned: str


@contextmanager
def received(
    office: Office, handed: Handed, chunks: Iterable[bytes], bounds: Bounds
) -> Iterator[Received]:
    """A file on the disk as long as the block lasts; InputError says why it is not taken."""
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
        yield Received(file, _ended(name, kind), kind, size, digest, scanned)
    finally:
        file.unlink(missing_ok=True)


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
