"""Lists and queues page by key, find what they should, and counts agree with the rows they stand for."""

from collections import Counter
from datetime import timedelta

import pytest

from rebuild.cases.facts import Actor
from rebuild.errors import Conflict, NotFound
from rebuild.store import lists, staff
from tests.store.sample_office import DAY, advance, open_case


@pytest.fixture
def office(database):
    """Nine cases: three received, three under review, three granted; every second in another district."""
    with database.writing() as session:
        for n in range(9):
            open_case(session, f"D-{n}", region="510199" if n % 2 else "510198")
            for _ in range(n % 3):
                advance(session, f"D-{n}")
    return database


def numbers_of(page):
    return [each.number for each in page]


@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_follow_one_another_without_gap_or_overlap(office, newest_first):
    with office.reading() as session:
        seen, after = [], ""
        while page := lists.listing(session, newest_first=newest_first, after=after, limit=4):
            seen += numbers_of(page)
            after = seen[-1]
    assert seen == sorted((f"D-{n}" for n in range(9)), reverse=newest_first)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"state": "under_review"}, ["D-1", "D-4", "D-7"]),
        ({"stage": "planning", "region": "510199"}, ["D-1", "D-3", "D-7"]),
        ({"stage": "demolition", "state": "received"}, []),
        ({"search": "d-4"}, ["D-4"]),
        ({"search": "刘某某", "state": "granted"}, ["D-2", "D-5", "D-8"]),
        ({"search": "%"}, []),
        ({"search": "_"}, []),
    ],
    ids=str,
)
def test_a_list_shows_what_was_chosen_and_nothing_else(office, chosen, found):
    with office.reading() as session:
        assert numbers_of(lists.listing(session, **chosen)) == found


def test_a_queue_holds_the_runs_that_stand_at_its_places(office):
    places = [("planning", "received"), ("planning", "under_review"), ("appeal", "received")]
    with office.reading() as session:
        whole = lists.queue(session, places)
        assert [each.case.number for each in whole] == ["D-0", "D-1", "D-3", "D-4", "D-6", "D-7"]
        assert {each.run_state for each in whole} == {"received", "under_review"}
        rest = lists.queue(session, places, after="D-3", limit=2)
        assert [each.case.number for each in rest] == ["D-4", "D-6"]
        here = lists.queue(session, places, region="510198")
        assert [each.case.number for each in here] == ["D-0", "D-4", "D-6"]


@pytest.mark.parametrize(
    ("days", "found"), [(0, 0), (1, 3), (2, 3)], ids=["before", "on the day", "after"]
)
def test_a_clock_falls_due_on_its_day_and_not_before(office, days, found):
    with office.reading() as session:
        due = lists.due_clocks(session, until=DAY + timedelta(days=days))
    assert len(due) == found
    assert all(clock.clock == "decision" for clock in due)


def test_due_clocks_page_after_the_last_one_seen(office):
    until = DAY + timedelta(days=9)
    with office.reading() as session:
        first = lists.due_clocks(session, until=until, limit=2)
        last = first[-1]
        rest = lists.due_clocks(session, until=until, after=(last.due.isoformat(), last.number))
    assert [clock.number for clock in (*first, *rest)] == ["D-1", "D-4", "D-7"]


def test_counts_are_those_of_the_rows(office):
    with office.reading() as session:
        counted = Counter(
            (each.workflow, each.region, each.stage, each.state)
            for each in lists.listing(session, limit=100)
        )
        assert {each[:4]: each.cases for each in lists.counts(session)} == counted


def test_staff_are_found_as_they_were_added_and_changed(database):
    clerk = Actor("c-1", "经办甲", frozenset({"clerk", "reviewer"}), "规划分局")
    with database.writing() as session:
        staff.add(session, clerk)
        assert staff.find(session, "c-1") == staff.StaffMember(clerk)
        moved = Actor("c-1", "经办甲", frozenset({"chief"}), "住建局")
        staff.change(session, moved)
        staff.disable(session, "c-1")
        assert staff.everyone(session) == (staff.StaffMember(moved, disabled=True),)
        assert staff.find(session, "c-2") is None


def test_a_staff_number_is_given_once_and_only_known_staff_can_be_changed(database):
    clerk = Actor("c-1", "经办甲", frozenset({"clerk"}))
    with database.writing() as session:
        staff.add(session, clerk)
    with pytest.raises(Conflict, match="c-1"), database.writing() as session:
        staff.add(session, clerk)
    with pytest.raises(NotFound), database.writing() as session:
        staff.disable(session, "c-2")
