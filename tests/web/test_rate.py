"""How often one address may ask: so many times at once, then one more each so many seconds, whichever process is asked."""

import multiprocessing
from pathlib import Path

import pytest

from rebuild.web.rate import NEIGHBOURS, PLACES, Buckets

BURST, EVERY = 3, 2.0


def asked(buckets: Buckets, who: str, *times: float) -> list[bool]:
    return [buckets.allows(who, now, burst=BURST, every=EVERY) for now in times]


@pytest.fixture
def buckets(tmp_path: Path) -> Buckets:
    return Buckets(tmp_path / "rates")


def test_so_many_may_be_asked_at_once_and_no_more(buckets) -> None:
    assert asked(buckets, "a", 10, 10, 10, 10) == [True, True, True, False]


def test_one_more_may_be_asked_after_so_many_seconds(buckets) -> None:
    asked(buckets, "a", 10, 10, 10)
    assert asked(buckets, "a", 11.9, 12, 12.1) == [False, True, False]


def test_a_bucket_is_never_fuller_than_full(buckets) -> None:
    asked(buckets, "a", 10)
    assert asked(buckets, "a", 1000, 1000, 1000, 1000) == [True, True, True, False]


def test_a_clock_that_is_set_back_takes_nothing_away(buckets) -> None:
    asked(buckets, "a", 10, 10)
    assert asked(buckets, "a", 5, 5) == [True, False]


def test_one_address_takes_nothing_from_another(buckets) -> None:
    asked(buckets, "a", 10, 10, 10)
    assert asked(buckets, "b", 10) == [True]


def test_another_process_finds_the_bucket_as_it_was_left(buckets, tmp_path: Path) -> None:
    asked(buckets, "a", 10, 10)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_asked_elsewhere, (tmp_path / "rates",)) == [True, False]
    assert asked(buckets, "a", 10) == [False]


def _asked_elsewhere(file: Path) -> list[bool]:
    return asked(Buckets(file), "a", 10, 10)


def test_processes_that_ask_at_once_are_given_no_more_than_one(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        allowed = pool.map(_given, [tmp_path / "rates"] * 2, chunksize=1)
    assert sum(allowed) == 500


def _given(file: Path) -> int:
    buckets = Buckets(file)
    return sum(buckets.allows("a", 10, burst=500, every=EVERY) for _ in range(400))


def test_of_more_addresses_than_there_is_room_for_the_last_ones_are_known(tmp_path: Path) -> None:
    buckets = Buckets(tmp_path / "rates")
    many = PLACES + PLACES // NEIGHBOURS
    for place in range(many):
        asked(buckets, f"{place}", *[place / 1e6] * BURST)
    last = [asked(buckets, f"{place}", many / 1e6) for place in range(many - 100, many)]
    assert last.count([False]) > 90
    assert (tmp_path / "rates").stat().st_size == PLACES * 24
