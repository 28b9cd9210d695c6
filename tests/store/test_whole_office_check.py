"""The deep check folds every case again and finds whatever in any table is not as it was written, and names it."""

import random
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from rebuild.cases.codec import canonical
from rebuild.cases.events import DocumentIssued, OfficeHappened
from rebuild.cases.facts import Actor, Document
from rebuild.services.verify_ledger import verify
from rebuild.store import (
    cases,
    documents,
    idempotency,
    ledger,
    numbers,
    people,
    staff,
    tables_desk,
    tables_work,
    tasks,
    workflows,
)
from rebuild.store.database import Database
from rebuild.store.documents import Frozen, Printed
from rebuild.store.keeping import Kept
from rebuild.store.ledger import Draft
from rebuild.store.people import Person, Vault
from rebuild.store.sqlite import driver
from rebuild.store.tables_desk import metadata
from rebuild.store.workflows import PublishedVersion
from tests.store.direct import behind, is_sqlite, switch_off_triggers
from tests.store.sample_office import AT, DAY, advance, draft, open_case, project, refuse, step

FACTS = canonical({"total_area": "579.22"})
PERMIT = Document(
    "doc-1", "permit", "规许〔2024〕001", "许可证", DAY, "planning", 1, sha256(FACTS).hexdigest()
)


def furnish(database):
    """An office with a row in every table."""
    vault = Vault(bytes(32), lambda size: bytes(size))
    with database.writing() as session:
        workflows.publish(session, PublishedVersion("small", 1, "f" * 64), json=b"{}")
        staff.add(session, Actor("c-1", "经办甲", frozenset({"clerk"}), "规划分局"))
        for n in range(3):
            open_case(session, f"D-{n}")
            for _ in range(n):
                advance(session, f"D-{n}")
        refuse(session, "D-1")
        issue(session)
        people.put(session, vault, Person("D-1", "101", "业主甲", "510199190001010014"))
        idempotency.keep(session, "k-1", digest="d", case="D-1", response=b"ok", at=AT)
        ledger.enter_of_office(session, Draft(AT, "c-1", "", (OfficeHappened("signed_in"),)))
        for table in (*tables_desk.DESK, tables_work.handlers):
            Kept(table).add(session, **{each.name: value_of(each) for each in table.columns})
        tasks.name_handler(session, "D-1")


def value_of(column):
    """Something that may stand in a column of the desk."""
    by_name = {"staff_id": "c-1", "of_staff": "c-1", "deputy_staff": "c-1", "case_number": "D-1",
               "webhook_id": "id", "purpose": "status", "stars": 3, "role": "clerk"}  # fmt: skip
    by_type = {bool: False, int: 7, bytes: b"sealed", str: str(column.name)}
    if column.nullable:
        return None
    return by_name.get(column.name, by_type[column.type.python_type])


def issue(session):
    stored = cases.get(session, "D-0")
    before = cases.folded(session, stored)
    taken = step(before)
    count = numbers.take(session, series="规许", period="2024")
    numbers.register(
        session, series="规许", period="2024", count=count, text=PERMIT.number, document=PERMIT.id
    )
    frozen = Frozen(FACTS, "a" * 64, "b" * 64, 1, "7K3M")
    documents.freeze(session, PERMIT, case="D-0", frozen=frozen)
    documents.mark_printed(session, PERMIT.id, Printed("c" * 64, 1, "c", AT))
    after = replace(taken.after, documents=(PERMIT,))
    cases.record(
        session,
        stored,
        draft=draft((*taken.events, DocumentIssued(PERMIT))),
        after=after,
        projection=project(after),
        before_projection=project(before),
    )


def deep(database):
    return verify(database, deep=True, expected=project)


def test_an_office_as_it_was_written_passes(database):
    furnish(database)
    found = deep(database)
    assert found["problems"] == []
    assert found["ok"]
    assert (found["entries"], found["events"]) == (9, 17)
    assert verify(database, deep=False, expected=project) == found


def changed(value):
    """Another value of the same kind, that stands nowhere else, so that it can be put right again."""
    if value is None:
        return "2024-01-01"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return value + "~"


COLUMNS = [
    (table.name, column.name) for table in metadata.sorted_tables for column in table.columns
]


def test_a_change_of_any_column_of_any_table_is_found(database, address):
    """One value of every column is changed behind the store's back, looked for, and put right again."""
    furnish(database)
    missed, tried = [], 0
    with behind(address) as connection:
        switch_off_triggers(connection)
        unbind(connection)
        for table, column in COLUMNS:
            for before, after in change_of(connection, table, column):
                tried += 1
                put(connection, table, column, before, after)
                if deep(database)["ok"]:
                    missed.append((table, column))
                put(connection, table, column, after, before)
        assert deep(database)["ok"], "everything was put right again"
    assert missed == []
    assert tried >= len(COLUMNS) - 2


def unbind(connection):
    """Let keys be changed whatever refers to them, as a careless administrator could."""
    if not is_sqlite(connection):
        connection.execute("SET session_replication_role = replica")


def change_of(connection, table, column):
    row = connection.execute(f'SELECT "{column}" FROM {table} LIMIT 1').fetchone()
    before = row[0]
    if isinstance(before, bytes) and metadata.tables[table].c[column].type.python_type is str:
        before = before.decode()
    if (table, column) == ("ledger_head", "id"):
        return []  # the database holds it at 1
    # Some columns may only hold what the database itself knows.
    known = {("links", "purpose"): "rating", ("ratings", "stars"): 4}
    return [(before, known.get((table, column), changed(before)))]


def put(connection, table, column, before, after):
    same = f'"{column}" IS NULL' if before is None else f'"{column}" = ?'
    values = (after,) if before is None else (after, before)
    connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE {same}', values)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("DELETE FROM runs WHERE case_number = 'D-1'", "案件 D-1：程序记录缺失"),
        ("DELETE FROM clocks", "案件 D-0：时限记录缺失"),
        (
            "UPDATE cases SET applicant = '他人' WHERE number = 'D-2'",
            "案件 D-2：applicant 应为“刘某某等17户”",
        ),
        ("DELETE FROM documents", "案件 D-0：文书记录缺失"),
        ("DELETE FROM number_register", "规许 2024：计数器为 1，登记簿止于第 0 号"),
        ("UPDATE numbers SET last = 2", "规许 2024：计数器为 2，登记簿止于第 1 号"),
        ("UPDATE idempotency SET response = ''", "表 idempotency 中 k-1"),
        ("DELETE FROM case_counts", "计数 small 510199"),
        (
            "INSERT INTO runs VALUES ('D-2', 'appeal', 1, 'received', '2024-02-05')",
            "案件 D-2：程序记录多出",
        ),
    ],
)
def test_what_is_wrong_is_named(database, address, spoil, told):
    furnish(database)
    with behind(address) as connection:
        connection.execute(spoil)
    found = deep(database)
    assert not found["ok"]
    assert any(problem.startswith(told) for problem in found["problems"]), found["problems"]


def test_the_plain_check_leaves_the_tables_to_the_deep_one(database, address):
    furnish(database)
    with behind(address) as connection:
        connection.execute("UPDATE cases SET applicant = '他人' WHERE number = 'D-2'")
    assert verify(database, deep=False, expected=project)["ok"]
    assert not deep(database)["ok"]


def test_a_head_that_was_printed_must_still_be_there(database):
    furnish(database)
    printed = deep(database)["head"]
    assert verify(database, deep=False, expected=project, head=printed)["ok"]
    assert not verify(database, deep=False, expected=project, head="0" * 64)["ok"]


@pytest.mark.slow
def test_every_flipped_bit_of_the_file_that_changes_its_content_is_found(tmp_path):
    whole, spoilt = tmp_path / "whole.db", tmp_path / "spoilt.db"
    database = Database(f"sqlite:///{whole}")
    database.create()
    furnish(database)
    database.close()
    raw, content = whole.read_bytes(), content_of(whole)
    chance, missed, counted = random.Random(7), [], 0
    for _ in range(400):
        bit = chance.randrange(len(raw) * 8)
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        remove(spoilt)
        spoilt.write_bytes(flipped)
        if content_of(spoilt) == content:
            continue
        counted += 1
        remove(spoilt)
        spoilt.write_bytes(flipped)
        database = Database(f"sqlite:///{spoilt}")
        if deep(database)["ok"]:
            missed.append(bit)
        database.close()
    assert missed == []
    assert counted > 20


def content_of(path: Path):
    """Every value of every table, or None where the file cannot be read."""
    connection = driver.connect(str(path))
    connection.text_factory = bytes
    try:
        return [
            sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in sorted(metadata.tables)
        ]
    except (driver.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def remove(path: Path):
    for stray in path.parent.glob(f"{path.name}*"):
        stray.unlink()


def test_an_office_that_is_no_database_is_told_and_does_not_stop_the_check(tmp_path):
    (tmp_path / "office.db").write_text("no database" * 500)
    found = verify(Database(f"sqlite:///{tmp_path}/office.db"), deep=False, expected=project)
    assert not found["ok"]
    assert "不是本系统的数据库" in found["problems"][0]
