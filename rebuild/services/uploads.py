"""上传: a file that was received is kept by its digest, listed with its case, and never served as a page."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rebuild.cases.facts import Json
from rebuild.errors import InputError, NotFound
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.once import answered, keep_answer
from rebuild.services.receiving import FOLDER, INCOMING, Bounds, Handed, received
from rebuild.services.rights import Person
from rebuild.store import staff, uploads
from rebuild.store.files import Files
from rebuild.store.uploads import Upload as Upload

ID_BYTES = 16


def take_in(
    office: Office, handed: Handed, chunks: Iterable[bytes], bounds: Bounds, chance: Chance
) -> Upload:
    """Keep a file for a case; InputError says why it is not taken, and then nothing of it is kept."""
    with received(office, handed, chunks, bounds) as come:
        _files(office).adopt(come.file, come.sha256)
    upload = Upload(
        chance(ID_BYTES).hex(), handed.number, come.name, come.kind.media_type, come.size,
        come.sha256, handed.person.id, handed.now, come.scanned,
    )  # fmt: skip
    asked = {"what": "upload", "case": upload.case, "name": upload.name, "sha256": upload.sha256}
    facts = {"name": come.name, "size": come.size, "sha256": come.sha256, "scanned": come.scanned}
    with office.database.writing() as session:
        before = answered(session, handed.key, asked)
        if before is not None:
            return uploads.get(session, before)
        uploads.add(session, upload)
        log(session, "uploaded", by=upload.made_by, at=handed.now, about=upload.case, facts=facts)
        keep_answer(session, handed.key, asked, upload.id, at=handed.now)
    return upload


def uploads_told(office: Office, number: str) -> list[dict[str, Json]]:
    """Every file of a case, the newest first."""
    with office.database.reading() as session:
        names = {each.actor.id: each.actor.name for each in staff.everyone(session)}
        return [upload_told(each, names) for each in uploads.of_case(session, number)]


def upload_told(upload: Upload, names: Mapping[str, str]) -> dict[str, Json]:
    """One file as plain data; `names` are those of the staff."""
    return {
        "id": upload.id,
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.size,
        "sha256": upload.sha256,
        "by": names.get(upload.made_by, upload.made_by),
        "by_id": upload.made_by,
        "at": upload.made_at.isoformat(),
        "scanned": upload.scanned,
        "in_action": upload.in_action,
    }


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


def remove(
    office: Office, number: str, upload: str, *, person: Person, now: datetime, key: str = ""
) -> None:
    """Take a file off the list again, while it was handed in nowhere; the ledger keeps that it was there."""
    asked = {"what": "remove_upload", "case": number, "upload": upload}
    with office.database.writing() as session:
        if answered(session, key, asked) is not None:
            return
        found = uploads.get(session, upload)
        if found.case != number or found.made_by != person.id:
            raise NotFound("没有这份附件")
        if found.in_action:
            raise InputError(found.name, "已经随办理事项提交，不能移除", "请在该事项中更正")
        uploads.drop(session, upload)
        facts = {"name": found.name, "sha256": found.sha256}
        log(session, "upload_removed", by=person.id, at=now, about=number, facts=facts)
        keep_answer(session, key, asked, found.id, at=now)


def sweep(office: Office) -> int:
    """Remove what a killed process left half received; to be called at start, before anyone writes."""
    strays = list((office.data / FOLDER / INCOMING).glob("*"))
    for stray in strays:
        stray.unlink(missing_ok=True)
    return len(strays)


def _files(office: Office) -> Files:
    return Files(office.data / FOLDER)
