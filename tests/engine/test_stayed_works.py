"""停止执行: an order that stays a permit stops the works in the same step, and its lifting lets them go on."""

from dataclasses import replace

import pytest

from rebuild.cases.events import ActionTaken
from rebuild.cases.facts import Case, Visit
from rebuild.engine.decide import Allowed
from tests.engine.deciding import ask, at, codes, done, standing
from tests.law.a_case import DAY, with_run

PERMITS = ("planning_permit", "construction_permit")
every_permit = pytest.mark.parametrize("seat", PERMITS)


def building(**states: str) -> Case:
    return standing(**{"case": "building", "planning_permit": "in_use", "construction_permit": "in_use", **states})  # fmt: skip


def stayed(case: Case, seat: str) -> Case:
    return done(ask(case, seat, "stay"))


@every_permit
def test_a_stay_stops_the_works_in_the_same_step(seat: str) -> None:
    decision = ask(building(), seat, "stay")
    assert isinstance(decision, Allowed)
    assert decision.case.state("case") == "stopped"
    taken = [(e.seat, e.action) for e in decision.events if isinstance(e, ActionTaken)]
    assert taken == [(seat, "stay"), ("case", "stop_by_order")]


@every_permit
def test_lifting_the_stay_lets_the_works_go_on(seat: str) -> None:
    case = stayed(building(), seat)
    assert codes(ask(case, "case", "finish", by="contractor")) != []
    assert done(ask(case, seat, "unstay")).state("case") == "building"


def test_two_stays_are_both_lifted_before_the_works_go_on() -> None:
    case = stayed(stayed(building(), "planning_permit"), "construction_permit")
    lifted = done(ask(case, "construction_permit", "unstay"))
    assert lifted.state("case") == "stopped"
    assert done(ask(lifted, "planning_permit", "unstay")).state("case") == "building"


def test_works_that_rest_for_another_reason_go_on_by_that_reasons_end() -> None:
    case = stayed(building(), "construction_permit")
    rested = done(ask(case, "construction_permit", "report_stop", stopped_on=DAY.isoformat()))
    lifted = done(ask(rested, "construction_permit", "unstay"))
    assert lifted.state("case") == "stopped"
    assert done(ask(lifted, "construction_permit", "resume")).state("case") == "building"


def test_works_do_not_go_on_by_a_report_while_the_stay_lasts() -> None:
    case = stayed(building(construction_permit="works_stopped", case="stopped"), "construction_permit")  # fmt: skip
    assert codes(ask(case, "construction_permit", "resume")) == ["construction.permit_live"]


@pytest.mark.parametrize("state", ["permitted", "planned", "completed", "demolition"])
@every_permit
def test_where_nothing_is_being_built_a_stay_moves_nothing(seat: str, state: str) -> None:
    case = stayed(standing(case=state), seat)
    assert case.state("case") == state
    assert done(ask(case, seat, "unstay")).state("case") == state


def test_a_case_on_hold_goes_on_stopped_if_its_permit_was_stayed_meanwhile() -> None:
    run = at("case", "on_hold", remembered="building")
    held = with_run(building(), replace(run, visits=(Visit("building", DAY, ""), *run.visits)))
    after = stayed(held, "construction_permit").run("case")
    assert after
    assert (after.state, after.remembered) == ("on_hold", "stopped")


def test_a_permit_revoked_while_stayed_leaves_the_works_stopped() -> None:
    case = stayed(building(), "construction_permit")
    revoked = done(ask(case, "construction_permit", "revoke", ground="unlawful"))
    assert revoked.state("case") == "stopped"
    assert "construction_permit.stayed" not in revoked.flags
