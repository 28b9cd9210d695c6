"""Numbers of a series run 1, 2, 3 … in each period, whoever takes them, whatever fails, and none is given twice."""

import random
from collections import Counter
from threading import Thread

import pytest

from rebuild.errors import Conflict, NotFound
from rebuild.store import numbers
from rebuild.store.database import Database


def give(session, *, series="规许", period="2024", document=""):
    count = numbers.take(session, series=series, period=period)
    text = f"{series}〔{period}〕{count:03d}"
    document = document or f"{series}-{period}-{count}"
    numbers.register(
        session, series=series, period=period, count=count, text=text, document=document
    )
    return count


def give_and_fail(session):
    give(session)
    numbers.void(session, series="不存在", period="2024", count=1, reason="")


def test_a_series_begins_at_one_in_every_period(database):
    with database.writing() as session:
        assert [give(session, period="2023") for _ in range(3)] == [1, 2, 3]
        assert give(session, period="2024") == 1
        assert give(session, series="建字", period="2024") == 1


def test_an_action_that_fails_gives_its_number_back(database):
    with database.writing() as session:
        give(session)
    with pytest.raises(NotFound), database.writing() as session:
        give_and_fail(session)
    with database.writing() as session:
        assert give(session) == 2
        assert numbers.gaps(session) == ()


def test_a_void_number_keeps_its_place_and_is_not_given_again(database):
    with database.writing() as session:
        give(session)
        numbers.void(session, series="规许", period="2024", count=1, reason="打印错误")
    with database.writing() as session:
        assert give(session) == 2
    with database.reading() as session:
        void, good = numbers.register_of(session, series="规许", period="2024")
        assert (void.standing, void.reason) == (numbers.VOID, "打印错误")
        assert (good.standing, good.reason) == (numbers.ISSUED, "")
        assert numbers.gaps(session) == ()


def test_a_number_is_voided_once(database):
    with database.writing() as session:
        give(session)
        numbers.void(session, series="规许", period="2024", count=1, reason="打印错误")
    with pytest.raises(Conflict, match="已作废"), database.writing() as session:
        numbers.void(session, series="规许", period="2024", count=1, reason="再次")


def test_a_document_is_found_under_the_number_it_was_given(database):
    with database.writing() as session:
        give(session, document="doc-7")
        assert numbers.given_for(session, "doc-7").text == "规许〔2024〕001"
        assert numbers.given_for(session, "doc-8") is None


@pytest.mark.parametrize(
    ("skipped", "told"),
    [(1, "计数器为 3，登记簿止于第 2 号"), (0, "")],
    ids=["one not registered", "all"],
)
def test_a_number_taken_and_not_registered_is_told(database, skipped, told):
    with database.writing() as session:
        give(session)
        give(session)
        for _ in range(skipped):
            numbers.take(session, series="规许", period="2024")
        found = numbers.gaps(session)
    assert [line.split("：")[1] for line in found] == ([told] if told else [])


def test_a_number_missing_in_the_middle_is_told(database):
    with database.writing() as session:
        give(session)
        numbers.take(session, series="规许", period="2024")
        give(session)
        assert numbers.gaps(session)[0] == "规许 2024：第 2 号至第 2 号缺失"


def test_four_writers_who_often_fail_leave_no_gap_over_the_year_s_end(address):
    """20% of the actions fail after taking their number; the year ends in the middle."""
    each, acknowledged, failures = 60, [], []

    def write(seed):
        chance = random.Random(seed)
        own = Database(address)
        for n in range(each):
            period = "2024" if n < each // 2 else "2025"
            try:
                with own.writing() as session:
                    count = give(session, period=period)
                    if chance.random() < 0.2:
                        numbers.void(session, series="不存在", period=period, count=1, reason="")
                acknowledged.append((period, count))
            except NotFound:
                failures.append(period)
        own.close()

    writers = [Thread(target=write, args=(seed,)) for seed in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    database = Database(address)
    with database.reading() as session:
        assert numbers.gaps(session) == ()
        for period in ("2024", "2025"):
            given = [
                row.count for row in numbers.register_of(session, series="规许", period=period)
            ]
            assert given == list(range(1, len(given) + 1))
            assert given == sorted(count for at, count in acknowledged if at == period)
    database.close()
    assert len(acknowledged) + len(failures) == 4 * each
    assert min(Counter(failures).values()) > 5
