"""Random lives: whatever is done to a case, in whatever order, what must always be true of it is."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from rebuild.cases.apply import apply, fold
from rebuild.cases.events import ActionTaken, CaseOpened, ProcedureOpened
from rebuild.cases.facts import Case
from rebuild.engine.definition import Workflow
from rebuild.engine.plan import Plan, compile_workflow
from rebuild.law.permits import LIVE
from tests.engine.lives import Broken, Life, live, permit_standing
from tests.law.a_case import the_plan

LIVES = int(os.environ.get("REBUILD_TEST_LIVES", "300"))
MORE = 2000  # in all, with the short form; `./run soak lives` goes on from there
# The share of states where a random walk may well never come in three hundred lives.
OUT_OF_THE_WAY = 0.34


@pytest.fixture(scope="module")
def lives() -> list[Life]:
    return [live(seed) for seed in range(LIVES)]


def test_no_life_breaks_what_must_always_be_true(lives: list[Life]) -> None:
    assert len(lives) == LIVES
    assert sum(life.refused for life in lives) > LIVES


@pytest.mark.slow
@pytest.mark.parametrize("first", range(LIVES, MORE, 100))
def test_no_life_of_a_hundred_more_breaks_it_either(first: int) -> None:
    refused = sum(live(seed).refused for seed in range(first, first + 100))
    assert refused > 100


def test_lives_come_nearly_everywhere(lives: list[Life]) -> None:
    for seat in ("case", "consensus", "planning", "construction_permit"):
        states = set(the_plan().workflow.procedures[seat].states)
        reached = {
            visit.state
            for life in lives
            for run in life.case.runs.get(seat, ())
            for visit in run.visits
        }
        assert len(states - reached) <= len(states) * OUT_OF_THE_WAY, sorted(states - reached)


def test_lives_end_in_more_than_one_way(lives: list[Life]) -> None:
    ends = Counter(life.case.state("case") for life in lives)
    assert ends["closed"] > 0, ends
    assert ends["terminated"] > 0, ends


def test_a_permit_stands_on_any_day_as_the_case_of_that_day_says(lives: list[Life]) -> None:
    compared = 0
    for life in lives:
        for day, case in days_of(life):
            for seat in ("planning_permit", "construction_permit"):
                standing = permit_standing(life.plan, life.case, seat, day)
                state, stayed = case.state(seat) or "none", f"{seat}.stayed" in case.flags
                assert standing.word == state
                assert standing.live is (state in LIVE and not stayed)
                compared += standing.live
    assert compared > LIVES


def days_of(life: Life) -> Iterator[tuple[date, Case]]:
    """The case at the end of each day on which something was done."""
    opening = life.events[0]
    assert isinstance(opening, CaseOpened)
    case, day = fold([opening]), opening.on
    for event in life.events[1:]:
        if isinstance(event, ActionTaken | ProcedureOpened) and event.on > day:
            yield day, case
            day = event.on
        case = apply(case, event)
    yield day, case


def spoilt(seat: str, name: str, **changes: object) -> Plan:
    """The shipped plan with one action written wrongly."""
    workflow = the_plan().workflow
    procedure = workflow.procedures[seat]
    action = procedure.actions[name].model_copy(update=changes)
    procedure = procedure.model_copy(update={"actions": {**procedure.actions, name: action}})
    wrong: Workflow = workflow.model_copy(
        update={"procedures": {**workflow.procedures, seat: procedure}}
    )
    return compile_workflow(wrong, the_plan().hash)


@pytest.mark.parametrize(
    ("seat", "name", "changes"),
    [
        ("case", "accept_ok", {"from_": ("danger_notified",), "rules": ()}),
        ("case", "file_demolition", {"to": "building", "rules": ()}),
        ("planning", "submit", {"from_": ("draft", "served")}),
    ],
    ids=[
        "acceptance_without_verification",
        "works_without_a_permit",
        "a_way_out_of_an_end",
    ],
)
def test_a_workflow_with_a_hole_in_it_is_found_out(
    seat: str, name: str, changes: dict[str, object]
) -> None:
    plan = spoilt(seat, name, **changes)
    with pytest.raises(Broken):
        any(live(seed, plan) is None for seed in range(LIVES))
