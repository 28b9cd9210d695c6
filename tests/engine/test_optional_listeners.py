"""A listener that may be passed over: one of two follows, as its rules say, and neither stops what they listen to."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rebuild.cases import events as happened
from rebuild.cases.facts import Actor, Ballot, Case, Visit
from rebuild.engine.decide import Allowed, Request, decide
from rebuild.engine.plan import Plan
from rebuild.law.rule import DatedFigure
from tests.engine.small_workflow import copy_to, faults_of, spoil
from tests.law.a_case import a_case, a_run, the_calendar, the_plan, took, with_run

EFFECT = date(2023, 7, 11)
CASE = "procedures/case.yaml"
PHOTOS = took("photograph_posting", date(2023, 7, 10), photos=[{"taken_on": "2023-07-03"}, {"taken_on": "2023-07-10"}])  # fmt: skip


def by_majority() -> Plan:
    """The shipped plan in an office that leaves it at the statute."""
    plan = the_plan()
    entry = plan.limits.entries["consensus_policy"]
    statutory = replace(entry, values=(DatedFigure(date(2021, 1, 1), "statutory_278", "local_policy"),))  # fmt: skip
    entries = {**plan.limits.entries, "consensus_policy": statutory}
    return replace(plan, limits=replace(plan.limits, entries=entries))


def posted(*votes: str, case_state: str = "consensus") -> Case:
    ballots = tuple(
        Ballot(unit, vote, date(2023, 6, 20))
        for unit, vote in zip(("101", "102", "201"), votes, strict=True)
    )
    notice = took("announce", date(2023, 6, 1), opens_on="2023-06-17", closes_on="2023-07-02")
    run = a_run("consensus", "posted", notice, took("post", date(2023, 7, 3)), PHOTOS, since=date(2023, 7, 3))  # fmt: skip
    case = a_case(ballots={1: ballots}, documents=())
    return with_run(with_run(case, run), a_run("case", case_state, since=date(2023, 5, 29)))


def take_effect(case: Case, *, recorded: bool = False) -> Allowed:
    actor = Actor("c", "项目管理委员会", frozenset({"owner_committee", "archivist"}))
    answers = {"applicant": "业主甲等3户", "representative": "业主甲"}
    request = Request("consensus", "take_effect", answers, actor, EFFECT, recorded)
    decision = decide(by_majority(), the_calendar(), case, request)
    assert isinstance(decision, Allowed), decision
    return decision


def followed(decision: Allowed) -> list[str]:
    return [each.action for each in decision.events if isinstance(each, happened.ActionTaken)]


def test_where_all_agree_the_case_is_agreed() -> None:
    decision = take_effect(posted("agree", "agree", "agree"))
    assert decision.case.state("case") == "agreed"
    assert followed(decision) == ["take_effect", "consensus_reached"]
    assert decision.noted == ()


def test_where_a_majority_leaves_someone_the_case_goes_to_mediation() -> None:
    # Two of three heads take part, which is the quorum, and all who take part agree.
    case = posted("agree", "invalid", "agree")
    decision = take_effect(case)
    assert decision.case.state("case") == "mediation"
    assert followed(decision) == ["take_effect", "dissent_remains"]
    assert decision.case.ballots == case.ballots


def test_where_the_case_stands_elsewhere_neither_follows() -> None:
    decision = take_effect(posted("agree", "agree", "agree", case_state="agreed"))
    assert followed(decision) == ["take_effect"]


def test_a_held_case_hears_of_it_and_goes_on_from_there() -> None:
    held = posted("agree", "invalid", "agree", case_state="on_hold")
    run = held.run("case")
    assert run
    held = with_run(held, replace(run, remembered="consensus", visits=(*run.visits, Visit("on_hold", EFFECT, "hold"))))  # fmt: skip
    after = take_effect(held).case.run("case")
    assert after
    assert (after.state, after.remembered) == ("on_hold", "mediation")


def test_a_historic_round_is_followed_by_the_one_that_fits_too() -> None:
    never_entered = replace(posted("agree", "agree", "agree"), ballots={})
    assert take_effect(never_entered, recorded=True).case.state("case") == "agreed"


LISTENERS = """    when: {procedure: planning, enters: [refused]}
"""


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ("    ‹optional: true\n", "'optional' is for a listener with rules: 'when' and 'rules'"),
        ("    optional: true\n    rules: [planning.same_area]\n", ""),
    ],
    ids=["without_rules", "with_rules"],
)
def test_only_a_listener_with_rules_may_be_passed_over(
    tmp_path: Path, added: str, fault: str
) -> None:
    folder = copy_to(tmp_path)
    place = spoil(folder, CASE, LISTENERS, LISTENERS + added)
    assert faults_of(folder) == ((f"{place}: {fault}",) if fault else ())


@pytest.mark.parametrize(("optional", "doubtful"), [(True, False), (False, True)])
def test_two_listeners_to_one_event_must_both_give_way(
    tmp_path: Path, optional: bool, doubtful: bool
) -> None:
    folder = copy_to(tmp_path)
    words = "    rules: [planning.same_area]\n" + ("    optional: true\n" if optional else "")
    second = (
        "  give_up_too:\n    label: 一并终止\n    from: in_planning\n    to: given_up\n    by: system\n"
        "    when: {procedure: planning, enters: [refused]}\n" + words
    )
    spoil(folder, CASE, LISTENERS, LISTENERS + words + second)
    told = [each for each in faults_of(folder) if "follow when" in each]
    assert bool(told) is doubtful
