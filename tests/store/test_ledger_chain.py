"""The ledger is only added to; whatever was changed in it is found, and the first wrong entry named."""

import json
from hashlib import sha256

import psycopg
import pytest
from sqlalchemy import update

from rebuild.cases.codec import canonical
from rebuild.errors import StoreError
from rebuild.store import ledger
from rebuild.store.database import Database
from rebuild.store.ledger import START, Sealed, seal
from rebuild.store.session import Statement
from rebuild.store.sqlite import driver
from rebuild.store.tables import ledger as table
from rebuild.store.verify import Walk, verify
from tests.store.direct import behind, is_sqlite, switch_off_triggers
from tests.store.sample_office import advance, open_case, refuse

FIELDS = ("position", "case", "seq", "body", "previous", "before", "hash")
COLUMNS = ("position", "case_number", "seq", "body", "previous", "before", "hash")


def fill(database, entries=40):
    """Four cases whose entries lie between one another's."""
    with database.writing() as session:
        for n in range(entries):
            number = f"D-{n % 4}"
            if n < 4:
                open_case(session, number)
            elif n % 7 == 0:
                refuse(session, number)
            else:
                advance(session, number, key=f"key-{n}", note="材料齐全")


def found(database, **given):
    with database.reading(lenient=True) as session:
        return verify(session, **given)


def rewrite(connection, rows):
    connection.execute("DELETE FROM ledger")
    for row in rows:
        connection.execute(
            "INSERT INTO ledger (position, case_number, seq, body, previous, before, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )


def rows_of(connection):
    return [
        tuple(
            bytes(value)
            if name == "body"
            else value.decode()
            if isinstance(value, bytes)
            else value
            for name, value in zip(COLUMNS, row, strict=True)
        )
        for row in connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY position"
        ).fetchall()
    ]


def test_a_ledger_as_it_was_written_is_whole_and_counted(database):
    fill(database)
    whole = found(database)
    assert (whole.ok, whole.entries, whole.problems) == (True, 40, ())
    with database.reading() as session:
        assert ledger.head(session) == (40, whole.head)
        told = [event for number in range(4) for event in ledger.events(session, f"D-{number}")]
    assert whole.events == len(told)


def test_an_empty_ledger_is_whole(database):
    assert found(database).ok
    assert found(database).head == START


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger SET body = body WHERE position = 2",
        "UPDATE ledger SET hash = '' WHERE position = 40",
        "DELETE FROM ledger WHERE position = 40",
        "DELETE FROM ledger",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(database, address, change):
    fill(database)
    with behind(address) as connection, pytest.raises(Exception, match="ledger is only added to"):
        connection.execute(change)
    assert found(database).ok


def test_postgresql_refuses_to_empty_the_ledger(database, address):
    fill(database)
    if database.describe().startswith("SQLite"):
        return  # SQLite has no TRUNCATE; its DELETE is refused above
    with behind(address) as connection, pytest.raises(Exception, match="ledger is only added to"):
        connection.execute("TRUNCATE ledger")
    assert found(database).ok


def test_the_refusal_of_the_database_reaches_the_office_in_its_own_words(database):
    fill(database, entries=4)
    forgery = Statement(update(table).values(hash="0" * 64))
    with pytest.raises(StoreError, match="只能追加"), database.writing() as session:
        session.run(forgery)


def test_hash_is_over_position_seq_both_links_and_body_in_fixed_lengths(database):
    fill(database, entries=5)
    with database.reading() as session:
        last = ledger.sealed_entries(session, "D-0")[-1]
    by_hand = sha256(
        b"rebuild ledger entry 1\n"
        + (5).to_bytes(8, "big")
        + (2).to_bytes(8, "big")
        + bytes.fromhex(last.previous)
        + bytes.fromhex(last.before)
        + last.body
    ).hexdigest()
    assert last.hash == by_hand
    assert set(json.loads(last.body)) == {"at", "by", "case", "events", "key", "role", "seq"}
    assert canonical(json.loads(last.body)) == last.body


def flips_of(value):
    """The value with each of its bits turned over, one at a time."""
    if isinstance(value, int):
        yield from (value ^ (1 << bit) for bit in range(63))
        return
    raw = value if isinstance(value, bytes) else value.encode()
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        turned = bytes(flipped)
        yield turned if isinstance(value, bytes) else turned.decode("utf-8", "surrogateescape")


def flipped_ledgers(rows):
    return (
        (row, name, flipped)
        for row in rows
        for name, value in zip(COLUMNS, row, strict=True)
        for flipped in flips_of(value)
    )


def test_every_flipped_bit_of_every_column_is_found_in_its_own_entry(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/office.db")
    database.create()
    fill(database)
    with database.reading() as session:
        entries = list(ledger.every_entry(session))
    database.close()
    walk, flips = Walk(), 0
    for entry in entries:
        values = (entry.position, *(getattr(entry, name) for name in FIELDS[1:]))
        for place, value in enumerate(values):
            for flipped in flips_of(value):
                alone = Walk(None, walk.position, walk.hash, cases=dict(walk.cases))
                alone.take(Sealed(*values[:place], flipped, *values[place + 1 :]))
                assert alone.problems, (entry.position, FIELDS[place], flipped)
                flips += 1
        walk.take(entry)
    assert not walk.problems
    assert flips > 150_000


def test_a_bit_flipped_in_the_database_is_found_and_its_entry_named(database, address):
    fill(database)
    on_sqlite = address.startswith("sqlite")
    with behind(address) as connection:
        switch_off_triggers(connection)
        rows = rows_of(connection)
        chosen = list(flipped_ledgers(rows))[:: 397 if on_sqlite else 1499]
        tried = 0
        for row, name, flipped in chosen:
            if not overwrite(connection, row[0], name, flipped):
                continue
            tried += 1
            first = found(database).problems[0]
            # An entry that was moved shows where it is missed, or where it came to lie.
            moved = {row[0] + 1, flipped, 0} if name == "position" else set()
            assert first.position in {row[0], *moved}, (name, row)
            rewrite(connection, rows)
        assert tried > 80
    assert found(database).ok


def overwrite(connection, position, name, value):
    """Write it past the store; False where the database will not hold such a value."""
    words = f"UPDATE ledger SET {name} = ? WHERE position = ?"
    if isinstance(value, str):
        raw = value.encode("utf-8", "surrogateescape")
        if is_sqlite(connection):
            words, value = words.replace("= ?", "= CAST(? AS TEXT)", 1), raw
        elif "\0" in value or value.encode("utf-8", "replace") != raw:
            return False
    elif isinstance(value, int) and name == "seq" and value >= 2**31 and not is_sqlite(connection):
        return False
    try:
        connection.execute(words, (value, position))
    except (driver.IntegrityError, psycopg.IntegrityError):
        return False  # two entries of one case with one number: the database refuses
    return True


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda rows: rows[:-1], 0),
        (lambda rows: rows[:20] + rows[21:], 22),
        (lambda rows: rows[1:], 2),
        (lambda rows: rows[:10], 0),
        (lambda rows: [], 0),
        (lambda rows: swapped(rows, 10, 11), 11),
        (lambda rows: swapped(rows, 10, 14), 11),
        (lambda rows: [*rows, (41, rows[39][1], rows[39][2] + 1, *rows[39][3:])], 41),
        (lambda rows: [*rows, (41, "D-9", 1, *rows[0][3:])], 41),
    ],
    ids=[
        "the last one deleted",
        "one in the middle deleted",
        "the first one deleted",
        "cut short",
        "all deleted",
        "neighbours swapped",
        "two of one case swapped",
        "the last one doubled",
        "one of a case that does not exist",
    ],
)
def test_what_was_deleted_swapped_doubled_or_cut_off_is_found(database, address, spoil, named):
    fill(database)
    with behind(address) as connection:
        switch_off_triggers(connection)
        rewrite(connection, spoil(rows_of(connection)))
    verdict = found(database)
    assert not verdict.ok
    assert verdict.problems[0].position == named


def swapped(rows, first, second):
    """Two entries in each other's place: their contents change, their positions stay."""
    rows = list(rows)
    a, b = rows[first], rows[second]
    if a[1] == b[1]:  # one case: each also takes the other's number within it
        rows[first], rows[second] = (a[0], a[1], a[2], *b[3:]), (b[0], b[1], b[2], *a[3:])
    else:
        rows[first], rows[second] = (a[0], *b[1:]), (b[0], *a[1:])
    return rows


def test_a_case_row_that_tells_another_end_is_found(database, address):
    fill(database)
    with behind(address) as connection:
        connection.execute("UPDATE cases SET head = ? WHERE number = 'D-1'", ("0" * 64,))
    problem = found(database).problems[0]
    assert (problem.case, problem.position) == ("D-1", 0)


def test_a_ledger_written_anew_as_a_whole_is_found_only_against_a_printed_head(database, address):
    fill(database)
    printed = found(database).head
    with behind(address) as connection:
        switch_off_triggers(connection)
        forged = forge(rows_of(connection), at=10)
        rewrite(connection, forged)
        connection.execute("UPDATE ledger_head SET hash = ?", (forged[-1][6],))
        for row in forged:
            connection.execute("UPDATE cases SET head = ? WHERE number = ?", (row[6], row[1]))
    assert found(database).ok
    against_paper = found(database, head=printed)
    assert not against_paper.ok
    assert printed[:16] in str(against_paper.problems[0])


def test_a_head_printed_earlier_still_stands_in_a_ledger_that_grew(database):
    fill(database, entries=8)
    printed = found(database).head
    with database.writing() as session:
        advance(session, "D-1")
    assert found(database, head=printed).ok


def forge(rows, *, at):
    """A ledger in which one entry says something else, every hash made to fit."""
    before, heads, forged = START, {}, []
    for position, case, seq, body, *_ in rows:
        if position == at:
            body = body.replace("材料齐全".encode(), "材料不全".encode())
        previous = heads.get(case, START)
        sealed = seal(position, seq, previous, before, body)
        forged.append((position, case, seq, body, previous, before, sealed))
        before = heads[case] = sealed
    return forged


def test_at_most_a_hundred_problems_are_told(database, address):
    with database.writing() as session:
        open_case(session, "D-0")
        for _ in range(150):
            advance(session, "D-0")
    with behind(address) as connection:
        switch_off_triggers(connection)
        connection.execute("UPDATE ledger SET body = ?", (b"{}",))
    assert len(found(database).problems) == 100
