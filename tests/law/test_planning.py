"""规划许可: what must be there before an application, and what no paper can lift."""

import pytest

from rebuild.law.book import rules
from tests.law.a_case import a_case, a_run, says, took, with_run


def test_an_existing_survey_is_locked_once() -> None:
    bare = a_case(snapshots={})
    assert says("planning.existing_not_yet_locked", bare) == ()
    assert "2023-07-12" in says("planning.existing_not_yet_locked")[0]
    assert says("planning.existing_survey_locked") == ()
    assert says("planning.existing_survey_locked", bare)


def test_a_design_comes_before_an_application() -> None:
    assert says("planning.design_submitted") == ()
    assert says("planning.design_submitted", a_case(snapshots={}))


def test_heritage_is_cleared() -> None:
    assert says("planning.heritage_cleared", heritage_cleared=True) == ()
    assert says("planning.heritage_cleared", heritage_cleared=False)


def test_only_a_rule_marked_liftable_can_be_lifted() -> None:
    liftable = {code for code, rule in rules().items() if rule.liftable}
    for code in rules():
        assert (says("planning.variance_liftable", rule=code) == ()) is (code in liftable)
    (message,) = says("planning.variance_liftable", rule="planning.same_aera")
    assert "planning.same_aera" in message
    assert "planning.same_area" in message


def test_what_protects_others_is_not_liftable() -> None:
    protected = {"consensus.still_valid", "duties.decider_not_acceptor", "construction.permit_live", "planning.land_right", "planning.units"}  # fmt: skip
    assert not any(rules()[code].liftable for code in protected)


@pytest.mark.parametrize("seat", ["planning", "construction"])
@pytest.mark.parametrize(
    ("state", "holds"),
    [("", True), ("under_review", False), ("supplement", False), ("denied", False), ("not_accepted", False), ("granted", True), ("served", True), ("closed_withdrawn", True), ("terminated", False), ("ended_with_case", True)],
)  # fmt: skip
def test_one_application_at_a_time(seat: str, state: str, holds: bool) -> None:
    code = {
        "planning": "planning.application_over",
        "construction": "construction.application_over",
    }[seat]
    case = with_run(a_case(), a_run(seat, state)) if state else a_case()
    assert (says(code, case) == ()) is holds


@pytest.mark.parametrize(
    ("state", "gone"),
    [("issued", True), ("effective", False), ("in_use", False), ("works_stopped", False), ("lapsed", True), ("revoked", True)],
)  # fmt: skip
def test_a_permit_is_gone_when_it_ended_not_when_it_rests(state: str, gone: bool) -> None:
    case = with_run(a_case(), a_run("planning_permit", state))
    assert (says("planning.permit_gone", case) == ()) is gone
    order = took("stay", order="示例裁定〔2024〕1号")
    stayed = with_run(a_case(), a_run("planning_permit", "effective", order))
    assert says("planning.permit_gone", stayed)
