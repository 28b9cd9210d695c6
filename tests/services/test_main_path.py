"""The main path of a procedure, and the forecast that walks it."""

from datetime import date
from itertools import pairwise

import pytest

from rebuild.engine.calendars import load_calendars
from rebuild.engine.load import load
from rebuild.engine.plan import compile_workflow
from rebuild.law.book import rules
from rebuild.resources import workflows
from rebuild.services.case_told import case_told
from rebuild.services.clocks_told import clocks_told
from rebuild.services.forecast import Walk
from rebuild.services.look_up import look_up
from rebuild.services.main_path import main_end, main_path
from rebuild.services.office import make_office, open_office
from rebuild.services.read_story import read_story
from rebuild.services.tell_story import tell_story
from rebuild.services.why import why

ON = date(2024, 1, 22)


@pytest.fixture(scope="module")
def workflow():
    return load(workflows() / "d_grade_rebuild").workflow


@pytest.fixture(scope="module")
def plan(workflow):
    rules()
    return compile_workflow(workflow, "hash")


@pytest.fixture(scope="module")
def calendar():
    return load_calendars(workflows() / "calendar")


def actions(way):
    return None if way is None else [leg.action for leg in way]


def test_the_life_of_a_case_goes_by_every_permit_to_the_archive(workflow):
    case = workflow.procedures["case"]
    way = actions(main_path(case, case.initial, main_end(case)))
    wanted = ["register", "report_d", "consensus_reached", "planning_granted", "demolished",
              "construction_granted", "begin", "accept_ok", "file_completion", "archive"]  # fmt: skip
    assert [each for each in way if each in wanted] == wanted


@pytest.mark.parametrize(
    ("start", "way"),
    [
        ("draft", ["submit", "accept", "grant"]),
        ("supplement", ["resubmit", "accept", "grant"]),
        ("special_procedure", ["end_excluded", "grant"]),
        ("hearing", ["hold_hearing", "grant"]),
        ("granted", []),
        ("closed_withdrawn", None),
        ("terminated", None),
        ("ended_with_case", None),
    ],
)
def test_a_state_beside_the_path_first_leads_back_to_it(start, way, workflow):
    assert actions(main_path(workflow.procedures["planning"], start, "granted")) == way


def test_a_stopped_building_goes_on_rather_than_begin_anew(workflow):
    case = workflow.procedures["case"]
    assert actions(main_path(case, "stopped", "closed"))[:2] == ["resume", "finish"]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Every state of the story's case, step by step, with the day it was reached."""
    data = tmp_path_factory.mktemp("told") / "office"
    database = f"sqlite:///{data / 'rebuild.sqlite3'}"
    make_office(data=data, database=database, chance=bytes)
    office = open_office(
        data=data, database=database, verify_url="https://verify.example/", chance=bytes
    )
    stories = workflows().parent / "tests" / "stories" / "junping_street_89.yaml"
    steps = [
        (step.step, look_up(office, step.number))
        for step in tell_story(office, read_story(stories))
    ]
    yield office, steps
    office.close()


def test_the_story_takes_the_next_step_of_its_forecast_or_a_short_cut_over_it(told):
    office, steps = told
    astray, taken = [], 0
    for (step, found), (following, _) in pairwise(steps):
        walked = Walk(found.plan, office.calendar, found.case, step.entered).to_the_end()
        assert [each.until for each in walked] == sorted(each.until for each in walked)
        assert walked[-1].action == "archive"
        action = found.plan.action(following.seat, following.action)
        if action.to != "stay" and not following.refused and not action.returns:
            taken += 1
            if following.action not in [each.action for each in walked[:2]]:
                astray.append((following.action, walked[0].action))
    assert taken > 20
    assert astray == []


def test_what_blocks_and_what_is_due_can_be_told_at_every_step(told):
    office, steps = told
    for step, found in steps:
        plan, case = found.plan, found.case
        explained = why(plan, office.calendar, case, on=step.entered)
        assert (explained["next"] is None) == explained["ended"]
        assert case_told(found, office.calendar, on=step.entered)["state"] == case.state("case")
        clocks = clocks_told(plan, office.calendar, case, on=step.entered, explain=True)
        assert [clock["parts"][-1]["due"] for clock in clocks] == [clock["due"] for clock in clocks]


def test_an_archived_case_has_nothing_to_come(told):
    office, steps = told
    _, found = steps[-1]
    assert Walk(found.plan, office.calendar, found.case, date(2026, 1, 5)).to_the_end() == ()


def test_stops_move_only_the_clocks_that_can_stop(told):
    office, steps = told
    _, found = next(each for each in steps if each[0].action == "submit")
    stops = ((date(2024, 1, 9), date(2024, 1, 10)),)

    def latest(*given):
        walked = Walk(
            found.plan, office.calendar, found.case, date(2024, 1, 8), *given
        ).to_the_end()
        return {(each.seat, each.action): each.until for each in walked}

    assert latest(stops)["planning", "accept"] == latest()["planning", "accept"]


def test_days_before_the_decision_clock_begins_do_not_move_it(told):
    office, steps = told
    _, found = next(each for each in steps if each[0].action == "inspect")

    def granted(*stops):
        walked = Walk(found.plan, office.calendar, found.case, ON, stops).to_the_end()
        return next(each.until for each in walked if each.action == "grant")

    assert granted((date(2024, 1, 1), date(2024, 1, 22))) == granted() == date(2024, 2, 22)
    assert granted((date(2024, 1, 23), date(2024, 1, 23))) == date(2024, 2, 23)
