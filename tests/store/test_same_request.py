"""The same request again has no second effect and is given the same answer; the same key for another request is refused."""

from threading import Barrier, Thread

import pytest

from rebuild.errors import Conflict
from rebuild.store import cases, idempotency
from rebuild.store.database import Database
from rebuild.store.verify import verify
from tests.store.sample_office import AT, advance, open_case


def ask(database, key, digest="d1"):
    """As a service would: the case is locked first, then the key is looked up, then it acts.

    Both questions travel together; the key is looked up behind the lock all the same.
    """
    with database.writing() as session:
        idempotency.expect(session, key)
        cases.get(session, "D-1")
        known = idempotency.find(session, key, digest=digest)
        if known is not None:
            return known
        stored = advance(session, "D-1", key=key)
        response = f"version {stored.version}".encode()
        idempotency.keep(session, key, digest=digest, case="D-1", response=response, at=AT)
    return response


def test_a_request_that_comes_again_is_given_its_first_answer(database):
    with database.writing() as session:
        open_case(session, "D-1")
    assert [ask(database, "k-1"), ask(database, "k-1"), ask(database, "k-2")] == [
        b"version 2",
        b"version 2",
        b"version 3",
    ]


def test_a_key_that_comes_with_another_request_is_refused(database):
    with database.writing() as session:
        open_case(session, "D-1")
    ask(database, "k-1", digest="d1")
    with pytest.raises(Conflict, match="另一项内容"):
        ask(database, "k-1", digest="d2")


def test_a_key_nobody_used_is_not_found(database):
    with database.reading() as session:
        assert idempotency.find(session, "k-0", digest="d1") is None


def test_what_is_asked_ahead_is_answered_by_the_question_it_travels_with(database):
    with database.writing() as session:
        open_case(session, "D-1")
    ask(database, "k-1")
    with database.writing() as session:
        for key in ("k-1", "k-2"):
            idempotency.expect(session, key)
        assert cases.get(session, "D-1").version == 2
        assert idempotency.find(session, "k-2", digest="d1") is None
        assert idempotency.find(session, "k-1", digest="d1") == b"version 2"


def test_a_double_click_from_four_sides_acts_once(address):
    database = Database(address)
    with database.writing() as session:
        open_case(session, "D-1")
    offices = [Database(address) for _ in range(4)]
    for key in range(15):
        barrier, answers = Barrier(4), []

        def click(office, key=key, barrier=barrier, answers=answers):
            barrier.wait()
            answers.append(ask(office, f"key-{key}"))

        clicks = [Thread(target=click, args=(office,)) for office in offices]
        for each in clicks:
            each.start()
        for each in clicks:
            each.join()
        assert answers == [f"version {key + 2}".encode()] * 4
    with database.reading() as session:
        assert cases.get(session, "D-1").seq == 16
        assert verify(session).ok
    for office in (database, *offices):
        office.close()
