"""核验文书: is this paper ours, is it unchanged, and does what it grants still hold?

A file is known by the hash of its bytes, a paper by the code printed on it. What is told is what may
be public: no household's name in full, no number of a person.
"""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from rebuild.cases.codec import canonical
from rebuild.cases.facts import Case, Json
from rebuild.cases.identity import mask_name
from rebuild.documents.kinds import MARK
from rebuild.documents.seal import plain_code, signature_holds
from rebuild.errors import InputError
from rebuild.services.look_up import issued_told, look_up
from rebuild.services.office import Office
from rebuild.services.permits_told import NOT_YET, permits_told
from rebuild.store import document_files, documents
from rebuild.store.documents import StoredDocument
from rebuild.store.session import Session

LARGEST = 50_000_000  # bytes
NOT_OURS = "未查到该文书：不是本机关签发的原件，或内容已被改动"

# What anyone may see who holds the paper: public matters, and the first name of the owners masked.
_PUBLIC = {
    "applicant": "建设单位（个人）",
    "project": "项目名称",
    "building": "房屋名称",
    "location": "坐落",
    "scale": "建设规模",
    "gross_area": "建筑面积",
    "organ": "发证机关",
    "issued_on": "日期",
}
_NAMES = {"addressee": "受送达人"}


def verify_document(office: Office, asked: str, *, on: date) -> dict[str, Json]:
    """Verify a PDF file, by its path, or the code printed on a paper, however it was typed."""
    path = Path(asked)
    if path.is_file():
        return verify_bytes(office, _read(path), on=on)
    if path.suffix.lower() == ".pdf" or "/" in asked:
        raise InputError(asked, "没有这个文件", "请核对路径；验证码请照文书上的10位字符输入")
    return verify_code(office, asked, on=on)


def verify_bytes(office: Office, content: bytes, *, on: date) -> dict[str, Json]:
    """Verify a file by its bytes: any change of any of them makes it unknown."""
    with office.database.reading() as session:
        known = document_files.document_of(session, sha256(content).hexdigest())
        return _told(office, documents.get(session, known) if known else None, "file", on)


def verify_code(office: Office, typed: str, *, on: date) -> dict[str, Json]:
    """Verify the code printed on a paper."""
    with office.database.reading() as session:
        return _told(office, _by_code(session, typed), "code", on)


def _by_code(session: Session, typed: str) -> StoredDocument | None:
    code = plain_code(typed)
    return documents.by_code(session, code) if code else None


def _told(
    office: Office, stored: StoredDocument | None, matched_by: str, on: date
) -> dict[str, Json]:
    if stored is None:
        return {"ok": False, "known": False, "matched_by": matched_by, "message": NOT_OURS}
    facts: dict[str, Json] = json.loads(stored.frozen.facts)
    mark = facts.pop(MARK)
    signed = signature_holds(
        office.signer.public_key,
        digest=sha256(canonical(facts)).hexdigest(),
        signature=mark["qr"].partition("#")[2],
    )
    whole = signed and documents.facts_fit(stored)
    standing, holds = _standing(office, stored, on)
    return {
        "ok": whole and holds,
        "known": True,
        "matched_by": matched_by,
        **issued_told(stored.document),
        "case": stored.case,
        "code": stored.frozen.code,
        "sha256": stored.printed.sha256 if stored.printed else None,
        "genuine": whole,
        "signature_holds": signed,
        "standing": standing,
        "live": holds,
        "facts": _public(facts),
    }


def _standing(office: Office, stored: StoredDocument, on: date) -> tuple[str, bool]:
    """How it stands on a day: a permit by the permit's own life, any other paper as issued."""
    found = look_up(office, stored.case)
    for permit in permits_told(found.plan, office.calendar, found.case, on=on):
        for paper in permit["papers"]:
            if paper["document"] == stored.document.id:
                return paper["standing"], paper["live"]
    if stored.document.issued_on > on:
        return NOT_YET, False
    if _replaced(found.case, stored):
        return "已有新的同类文书", True
    return "已签发", True


def _replaced(case: Case, stored: StoredDocument) -> bool:
    own = stored.document
    same = [
        each.id
        for each in case.documents
        if (each.kind, each.seat, each.run, each.unit) == (own.kind, own.seat, own.run, own.unit)
    ]
    return bool(same) and same[-1] != own.id


def _public(facts: Mapping[str, Json]) -> list[dict[str, Json]]:
    rows = [
        {"name": name, "label": label, "value": str(facts[name])}
        for name, label in _PUBLIC.items()
        if isinstance(facts.get(name), str | int)
    ]
    masked = [
        {
            "name": name,
            "label": label,
            "value": "、".join(mask_name(each) for each in str(facts[name]).split("、")),
        }
        for name, label in _NAMES.items()
        if facts.get(name)
    ]
    return rows + masked


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(str(path), f"文件打不开（{error.strerror}）", "请核对权限") from error
    if len(content) > LARGEST:
        raise InputError(str(path), "文件超过50MB", "请提供本机关签发的PDF原件")
    return content
