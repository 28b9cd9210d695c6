"""草稿: what somebody typed for one action of one case and has not handed in; sealed, for it may hold identity numbers."""

from dataclasses import dataclass
from datetime import datetime

from rebuild.store.keeping import Kept
from rebuild.store.people import Vault
from rebuild.store.session import Session
from rebuild.store.tables_desk import drafts


@dataclass(frozen=True, slots=True)
class Place:
    """Whose draft, of which action of which case."""

    staff_id: str
    case_number: str
    seat: str
    action: str

    def key(self) -> dict[str, str]:
        return {
            "staff_id": self.staff_id,
            "case_number": self.case_number,
            "seat": self.seat,
            "action": self.action,
        }

    def bound(self) -> bytes:
        """What a sealed draft belongs to: moved to another row it does not open."""
        return b"".join(f"{len(part)}:{part}".encode() for part in ("draft", *self.key().values()))


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, as one text, and when."""

    text: str
    saved_at: datetime


def keep(session: Session, vault: Vault, place: Place, text: str, *, at: datetime) -> None:
    """Keep a draft in place of the one there is."""
    sealed = vault.seal(text, place.bound())
    _DRAFTS.put(session, **place.key(), answers=sealed, saved_at=at.isoformat())


def find(session: Session, vault: Vault, place: Place) -> Draft | None:
    found = _DRAFTS.find(session, **place.key())
    if found is None:
        return None
    text = vault.open(bytes(found["answers"]), place.bound())
    return Draft(text, datetime.fromisoformat(found["saved_at"]))


def drop(session: Session, place: Place) -> None:
    _DRAFTS.drop(session, **place.key())


_DRAFTS = Kept(drafts)
