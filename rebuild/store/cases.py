"""案件: found, folded from the ledger, and recorded; the one place where a case and the ledger are written together."""

from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Update, bindparam, exists, func, insert, literal_column, select, update

from rebuild.cases.apply import fold
from rebuild.cases.facts import Case
from rebuild.errors import Conflict, NotFound, StoreError
from rebuild.store import deeds
from rebuild.store import ledger as entries
from rebuild.store.ledger import START, Draft, Sealed
from rebuild.store.projecting import write_projection
from rebuild.store.projection import Projection
from rebuild.store.recent import Remembered
from rebuild.store.session import Session, Statement
from rebuild.store.statements import upsert
from rebuild.store.tables import case_counts, cases, ledger, ledger_head
from rebuild.store.tasks import expect_task


class Stored(NamedTuple):
    """A case's row without what is only for lists: which workflow it is bound to, and how far it has come."""

    number: str
    workflow: str
    workflow_version: int
    workflow_hash: str
    region: str
    state: str
    stage: str
    version: int  # how often it was changed; a form carries the version its reader saw
    seq: int  # how many entries it has in the ledger, refusals too
    head: str  # the hash of its latest entry


def find(session: Session, number: str) -> Stored | None:
    """The case's row; in a writing session it is locked, so that no one else changes it meanwhile."""
    if not session.writes:
        found = session.row(_FIND, number=number)
        return Stored(*found) if found else None
    found = session.row(_FIND_TO_CHANGE, number=number)
    if found is None:
        return None
    position, head = found[_WIDTH:] or (0, "")
    session.ledger_head = (position, head) if head else None
    return Stored(*found[:_WIDTH])


def get(session: Session, number: str) -> Stored:
    """As `find`, for a case that must exist."""
    stored = find(session, number)
    if stored is None:
        raise NotFound(f"没有编号为「{number}」的案件，请核对案号")
    return stored


def remembered(session: Session, stored: Stored) -> Remembered:
    """The case as of its latest entry, and what was written of it into the lists where that is at hand.

    What is not remembered is read from the ledger, every hash checked.
    """
    known = session.recent.get(stored.number, stored.head)
    if known is not None:
        return known
    sealed = entries.sealed_entries(session, stored.number)
    _must_be_whole(stored, sealed)
    case = fold(event for entry in sealed for event in entries.opened(entry).events)
    return session.recent.put(stored.number, Remembered(stored.head, case))


def folded(session: Session, stored: Stored) -> Case:
    """The case as of its latest entry."""
    return remembered(session, stored).case


def projected(session: Session, stored: Stored) -> Projection | None:
    """What was written of the case into the lists, where that is remembered."""
    known = session.recent.get(stored.number, stored.head)
    return known.projection if known else None


def changed_since(session: Session, number: str, *, seq: int) -> tuple[entries.Entry, ...]:
    """Who did what after a case's entry `seq`."""
    return entries.entries(session, number, after=seq)


def changed_since_version(
    session: Session, stored: Stored, *, version: int
) -> tuple[entries.Entry, ...]:
    """Who changed what after the version somebody saw; refusals changed nothing and are left out."""
    whole = entries.entries(session, stored.number)
    return tuple(entry for entry in whole if entry.changes)[version:]


def record(
    session: Session,
    before: Stored | None,
    *,
    draft: Draft,
    after: Case,
    projection: Projection,
    before_projection: Projection | None = None,
    seen: int | None = None,
    bump: bool = True,
) -> Stored:
    """Enter an action in the ledger and bring the case's row and its projection up to it.

    `before` is None when the case opens. `seen` is the version the person acting had before them;
    None where nobody looked. `bump` is False for a refusal: it is entered, and changes nothing.
    """
    if before is None:
        return _open(session, draft=draft, case=after, projection=projection)
    if seen is not None and seen != before.version:
        raise _changed(before.number)
    if bump and before_projection is not None and before_projection.task is not None:
        expect_task(session, before.number, projection.task, before_projection.task)
    entry = entries.next_entry(
        session, draft, case=before.number, seq=before.seq + 1, previous=before.head
    )
    marks = {
        "at_number": before.number,
        "at_version": before.version,
        "at_seq": before.seq,
        "to_seq": entry.seq,
        "to_head": entry.hash,
    }
    if not bump:
        _enter(session, _REFUSED, entry, marks)
        session.recent.put(before.number, Remembered(entry.hash, after, before_projection))
        return before._replace(seq=entry.seq, head=entry.hash)
    marks |= {"to_version": before.version + 1, "to_changed_at": draft.at.isoformat()}
    if before_projection is not None and _LISTED(before_projection) == _LISTED(projection):
        _enter(session, _STEPPED, entry, marks)
    else:
        _enter(session, _MOVED, entry, marks | _row(projection))
    stored = Stored(
        *before[:5], projection.state, projection.stage, before.version + 1, entry.seq, entry.hash
    )
    _move_count(session, before, stored)
    deeds.keep(session, draft, entry)
    write_projection(session, stored.number, projection, before=before_projection)
    session.recent.put(stored.number, Remembered(stored.head, after, projection))
    return stored


def _open(session: Session, *, draft: Draft, case: Case, projection: Projection) -> Stored:
    entry = entries.next_entry(session, draft, case=case.number, seq=1, previous=START)
    stored = Stored(
        number=case.number,
        workflow=case.workflow,
        workflow_version=case.workflow_version,
        workflow_hash=case.workflow_hash,
        region=case.region,
        state=projection.state,
        stage=projection.stage,
        version=1,
        seq=1,
        head=entry.hash,
    )
    try:
        session.run(
            _OPEN,
            **stored._asdict(),
            opened_on=case.opened_on.isoformat(),
            changed_at=draft.at.isoformat(),
            address=projection.address,
            applicant=projection.applicant,
            households=projection.households,
            initials=projection.initials or "",
        )
    except Conflict as error:
        raise Conflict(f"案号 {case.number} 已被使用，请刷新后核对") from error
    entries.append(session, entry)
    _move_count(session, None, stored)
    deeds.keep(session, draft, entry)
    write_projection(session, case.number, projection, before=NO_ROWS)
    session.recent.put(stored.number, Remembered(stored.head, case, projection))
    return stored


def _enter(session: Session, change: "_Change", entry: Sealed, marks: dict[str, Any]) -> None:
    """Change the case's row if it still stands as it was read, append the entry, move the ledger's head."""
    if session.database == "postgresql":
        changed = session.run(change.at_once, **marks, **entry.columns())
    else:
        changed = session.run(change.alone, **marks)
    if not changed:
        raise _changed(entry.case)
    if session.database != "postgresql":
        entries.append(session, entry)


def _must_be_whole(stored: Stored, sealed: tuple[Sealed, ...]) -> None:
    previous = START
    for seq, entry in enumerate(sealed, start=1):
        if entry.seq != seq or entry.previous != previous or not entry.right():
            raise StoreError(
                f"案件 {stored.number} 台账第 {seq} 条与校验值不符，请停止办理并运行 rebuild ledger verify"
            )
        previous = entry.hash
    if previous != stored.head or len(sealed) != stored.seq:
        raise StoreError(
            f"案件 {stored.number} 与台账不一致，请停止办理并运行 rebuild ledger verify"
        )


def _move_count(session: Session, before: Stored | None, after: Stored) -> None:
    """Keep the number of cases at each place of the workflow."""
    if before is not None and (before.stage, before.state) == (after.stage, after.state):
        return
    for stored, more in ((before, -1), (after, 1)):
        if stored is not None:
            session.tell(
                _COUNT,
                workflow=stored.workflow,
                region=stored.region,
                stage=stored.stage,
                state=stored.state,
                cases=more,
            )


def _row(projection: Projection) -> dict[str, Any]:
    return {
        "to_address": projection.address,
        "to_applicant": projection.applicant,
        "to_households": projection.households,
        "to_state": projection.state,
        "to_stage": projection.stage,
        "to_initials": projection.initials,
    }


def _changed(number: str) -> Conflict:
    return Conflict(f"案件 {number} 已由他人更新，本次操作未保存，请刷新查看后重新办理")


class _Change:
    """One way of changing a case's row: by itself, and together with the ledger in one statement.

    On PostgreSQL the one statement saves two journeys to the server and shortens the locks.
    """

    def __init__(self, *columns: str) -> None:
        change = _update_case(*columns)
        self.alone = Statement(change)
        self.at_once = Statement(lambda database: _with_entry(change))


def _update_case(*columns: str) -> Update:
    return (
        update(cases)
        .where(
            cases.c.number == bindparam("at_number"),
            cases.c.version == bindparam("at_version"),
            cases.c.seq == bindparam("at_seq"),
        )
        .values({name: _brought_to(name) for name in columns})
    )


def _brought_to(name: str) -> Any:
    brought = bindparam(f"to_{name}", type_=cases.c[name].type)
    return func.coalesce(brought, cases.c.initials) if name == "initials" else brought


def _to_change(database: str) -> Any:
    """The case's row, locked. Where the whole file is locked with it, the ledger's head comes along."""
    it = cases.c.number == bindparam("number")
    if database == "postgresql":
        return select(*_COLUMNS).where(it).with_for_update()
    with_head = cases.outerjoin(ledger_head, ledger_head.c.id == literal_column("1"))
    columns = (*_COLUMNS, ledger_head.c.position, ledger_head.c.hash)
    return select(*columns).select_from(with_head).where(it)


def _with_entry(change: Update) -> Any:
    moved = change.returning(cases.c.number).cte("moved")
    headed = (
        update(ledger_head)
        .where(ledger_head.c.id == 1, exists(select(moved.c.number)))
        .values(position=bindparam("position"), hash=bindparam("hash"))
        .returning(ledger_head.c.id)
        .cte("headed")
    )
    names = [column.name for column in ledger.columns]
    values = select(*(bindparam(each.name, type_=each.type) for each in ledger.columns))
    return insert(ledger).from_select(names, values.select_from(moved)).add_cte(headed)


_LISTED = attrgetter("address", "applicant", "households", "state", "stage", "initials")
NO_ROWS = Projection("", "", 0, "", "")
_COLUMNS = [cases.c[name] for name in Stored._fields]
_WIDTH = len(_COLUMNS)
_FIND = Statement(select(*_COLUMNS).where(cases.c.number == bindparam("number")))
_FIND_TO_CHANGE = Statement(_to_change)
_OPEN = Statement(insert(cases))
_COUNT = upsert(case_counts, adding=("cases",))
_REFUSED = _Change("seq", "head")
_STEPPED = _Change("seq", "head", "version", "changed_at")
_MOVED = _Change(
    "seq", "head", "version", "changed_at",
    "address", "applicant", "households", "state", "stage", "initials",
)  # fmt: skip
