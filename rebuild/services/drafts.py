"""草稿: a half-filled form put aside, found again by whoever put it aside, and dropped when it is handed in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rebuild.errors import InputError
from rebuild.services.office import Office
from rebuild.store import drafts
from rebuild.store.drafts import Place

__all__ = ["Kept", "Place", "drop_draft", "find_draft", "keep_draft"]

LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, field by field as the form names them, and when it was put aside."""

    typed: Mapping[str, str]
    saved_at: datetime


def keep_draft(office: Office, place: Place, typed: Mapping[str, str], *, now: datetime) -> None:
    """Put a form aside as it was typed, in place of an earlier draft of the same action."""
    text = json.dumps(dict(typed), ensure_ascii=False)
    if len(text) > LONGEST:
        raise InputError("草稿", f"超过{LONGEST}个字，不能保存", "请分几次办理，或改用导入")
    with office.database.writing() as session:
        drafts.keep(session, office.vault, place, text, at=now)


def find_draft(office: Office, place: Place) -> Kept | None:
    """The draft of an action, if there is one."""
    with office.database.reading() as session:
        found = drafts.find(session, office.vault, place)
    return Kept(json.loads(found.text), found.saved_at) if found else None


def drop_draft(office: Office, place: Place) -> None:
    """Throw a draft away."""
    if find_draft(office, place) is None:
        return
    with office.database.writing() as session:
        drafts.drop(session, place)
