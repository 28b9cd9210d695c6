"""The stage bar says how far a case came, also one that was broken off on the way."""

import pytest

from rebuild.services.stages_shown import DONE, LATER, PRESENT, stages_shown
from tests.engine.deciding import ask, done, standing
from tests.law.a_case import the_plan


def standings(case) -> list[str]:
    return [
        row["standing"] for row in stages_shown(the_plan(), case, state_label="已终止", clock=None)
    ]


@pytest.mark.parametrize(
    ("state", "behind"),
    [("reported", 0), ("consensus", 2), ("designing", 3), ("planning", 3), ("building", 6)],
)
def test_a_case_that_was_broken_off_stands_where_it_came_to_and_no_further(state, behind):
    case = standing(case=state)
    ended = done(ask(case, "case", "terminate"))
    assert standings(ended) == standings(case)
    assert standings(ended) == [DONE] * behind + [PRESENT] + [LATER] * (8 - behind)


def test_a_case_that_came_to_its_end_has_every_stage_behind_it():
    assert set(standings(standing(case="closed"))) == {DONE}
