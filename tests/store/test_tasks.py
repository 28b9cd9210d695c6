"""Work lists are paged without a gap or a line twice, each page along one index, and counted by kept rows."""

import random
from dataclasses import replace

import pytest

from rebuild.store import cases, desk_counts, work_list
from rebuild.store.projecting import write_projection, written_projection
from rebuild.store.projection import TaskRow
from rebuild.store.tables_work import OVER, STOPPED
from rebuild.store.work_audit import wrong_counts, wrong_handlers
from rebuild.store.work_lanes import keys_of, lines_statement
from rebuild.store.work_list import Lane, Wanted
from tests.store.direct import behind, is_sqlite
from tests.store.sample_office import advance, open_case

REGIONS = ("510104", "510105")
TURNS = ("clerk", "chief", "")
DAYS = ["2024-02-01", "2024-02-05", "2024-02-22", "none", STOPPED, f"{OVER}2024-01-31"]


@pytest.fixture
def filled(database):
    """Forty cases, their tasks scattered over districts, roles, states and days."""
    chance = random.Random(7)
    told = []
    with database.writing() as session:
        for count in range(40):
            number = f"D-{count:02d}"
            region = chance.choice(REGIONS)
            open_case(session, number, region=region)
            state = "under_review" if count % 3 else "received"
            if state == "under_review":
                advance(session, number)
            task = TaskRow(
                region, state, chance.choice(TURNS), chance.choice(DAYS),
                "planning", "received", "accept",
            )  # fmt: skip
            known = written_projection(session, number)
            write_projection(session, number, replace(known, task=task), before=known)
            told.append((number, task))
    return told


def walked(database, lanes, wanted):
    """Every number of a list, page by page."""
    numbers = []
    with database.reading() as session:
        while True:
            page = work_list.page(session, lanes, wanted)
            numbers += [line.number for line in page]
            if len(page) < wanted.limit:
                return numbers
            wanted = wanted._replace(after=(page[-1].urgency, page[-1].number))


LANES = {
    "everything": ((Lane(),), lambda task: True),
    "a district": ((Lane(region="510105"),), lambda task: task.region == "510105"),
    "two districts": (tuple(Lane(region=each) for each in REGIONS), lambda task: True),
    "a role of a district": (
        (Lane(region="510105", turn="chief"),),
        lambda task: (task.region, task.turn) == ("510105", "chief"),
    ),
    "nobody's turn": (
        tuple(Lane(region=each, turn="") for each in REGIONS),
        lambda task: task.turn == "",
    ),
    "every role of every district": (
        tuple(Lane(region=region, turn=turn) for region in REGIONS for turn in TURNS),
        lambda task: True,
    ),
    "a state": ((Lane(main_state="received"),), lambda task: task.main_state == "received"),
    "a state of a district": (
        (Lane(region="510104", main_state="under_review"),),
        lambda task: (task.region, task.main_state) == ("510104", "under_review"),
    ),
}


@pytest.mark.parametrize("name", LANES)
@pytest.mark.parametrize("limit", [1, 7, 50])
def test_pages_by_last_day_hold_every_task_once_and_in_order(database, filled, name, limit):
    lanes, fits = LANES[name]
    right = sorted((task.urgency, number) for number, task in filled if fits(task))
    assert walked(database, lanes, Wanted(limit=limit)) == [number for _, number in right]


@pytest.mark.parametrize("name", LANES)
@pytest.mark.parametrize("newest", [False, True])
def test_pages_by_number_hold_every_task_once_and_in_order(database, filled, name, newest):
    lanes, fits = LANES[name]
    right = sorted((number for number, task in filled if fits(task)), reverse=newest)
    assert walked(database, lanes, Wanted(by_number=True, newest=newest, limit=7)) == right


def test_a_group_holds_the_tasks_between_its_ends_and_no_other(database, filled):
    wanted = Wanted(low="2024-02-05", high=STOPPED, limit=50)
    right = {number for number, task in filled if "2024-02-05" <= task.urgency < STOPPED}
    assert set(walked(database, (Lane(),), wanted)) == right


def test_a_task_in_two_lanes_stands_once(database, filled):
    lanes = (Lane(), Lane(region="510105"), Lane(number="D-03"))
    assert len(walked(database, lanes, Wanted(limit=9))) == 40


def test_kept_counts_are_those_of_counting(database, filled):
    with database.reading() as session:
        assert desk_counts.regions(session) == REGIONS
        for region in REGIONS:
            for turn in TURNS:
                right = sum((task.region, task.turn) == (region, turn) for _, task in filled)
                assert desk_counts.of_turn(session, region, turn, "") == right
            here = [task.urgency for _, task in filled if task.region == region]
            told = desk_counts.by_day(session, region, today="2024-02-05", after_soon="2024-02-09")
            assert told == (
                sum(each < "2024-02-05" for each in here),
                sum("2024-02-05" <= each < "2024-02-09" for each in here),
                sum(each < OVER for each in here),
            )
        assert list(wrong_counts(session)) == []
        assert list(wrong_handlers(session)) == []


@pytest.mark.parametrize("name", LANES)
@pytest.mark.parametrize("by_number", [False, True])
def test_no_page_sorts_or_walks_a_whole_table(database, address, filled, name, by_number):
    """On SQLite, whose plan depends on the statement alone."""
    if not address.startswith("sqlite"):
        return
    wanted = Wanted(by_number=by_number, newest=True)
    for lane in LANES[name][0]:
        statement = lines_statement(keys_of(lane), by_number, True, "")
        with database.reading() as session:
            work_list.page(session, (lane,), wanted)
        sql, bind = statement.ready["sqlite"]
        given = {**work_list._given(wanted), **work_list._lane_given(lane)}
        with behind(address) as connection:
            assert is_sqlite(connection)
            plan = [
                str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", bind(given))
            ]
        assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan


def test_a_task_goes_with_its_case_s_state(database):
    with database.writing() as session:
        open_case(session, "D-1")
        assert work_list.line_of(session, "D-1").main_state == "received"
        assert cases.find(session, "D-1").state == "received"
        assert work_list.line_of(session, "D-9") is None
