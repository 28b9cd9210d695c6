"""核查台账: is everything as it was written? Deep: every case folded again, and every row held against the fold."""

from collections.abc import Callable, Iterator
from typing import Any

from rebuild.cases.apply import fold
from rebuild.cases.events import DocumentIssued
from rebuild.cases.facts import Case
from rebuild.errors import StoreError
from rebuild.store import audit, deeds, documents, ledger, lists, numbers, seeking, work_audit
from rebuild.store.database import Database
from rebuild.store.projecting import written_projection
from rebuild.store.projection import Projection
from rebuild.store.session import Session
from rebuild.store.verify import verify as verify_chain

Expected = Callable[[Case], Projection]
MOST_PROBLEMS = 100


def verify(
    database: Database, *, deep: bool, expected: Expected, head: str | None = None
) -> dict[str, Any]:
    """What was found: `head` may be a hash printed earlier, which must still stand in the ledger.

    `expected` is what a case's lists must show; it is asked of every case when the check is deep.
    """
    problems: list[str] = []
    result: dict[str, Any] = {"ok": False, "entries": 0, "events": 0, "head": ""}
    try:
        with database.reading(lenient=True) as session:
            chain = verify_chain(session, head=head)
            result |= {"entries": chain.entries, "events": chain.events, "head": chain.head}
            problems += map(str, chain.problems)
            if deep:
                problems += _at_most(_deep(session, expected), MOST_PROBLEMS)
        if not database.up_to_date():
            problems.append(f"数据库版本为“{database.schema_version()}”，与本程序不符")
    except StoreError as error:
        problems.append(str(error))
    if deep:
        problems += (f"数据库文件：{damage}" for damage in database.damage())
    readable = [each.encode("utf-8", "backslashreplace").decode() for each in problems]
    return {**result, "ok": not problems, "problems": readable}


def _deep(session: Session, expected: Expected) -> Iterator[str]:
    for number in lists.every_number(session):
        try:
            yield from (f"案件 {number}：{what}" for what in _case(session, number, expected))
        except (
            Exception
        ) as error:  # damage may raise anything; it must be named, not stop the check
            yield f"案件 {number}：无法核对（{type(error).__name__}：{error}）"
    for check in (
        audit.rows_without_case,
        audit.changed_rows,
        audit.wrong_counts,
        work_audit.wrong_handlers,
        work_audit.wrong_counts,
        numbers.gaps,
    ):
        yield from check(session)


def _case(session: Session, number: str, expected: Expected) -> Iterator[str]:
    entries = ledger.entries(session, number)
    case = fold(event for entry in entries for event in entry.events)
    projection = expected(case)
    yield from _row(session, case, projection, entries)
    written = written_projection(session, number)
    assert written is not None, "the number was just read from its row"
    yield from _set("程序", set(projection.runs), set(written.runs))
    yield from _set("时限", set(projection.clocks), set(written.clocks))
    yield from _set("待办", {projection.task} - {None}, {written.task} - {None})
    yield from _set("已办", deeds.right_of_case(entries), deeds.kept_of_case(session, number))
    sought = projection.address, projection.applicant, projection.initials or ""
    right = entries[0].position, seeking.grams_of(number, *sought)
    if seeking.kept(session, number) != right:
        yield "查找用的字与编号、地址、申请人不符"
    issued = {
        event.document
        for entry in entries
        for event in entry.events
        if isinstance(event, DocumentIssued)
    }
    kept = documents.of_case(session, number)
    yield from _set("文书", issued, {each.document for each in kept})
    yield from (
        f"文书 {each.document.id} 的内容与签发时的校验值不符"
        for each in kept
        if not documents.facts_fit(each)
    )


def _row(
    session: Session, case: Case, projection: Projection, entries: tuple[ledger.Entry, ...]
) -> Iterator[str]:
    changes = [entry for entry in entries if entry.changes]
    right = {
        "number": case.number,
        "workflow": case.workflow,
        "workflow_version": case.workflow_version,
        "workflow_hash": case.workflow_hash,
        "region": case.region,
        "opened_on": case.opened_on.isoformat(),
        "address": projection.address,
        "applicant": projection.applicant,
        "households": projection.households,
        "state": projection.state,
        "stage": projection.stage,
        "version": len(changes),
        "seq": len(entries),
        "head": entries[-1].hash,
        "changed_at": changes[-1].at.isoformat(),
        "initials": projection.initials,
    }
    kept = audit.row_of_case(session, case.number)
    for name in right:
        if kept[name] != right[name]:
            yield f"{name} 应为“{right[name]}”，现为“{kept[name]}”"


def _set(what: str, right: set[Any], kept: set[Any]) -> Iterator[str]:
    for each in sorted(right - kept, key=repr):
        yield f"{what}记录缺失或不符，应为 {each}"
    for each in sorted(kept - right, key=repr):
        yield f"{what}记录多出或不符，现为 {each}"


def _at_most(problems: Iterator[str], most: int) -> Iterator[str]:
    yield from (problem for problem, _ in zip(problems, range(most), strict=False))
