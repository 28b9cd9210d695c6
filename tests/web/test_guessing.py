"""No code is guessed: not by the service, not on a page; and no answer, nor the time it takes, helps with the next guess."""

import random
from collections.abc import Callable
from statistics import median
from time import thread_time_ns

import pytest

from rebuild.errors import NotFound
from rebuild.services.household_links import open_link
from rebuild.services.public_codes import rating_code_fits, status_code_fits
from rebuild.services.verdict import UNKNOWN, verdict_on_code
from tests.web.conftest import NUMBER, SERVED, Desk
from tests.web.guessing import ALPHABET, DOORS, guess_on_pages, guesses, right_codes

BY_SERVICE = 20_000
ON_PAGES = 2_000  # `./run soak guesses` goes on from there
TRIALS = 400
NOISE = 1.6  # medians of so few microseconds differ by this much on a busy machine


@pytest.fixture
def desk(desk_at) -> Desk:
    return desk_at(SERVED, "2024-02-26")


def opens(desk: Desk, door: str, code: str) -> bool:
    """What the service behind a door says of a code."""
    office, today = desk.office, desk.now.date()
    if door == "verify":
        return bool(verdict_on_code(office, code, on=today)["word"] != UNKNOWN)
    if door == "status":
        return status_code_fits(office, number=NUMBER, typed=code)
    if door == "rate":
        return rating_code_fits(office, number=NUMBER, seat="planning", run=1, typed=code)
    try:
        return bool(open_link(office, code, on=today))
    except NotFound:
        return False


def test_no_guess_opens_anything_of_the_service(desk):
    tried = list(guesses(right_codes(desk), seed=17, count=BY_SERVICE))
    assert [(door, code) for door, code in tried if opens(desk, door, code)] == []
    assert len({code for _, code in tried}) > BY_SERVICE // 2


def test_right_codes_open_their_doors_and_no_other(desk):
    right = right_codes(desk)
    assert set(right) == set(DOORS)
    for door in DOORS:
        for of, codes in right.items():
            assert {opens(desk, door, code) for code in codes} == {door == of}, (door, of)


def test_no_guess_opens_a_page_and_all_get_one_answer_of_each_door(desk):
    found = guess_on_pages(desk, seed=17, count=ON_PAGES)
    assert found.asked == ON_PAGES
    assert found.hits == []
    assert {door: len(told) for door, told in found.told.items()} == dict.fromkeys(DOORS, 1)


def test_whoever_guesses_quickly_is_told_to_wait_and_nothing_else(desk):
    found = guess_on_pages(desk, seed=18, count=400, pause=0.1)
    assert found.limited > 30
    assert found.hits == []


def test_hit_would_be_counted(desk, monkeypatch):
    monkeypatch.setattr(random.Random, "choices", lambda *_, **__: right_codes(desk)["status"][0])
    right = {"verify": ["0"], "status": ["1"], "rate": ["2"], "household": ["3"]}
    monkeypatch.setattr("tests.web.guessing.right_codes", lambda _: right)
    found = guess_on_pages(desk, seed=1, count=40)
    assert found.hits
    assert all("status" in hit for hit in found.hits)


def slower(one: Callable[[], object], other: Callable[[], object]) -> float:
    """How many times as long the slower of two takes; asked in turns, so that a busy moment hits both."""
    took: tuple[list[int], list[int]] = ([], [])
    for _ in range(TRIALS):
        for call, times in zip((one, other), took, strict=True):
            began = thread_time_ns()
            call()
            times.append(thread_time_ns() - began)
    quick, slow = sorted(map(median, took))
    return slow / quick


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("other", ["nearly right", "malformed"])
def test_time_tells_nothing_of_a_code(desk, door, other):
    code = "".join(random.Random(1).choices(ALPHABET, k=10))
    right = right_codes(desk)[door][0]
    against = right[:-1] + ("1" if right[-1] != "1" else "2") if other == "nearly right" else "码码"
    assert slower(lambda: opens(desk, door, code), lambda: opens(desk, door, against)) < NOISE


def test_a_comparison_that_ends_at_the_first_difference_would_be_seen():
    def compared(given: str) -> bool:
        return all(one == other for one, other in zip("A" * 400, given, strict=True))

    assert slower(lambda: compared("B" * 400), lambda: compared("A" * 399 + "B")) > NOISE
