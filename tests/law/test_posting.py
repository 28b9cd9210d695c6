"""公示的结果: a correction of the roll while the result hangs on the board makes it hang anew, a sale does not."""

from dataclasses import replace
from datetime import date

import pytest

from rebuild.cases import events as happened
from rebuild.cases.apply import apply, apply_all
from rebuild.cases.facts import Ballot, Case, Household, Owner, Roll
from rebuild.engine.record import record
from rebuild.law.owners import tally_of
from rebuild.law.rule import Situation
from tests.law.a_case import CLERK, DAY, a_case, a_run, says, the_calendar, the_plan, took, with_run

FIRST = date(2023, 7, 3)
ROLL = (
    Household("101", 3407, (Owner("业主甲"),)),
    Household("102", 3407, (Owner("业主乙"),)),
    Household("201", 10000, (Owner("业主丙"),)),
)
CODE = "consensus.posted_as_counted"


def posted() -> Case:
    """A round of which the result hangs: all three agree."""
    run = a_run("consensus", "posted", took("post", FIRST), since=FIRST)
    ballots = tuple(Ballot(each.unit, "agree", date(2023, 6, 20)) for each in ROLL)
    case = with_run(a_case(roll=Roll(FIRST, ROLL), ballots={1: ballots}), run)
    return hung(apply(case, happened.RollFrozen(1, date(2023, 6, 1))))


def hung(case: Case) -> Case:
    """The case after its result was posted as it now stands."""
    return apply_all(case, record("posted", situation(case, "consensus", "post")))


def situation(case: Case, seat: str, action: str, **answers: object) -> Situation:
    run = case.run(seat)
    assert run
    return Situation(case, run, action, answers, CLERK, DAY, the_plan().limits, the_calendar())


def corrected(case: Case, **answers: object) -> Case:
    asked = situation(case, "case", "change_household", reason="登记簿更正", **answers)
    return apply_all(case, record("household", asked))


def told(case: Case) -> tuple[str, ...]:
    return says(CODE, case, seat="consensus")


@pytest.mark.parametrize(("area", "holds"), [(3406, False), (3407, True), (3408, False)])
def test_an_area_put_right_while_the_result_hangs_makes_it_hang_anew(
    area: int, holds: bool
) -> None:
    said = told(corrected(posted(), unit="101", area=area))
    assert (said == ()) is holds
    assert holds or ("168.14㎡" in said[0] and f"{(area + 13407) / 100:.2f}㎡" in said[0])


def test_hung_anew_it_holds() -> None:
    assert told(hung(corrected(posted(), unit="101", area=3408))) == ()


def test_a_sale_while_the_result_hangs_changes_nothing_of_it() -> None:
    assert told(corrected(posted(), unit="101", new_owner="业主丁")) == ()


def test_who_was_entered_by_mistake_had_no_vote_and_the_result_hangs_anew() -> None:
    case = corrected(posted(), unit="101", new_owner="业主丁", mistaken=True)
    (said,) = told(case)
    assert "同意公示为168.14㎡、3人，现为134.07㎡、2人" in said
    assert [bool(ballot.struck) for ballot in case.ballots[1]] == [True, False, False]


def test_an_owner_put_right_may_be_one_who_has_another_unit_and_then_heads_are_fewer() -> None:
    case = corrected(posted(), unit="101", new_owner="业主乙", mistaken=True)
    run = case.run("consensus")
    assert run
    assert tally_of(case, run).total.heads.number == 2


def test_a_co_owner_put_right_keeps_his_share_and_loses_only_his_own_ballot() -> None:
    owners = (Owner("业主甲", kind="person"), Owner("业主戊"))
    roll = (replace(ROLL[0], owners=owners, holding="joint"), *ROLL[1:])
    ballots = (
        Ballot("101", "agree", date(2023, 6, 20), owner="业主甲"),
        Ballot("101", "agree", date(2023, 6, 20), owner="业主戊"),
        Ballot("102", "agree", date(2023, 6, 20)),
    )
    before = replace(posted(), roll=Roll(FIRST, roll), ballots={1: ballots}, frozen_rolls={})
    before = apply(before, happened.RollFrozen(1, date(2023, 6, 1)))
    case = corrected(before, unit="101", owner="业主甲", new_owner="业主丁", mistaken=True)
    assert [owner.name for owner in case.frozen_rolls[1].households[0].owners] == [
        "业主丁",
        "业主戊",
    ]
    assert [bool(ballot.struck) for ballot in case.ballots[1]] == [True, False, False]


def test_a_historic_posting_whose_figures_were_never_entered_is_taken_at_its_word() -> None:
    case = replace(corrected(posted(), unit="101", area=3408), records={})
    assert told(case) == ()


def test_who_the_owner_really_is_has_to_be_told() -> None:
    said = says("consensus.change_told", posted(), unit="101", reason="误登", mistaken=True)
    assert "真正的产权人" in said[0]
