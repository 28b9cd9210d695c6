"""办理用时: every working day is somebody's, and the organs' own are held against a budget."""

from datetime import date

import pytest

from rebuild.cases.facts import Run, Visit
from rebuild.law.budget import budget_of
from rebuild.services.time_used import sides_by_day, time_used
from tests.law.a_case import a_case, the_calendar, the_plan

OPENED = date(2024, 3, 1)


def run(seat: str, *visits: tuple[str, str]) -> Run:
    stays = tuple(Visit(state, date.fromisoformat(since), "") for state, since in visits)
    return Run(seat, 1, stays[0].since, stays[-1].state, stays)


def sides(planning: tuple[tuple[str, str], ...], until: str) -> list[str]:
    case = a_case(
        opened_on=OPENED,
        runs={
            "case": (run("case", ("planning", "2024-03-01")),),
            "planning": (run("planning", *planning),),
        },
    )
    told = sides_by_day(the_plan(), the_calendar(), case, on=date.fromisoformat(until))
    return list(told.values())


def test_a_day_belongs_to_whoever_had_the_turn_when_it_began() -> None:
    received = (("draft", "2024-03-01"), ("received", "2024-03-05"))
    assert sides(received, "2024-03-07") == ["owners", "owners", "bureau", "bureau"]


def test_asking_for_papers_hands_the_turn_to_the_owners_and_back() -> None:
    went = (
        ("received", "2024-03-01"), ("supplement", "2024-03-04"), ("received", "2024-03-06"),
        ("under_review", "2024-03-07"),
    )  # fmt: skip
    assert sides(went, "2024-03-08") == ["bureau", "owners", "owners", "bureau", "bureau"]


def test_what_a_clock_stands_still_for_is_not_the_organs_time() -> None:
    went = (
        ("under_review", "2024-03-01"),
        ("special_procedure", "2024-03-04"),
        ("under_review", "2024-03-06"),
    )
    assert sides(went, "2024-03-07") == ["bureau", "other", "other", "bureau"]


def test_only_working_days_are_anybodys() -> None:
    assert len(sides((("received", "2024-03-01"),), "2024-03-10")) == 5


@pytest.mark.parametrize(
    ("area", "name", "days"),
    [
        (299_999, "budget_small", 70),
        (300_000, "budget_medium", 85),
        (999_999, "budget_medium", 85),
        (1_000_000, "budget_large", 100),
    ],
)
def test_the_budget_goes_by_the_size_of_the_project(area: int, name: str, days: int) -> None:
    budget = budget_of(the_plan().limits, area, OPENED)
    assert budget is not None
    assert (budget.name, budget.days) == (name, days)


def test_what_is_used_and_left_is_told() -> None:
    case = a_case(
        opened_on=OPENED,
        runs={
            "case": (run("case", ("planning", "2024-03-01")),),
            "planning": (run("planning", ("received", "2024-03-01")),),
        },
    )
    told = time_used(the_plan(), the_calendar(), case, on=date(2024, 3, 8))
    assert told["total"] == 5
    assert (told["budget"]["used"], told["budget"]["left"]) == (5, 65)
    assert {each["side"]: each["days"] for each in told["sides"]}["owners"] == 0
