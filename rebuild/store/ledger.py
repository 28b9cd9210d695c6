"""台账: what happened, one entry an action, added to and never changed; each entry seals the one before.

An entry's hash is the SHA-256, in hexadecimal, of these bytes in this order:

    "rebuild ledger entry 1\\n"          23 bytes of ASCII
    position, seq                        8 bytes each, unsigned, most significant first
    previous, before                     the 32 bytes each hexadecimal hash stands for
    body                                 the stored bytes, to the end

All but the body have a fixed length, so that no two entries share the same bytes. `position` counts
all entries from 1 without a gap, `seq` those of one case. `before` is the hash of the entry at the
position before, `previous` that of the case's own previous entry; where there is none, 32 zero bytes.
The body is canonical JSON: {"at", "by", "case", "events", "key", "role", "seq"}.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, literal_column, select, update

from rebuild.cases.codec import canonical, event_from_json, read_json, to_json
from rebuild.cases.events import ActionRefused, Event, PersonalDataShown
from rebuild.cases.making import quickly_made
from rebuild.errors import StoreError
from rebuild.store.session import Row, Session, Statement
from rebuild.store.tables import ledger, ledger_head

START = "0" * 64
OFFICE = "@office"  # stands for a case number where something happened in the office and in no case
_NO_CHANGE = (ActionRefused, PersonalDataShown)
FORMAT = b"rebuild ledger entry 1\n"
PAGE = 1000


@quickly_made
@dataclass(frozen=True, slots=True)
class Draft:
    """An action as it is about to be entered: when, by whom, in which role, under which idempotency key."""

    at: datetime
    by: str
    role: str
    events: tuple[Event, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One action as it stands in the ledger."""

    position: int
    case: str
    seq: int
    at: datetime
    by: str
    role: str
    key: str
    events: tuple[Event, ...]
    hash: str

    @property
    def refusal(self) -> bool:
        """Whether nothing came of it; a refusal is entered, and is no new version of the case."""
        return all(isinstance(event, ActionRefused) for event in self.events)

    @property
    def changes(self) -> bool:
        """Whether it made a new version of the case; a refusal and a look behind the mask do not."""
        return not all(isinstance(event, _NO_CHANGE) for event in self.events)


class Sealed(NamedTuple):
    """An entry as it is stored, bytes and hashes."""

    position: int
    case: str
    seq: int
    body: bytes
    previous: str
    before: str
    hash: str

    def columns(self) -> dict[str, Any]:
        return {
            "position": self.position,
            "case_number": self.case,
            "seq": self.seq,
            "body": self.body,
            "previous": self.previous,
            "before": self.before,
            "hash": self.hash,
        }

    def right(self) -> bool:
        """Whether the hash is that of what stands here."""
        try:
            return self.hash == seal(self.position, self.seq, self.previous, self.before, self.body)
        except (ValueError, OverflowError, TypeError, AttributeError):
            return False  # damage can leave a hash that is no hexadecimal, or a number that is no number


def seal(position: int, seq: int, previous: str, before: str, body: bytes) -> str:
    """The hash of an entry, as the module's first lines define it."""
    numbers = position.to_bytes(8, "big") + seq.to_bytes(8, "big")
    links = bytes.fromhex(previous) + bytes.fromhex(before)
    return sha256(FORMAT + numbers + links + body).hexdigest()


def body_of(draft: Draft, *, case: str, seq: int) -> bytes:
    return canonical(
        {
            "at": draft.at.isoformat(),
            "by": draft.by,
            "case": case,
            "events": [to_json(event) for event in draft.events],
            "key": draft.key,
            "role": draft.role,
            "seq": seq,
        }
    )


def next_entry(session: Session, draft: Draft, *, case: str, seq: int, previous: str) -> Sealed:
    """The draft as the next entry of the whole ledger; locks the ledger's head until the commit."""
    body = body_of(draft, case=case, seq=seq)
    found = session.ledger_head or session.row(_HEAD_TO_CHANGE)
    if found is None:
        raise StoreError("台账缺少首行，请运行 rebuild ledger verify 核查")
    position, before = found[0] + 1, found[1]
    sealed = seal(position, seq, previous, before, body)
    return Sealed(position, case, seq, body, previous, before, sealed)


def enter_of_office(session: Session, draft: Draft) -> Sealed:
    """Enter what happened in the office and in no case; it has a chain of its own among the cases'."""
    session.row(_HEAD_TO_CHANGE)  # so that nobody enters another between the look and the entry
    last = session.row(_LAST_OF_CASE, case=OFFICE) or (0, START)
    entry = next_entry(session, draft, case=OFFICE, seq=last[0] + 1, previous=last[1])
    append(session, entry)
    return entry


def append(session: Session, entry: Sealed) -> None:
    """Enter it, and move the ledger's head to it."""
    session.tell(_APPEND, **entry.columns())
    session.tell(_MOVE_HEAD, to_position=entry.position, to_hash=entry.hash)
    session.ledger_head = None  # what was seen stands no more


def head(session: Session) -> tuple[int, str]:
    """How many entries there are, and the hash of the last: what is printed to be compared later."""
    found = session.row(_HEAD)
    if found is None:
        raise StoreError("台账缺少首行，请运行 rebuild ledger verify 核查")
    return found[0], found[1]


def entries(session: Session, case: str, *, after: int = 0) -> tuple[Entry, ...]:
    """A case's entries in order, from the one after `after` on."""
    return tuple(opened(each) for each in sealed_entries(session, case, after=after))


def sealed_entries(session: Session, case: str, *, after: int = 0) -> tuple[Sealed, ...]:
    return tuple(Sealed(*row) for row in session.rows(_OF_CASE, case=case, after=after))


def events(session: Session, case: str) -> tuple[Event, ...]:
    """Everything that happened in a case, in order."""
    return tuple(event for entry in entries(session, case) for event in entry.events)


def every_entry(session: Session, *, after: int = 0) -> Iterator[Sealed]:
    """The whole ledger in order, a page at a time."""
    rows: Iterator[Row] = session.pages(_EVERY, after=after, size=PAGE)
    return (Sealed(*row) for row in rows)


def opened(sealed: Sealed) -> Entry:
    """What a stored entry says."""
    body = read_json(sealed.body)
    return Entry(
        position=sealed.position,
        case=sealed.case,
        seq=sealed.seq,
        at=datetime.fromisoformat(body["at"]),
        by=body["by"],
        role=body["role"],
        key=body["key"],
        events=tuple(event_from_json(event) for event in body["events"]),
        hash=sealed.hash,
    )


_ENTRY = select(
    ledger.c.position,
    ledger.c.case_number,
    ledger.c.seq,
    ledger.c.body,
    ledger.c.previous,
    ledger.c.before,
    ledger.c.hash,
)
_OF_CASE = Statement(
    _ENTRY.where(
        ledger.c.case_number == bindparam("case"), ledger.c.seq > bindparam("after")
    ).order_by(ledger.c.seq)
)
_LAST_OF_CASE = Statement(
    select(ledger.c.seq, ledger.c.hash)
    .where(ledger.c.case_number == bindparam("case"))
    .order_by(ledger.c.seq.desc())
    .limit(literal_column("1"))
)
_EVERY = Statement(
    _ENTRY.where(ledger.c.position > bindparam("after"))
    .order_by(ledger.c.position)
    .limit(bindparam("size"))
)
# Written out: a parameter that never changes would be laid out anew each time.
_THE_ROW = ledger_head.c.id == literal_column("1")
_HEAD = Statement(select(ledger_head.c.position, ledger_head.c.hash).where(_THE_ROW))
_HEAD_TO_CHANGE = Statement(
    select(ledger_head.c.position, ledger_head.c.hash).where(_THE_ROW).with_for_update()
)
_APPEND = Statement(insert(ledger))
_MOVE_HEAD = Statement(
    update(ledger_head)
    .where(_THE_ROW)
    .values(position=bindparam("to_position"), hash=bindparam("to_hash"))
)
