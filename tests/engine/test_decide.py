"""Deciding: every reason at once, what follows elsewhere in the same decision, and nothing that slips through."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rebuild.cases import events as happened
from rebuild.cases.facts import Actor
from rebuild.engine.decide import Allowed, Refused, Request, blocks, decide, offered
from tests.engine.deciding import ask, at, codes, done, standing
from tests.law.a_case import DAY, a_case, the_calendar, the_plan, took, with_record, with_run

CASE = the_plan().workflow.procedures["case"]
LIVE_STATES = [name for name, state in CASE.states.items() if not state.final]
LONG_AGO = date(2024, 2, 6)


def test_all_reasons_are_told_at_once_each_with_its_basis_and_cure() -> None:
    decision = ask(
        standing(case="planned"), "case", "file_demolition",
        contractor="示例拆除", qualified="否", starts_on="2024-03-18", vacated="否", utilities_cut="否",
        neighbours="无", plan="人工", waste="外运",
    )  # fmt: skip
    assert codes(decision) == [
        "demolition.contractor_qualified", "demolition.filed_before", "demolition.vacated", "demolition.utilities_cut",
    ]  # fmt: skip
    assert isinstance(decision, Refused)
    assert all(each.basis and each.cure and each.who for each in decision.findings)


def test_the_wrong_person_hears_of_the_role_and_of_the_rules() -> None:
    case = with_run(
        standing(case="planning"),
        at("planning", "under_review", took("accept", by="planning_clerk")),
    )
    decision = ask(case, "planning", "grant", by="planning_clerk", floor_area="600")
    assert codes(decision) == [
        "engine.role", "duties.decider_not_acceptor", "planning.same_area", "planning.area_as_designed",
    ]  # fmt: skip


def test_an_answer_that_cannot_be_read_names_its_field_and_stops_the_rules() -> None:
    decision = ask(
        standing(case="new"),
        "case",
        "register",
        gross_area="579.225",
        storeys="三",
    )
    assert isinstance(decision, Refused)
    assert codes(decision) == ["engine.answer", "engine.answer"]
    assert sorted(each.message.partition("：")[0] for each in decision.findings) == [
        "层数",
        "建筑面积",
    ]


def test_an_answer_nobody_asked_for_is_refused() -> None:
    decision = ask(standing(case="new"), "case", "register", colour="红")
    assert "colour" in decision.findings[0].message if isinstance(decision, Refused) else False


def test_what_a_state_does_not_offer_is_answered_with_what_it_offers() -> None:
    decision = ask(standing(case="reported"), "case", "commission_design")
    assert codes(decision) == ["engine.not_offered"]
    decision = ask(standing(case="reported"), "case", "begin", by="system")
    assert isinstance(decision, Refused)
    assert decision.findings[0].code == "engine.not_offered"
    assert "委托鉴定" in decision.findings[0].cure


def test_a_procedure_that_has_not_begun_says_so() -> None:
    assert codes(ask(standing(case="designing"), "planning", "submit")) == ["engine.not_open"]
    assert codes(ask(standing(case="designing"), "no_such_seat", "submit")) == ["engine.not_open"]


def test_a_grant_gives_the_permit_and_its_delivery_moves_the_case() -> None:
    case = with_run(standing(case="planning"), at("planning", "under_review"))
    granted = ask(case, "planning", "grant", floor_area="579.22")
    assert isinstance(granted, Allowed)
    assert [each.kind for each in granted.documents] == ["planning_permit", "approval_decision"]
    assert granted.case.state("planning_permit") == "issued"
    served = ask(granted.case, "planning", "serve", received_on=DAY.isoformat(), receiver="刘某某")
    assert done(served).state("planning_permit") == "effective"
    assert done(served).state("case") == "planned"
    assert isinstance(served, Allowed)
    follow_ups = [each for each in served.events if isinstance(each, happened.ActionTaken)][1:]
    assert [(each.action, each.by) for each in follow_ups] == [
        ("deliver", "system"),
        ("planning_granted", "system"),
    ]


def test_one_reason_down_the_line_stops_the_whole() -> None:
    case = standing(case="permitted", planning_permit="lapsed")
    decision = ask(
        case, "construction_permit", "start_works", by="contractor", staked_on=DAY.isoformat()
    )
    assert "construction.planning_permit_live" in codes(decision)


def test_works_start_under_both_permits() -> None:
    case = done(
        ask(
            standing(case="permitted"),
            "construction_permit",
            "start_works",
            by="contractor",
            staked_on=DAY.isoformat(),
        )
    )
    assert [case.state(seat) for seat in ("case", "construction_permit", "planning_permit")] == [
        "building",
        "in_use",
        "in_use",
    ]


def test_a_second_construction_permit_is_used_under_the_planning_permit_in_use() -> None:
    case = standing(case="permitted", planning_permit="in_use")
    begun = done(
        ask(case, "construction_permit", "start_works", by="contractor", staked_on=DAY.isoformat())
    )
    assert begun.state("case") == "building"


@pytest.mark.parametrize("state", ["consensus", "on_hold", "site_ready"])
def test_works_do_not_start_while_the_case_stands_elsewhere(state: str) -> None:
    decision = ask(
        standing(case=state),
        "construction_permit",
        "start_works",
        by="contractor",
        staked_on=DAY.isoformat(),
    )
    assert "construction.case_permitted" in codes(decision)


# ---- 补录


def test_a_historic_step_is_marked_and_kept_whatever_the_rules_say() -> None:
    case = standing(case="reported")
    decision = ask(case, "case", "finish", recorded=True, note="补录")
    assert isinstance(decision, Allowed)
    assert [each.code for each in decision.noted] == ["engine.not_offered"]
    (taken,) = [each for each in decision.events if isinstance(each, happened.ActionTaken)]
    assert taken.recorded
    assert taken.noted == ("engine.not_offered",)
    assert (taken.by, taken.role) == ("archivist", "archivist")
    assert decision.case.state("case") == "completed"


@pytest.mark.parametrize("role", ["contractor", "community", "housing_chief", "owner"])
def test_only_the_archivist_enters_a_historic_step_not_even_who_might_take_it(role: str) -> None:
    decision = ask(standing(case="building"), "case", "finish", recorded=True, by=role, note="补录")
    assert codes(decision) == ["engine.archivist"]
    assert "档案补录员" in decision.findings[0].message


def test_the_archivist_takes_no_step_of_today() -> None:
    assert codes(ask(standing(case="building"), "case", "finish", by="archivist", note="完工")) == [
        "engine.role"
    ]


def test_without_a_role_for_it_nobody_enters_a_historic_step() -> None:
    roles = {
        name: role.model_copy(update={"enters_history": False})
        for name, role in the_plan().workflow.roles.items()
    }
    plan = replace(the_plan(), workflow=the_plan().workflow.model_copy(update={"roles": roles}))
    archivist = Actor("archivist", "档案人员", frozenset({"archivist"}))
    request = Request("case", "finish", {"note": "补录"}, archivist, DAY, recorded=True)
    decision = decide(plan, the_calendar(), standing(case="building"), request)
    assert codes(decision) == ["engine.archivist"]


def test_who_entered_an_old_acceptance_did_not_accept() -> None:
    case = with_run(standing(case="planning"), at("planning", "received"))
    entered = done(ask(case, "planning", "accept", recorded=True))
    both = Actor("archivist", "钱某", frozenset({"archivist", "planning_chief"}))
    request = Request("planning", "grant", {"floor_area": "579.22"}, both, DAY)
    decision = decide(the_plan(), the_calendar(), entered, request)
    assert "duties.decider_not_acceptor" not in codes(decision)


def test_a_historic_step_makes_up_no_document() -> None:
    case = with_run(standing(case="planning"), at("planning", "under_review"))
    granted = ask(case, "planning", "grant", recorded=True, floor_area="579.22")
    assert isinstance(granted, Allowed)
    assert granted.documents == ()
    assert granted.case.state("planning_permit") == "issued"


def test_a_historic_step_that_cannot_be_read_is_refused() -> None:
    assert codes(ask(standing(case="reported"), "case", "emergency", recorded=True, bare=True)) == [
        "engine.answer"
    ]


def test_a_historic_permit_without_a_design_is_kept() -> None:
    case = replace(
        with_run(standing(case="planning"), at("planning", "under_review")), snapshots={}
    )
    granted = ask(case, "planning", "grant", recorded=True, floor_area="579.22")
    assert isinstance(granted, Allowed)
    assert granted.case.snapshots == {}


# ---- 中止与恢复


@pytest.mark.parametrize("state", [each for each in LIVE_STATES if each != "on_hold"])
def test_a_case_goes_on_from_where_it_was_held(state: str) -> None:
    held = done(ask(standing(case=state), "case", "hold", by="housing_chief", note="法院通知"))
    assert held.state("case") == "on_hold"
    released = done(ask(held, "case", "release", by="planning_chief", note="解除"))
    assert released.state("case") == state


def test_a_held_case_goes_on_from_where_others_have_brought_it() -> None:
    case = with_run(
        standing(case="on_hold", planning_permit="issued"),
        at("case", "on_hold", remembered="planning"),
    )
    case = with_run(case, at("planning", "granted"))
    served = done(ask(case, "planning", "serve", received_on=DAY.isoformat(), receiver="刘某某"))
    assert served.state("case") == "on_hold"
    assert (
        done(ask(served, "case", "release", by="housing_chief", note="解除")).state("case")
        == "planned"
    )


def test_nothing_is_granted_while_the_case_is_held() -> None:
    case = with_run(standing(case="on_hold"), at("planning", "under_review"))
    case = with_run(
        case, at("case", "on_hold", took("hold", note="法院通知"), remembered="planning")
    )
    assert codes(ask(case, "planning", "grant", floor_area="579.22")) == ["licensing.case_not_held"]


# ---- 结束


@pytest.mark.parametrize("state", LIVE_STATES)
def test_a_case_can_be_terminated_from_anywhere(state: str) -> None:
    case = with_run(standing(case=state), at("planning", "under_review"))
    case = with_run(case, at("consensus", "voting"))
    ended = done(ask(case, "case", "terminate"))
    assert [ended.state(seat) for seat in ("case", "planning", "consensus")] == [
        "terminated",
        "ended_with_case",
        "voided",
    ]
    assert [name for seat, name in offered(the_plan(), ended) if seat == "case"] == []
    assert ended.state("case_remedy") == "unserved"
    assert ("case_remedy", "serve") in offered(the_plan(), ended)


@pytest.mark.parametrize("state", LIVE_STATES)
def test_a_case_is_given_up_only_before_demolition(state: str) -> None:
    early = {
        "reported",
        "appraising",
        "graded_d",
        "danger_notified",
        "consensus",
        "mediation",
        "agreed",
        "designing",
        "planning",
        "planned",
    }
    decision = ask(standing(case=state), "case", "abandon", note="全体业主同意撤回重建")
    assert isinstance(decision, Allowed) is (state in early)


def test_applications_end_with_the_case() -> None:
    case = with_run(standing(case="planning"), at("planning", "supplement"))
    ended = done(ask(case, "case", "abandon", note="全体业主同意撤回重建"))
    assert (ended.state("case"), ended.state("planning")) == ("abandoned", "ended_with_case")
    assert ended.run("planning_remedy") is None


@pytest.mark.parametrize("seat", ["planning", "construction"])
@pytest.mark.parametrize("state", ["under_review", "review_suspended"])
def test_an_application_ended_by_the_organ_leaves_the_case_going(seat: str, state: str) -> None:
    waits, goes_on = {
        "planning": ("planning", "designing"),
        "construction": ("construction_permitting", "site_ready"),
    }[seat]
    case = with_run(standing(case=waits), at(seat, state))
    ended = done(ask(case, seat, "terminate"))
    assert (ended.state(seat), ended.state("case")) == ("terminated", goes_on)
    assert ended.state(f"{seat}_remedy") == "unserved"
    served = ask(ended, seat, "serve_refusal", received_on=DAY.isoformat(), receiver="刘某某")
    assert done(served).state(f"{seat}_remedy") == "open"


@pytest.mark.parametrize("missing", ["ground", "facts_found", "evidence", "reasons", "heard"])
def test_no_application_is_ended_with_part_of_the_decision_left_blank(missing: str) -> None:
    case = with_run(standing(case="planning"), at("planning", "under_review"))
    assert codes(ask(case, "planning", "terminate", **{missing: ""})) == ["engine.answer"]


def test_who_reviewed_an_application_does_not_end_it() -> None:
    reviewed = took("accept", by="planning_chief")
    case = with_run(standing(case="planning"), at("planning", "under_review", reviewed))
    assert codes(ask(case, "planning", "terminate")) == ["duties.decider_not_acceptor"]


# ---- 他处之变


@pytest.mark.parametrize(
    ("state", "leads"),
    [
        ("agreed", "consensus"), ("designing", "consensus"), ("planning", "consensus"), ("planned", "consensus"),
        ("demolition", "consensus"), ("site_ready", "consensus"), ("construction_permitting", "consensus"),
        ("permitted", "consensus"), ("building", "building"), ("completed", "completed"), ("filed", "filed"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ["revoke_by_court", "void_by_correction"])
def test_a_decision_undone_sends_the_case_back_to_the_owners(
    state: str, leads: str, how: str
) -> None:
    answers = {"revoke_by_court": {"judgment": "（2024）示01民初1号", "judged_on": "2024-03-01"}}
    case = standing(case=state)
    if how == "void_by_correction":
        case = replace(case, ballots={1: case.ballots[1][:2]})
    decision = ask(
        case, "consensus", how, by="subdistrict", **answers.get(how, {"reason": "更正面积"})
    )
    assert done(decision).state("case") == leads


@pytest.mark.parametrize("how", ["revoke", "withdraw_by_organ", "penalty_revoke"])
@pytest.mark.parametrize(
    ("seat", "state", "leads"),
    [
        *(("planning_permit", state, "designing") for state in ("planning", "planned", "demolition", "site_ready", "construction_permitting", "permitted")),
        ("planning_permit", "building", "stopped"),
        ("planning_permit", "completed", "completed"),
        ("construction_permit", "construction_permitting", "site_ready"),
        ("construction_permit", "permitted", "site_ready"),
        ("construction_permit", "building", "stopped"),
        ("construction_permit", "stopped", "stopped"),
    ],
)  # fmt: skip
def test_a_permit_taken_away_moves_the_case_to_where_it_must_begin_again(
    how: str, seat: str, state: str, leads: str
) -> None:
    decision = ask(standing(case=state), seat, how)
    assert done(decision).state("case") == leads


@pytest.mark.parametrize(
    ("state", "leads"),
    [
        (state, "designing")
        for state in ("planned", "demolition", "site_ready", "construction_permitting", "permitted")
    ]
    + [("designing", "designing")],
)
def test_a_lapsed_planning_permit_strands_no_case(state: str, leads: str) -> None:
    case = standing(LONG_AGO, case=state, planning_permit="effective")
    assert (
        done(ask(case, "planning_permit", "lapse", by="clock", on=date(2025, 2, 7))).state("case")
        == leads
    )


def test_a_refused_application_is_no_demolition() -> None:
    case = with_run(standing(case="construction_permitting"), at("construction", "under_review"))
    case = with_run(case, at("construction_permit", "lapsed"))
    denied = done(ask(case, "construction", "deny", facts_found="甲", evidence="乙", reasons="丙"))
    assert denied.state("case") == "site_ready"
    assert "construction.site_cleared" in codes(ask(denied, "case", "apply_construction"))
    assert "construction.application_over" in codes(
        ask(denied, "case", "apply_construction", same_contract="是")
    )
    served = done(
        ask(
            denied,
            "construction",
            "serve_refusal",
            by="window",
            received_on="2024-03-04",
            receiver="刘某某",
        )
    )
    assert codes(ask(served, "case", "apply_construction", same_contract="是")) == []


# ---- 标记


@pytest.mark.parametrize("state", LIVE_STATES)
@pytest.mark.parametrize(
    ("raising", "lowering", "flag"),
    [
        ("emergency", "emergency_over", "case.emergency"),
        ("appeal_opened", "appeal_closed", "case.appeal"),
    ],
)
def test_danger_and_dispute_are_marked_wherever_the_case_stands(
    state: str, raising: str, lowering: str, flag: str
) -> None:
    more = {"kind": "review"} if raising == "appeal_opened" else {}
    marked = done(ask(standing(case=state), "case", raising, note="示例事由", **more))
    assert marked.flags[flag].note == "示例事由"
    assert marked.state("case") == state
    assert flag not in done(ask(marked, "case", lowering, note="办结")).flags


def test_a_stayed_permit_belongs_to_its_own_seat() -> None:
    stayed = done(ask(standing(), "planning_permit", "stay"))
    assert set(stayed.flags) == {"planning_permit.stayed"}
    both = done(ask(stayed, "construction_permit", "unstay"))
    assert set(both.flags) == {"planning_permit.stayed"}


def test_an_overdue_mark_goes_with_the_decision() -> None:
    case = with_run(
        standing(case="planning"), at("planning", "under_review", since=date(2024, 1, 2))
    )
    late = done(ask(case, "planning", "overdue", by="clock", on=DAY))
    assert "planning.overdue" in late.flags
    assert "planning.overdue" not in done(ask(late, "planning", "grant", floor_area="579.22")).flags


# ---- 复核与整改


def test_a_grade_contested_is_appraised_again_by_another_body() -> None:
    case = done(
        ask(standing(case="graded_d"), "case", "contest", body="另一家鉴定所", note="不认可")
    )
    report = {
        "report_number": "复鉴1号", "grade": "D", "handling": "demolish", "appraised_on": DAY.isoformat(),
        "appraisers": [{"name": "丙"}, {"name": "丁"}], "sealed": "是",
    }  # fmt: skip
    assert codes(ask(case, "case", "report_d", body="示例鉴定所", **report)) == [
        "appraisal.other_body"
    ]
    again = done(ask(case, "case", "report_d", body="另一家鉴定所", **report))
    assert again.state("case") == "graded_d"
    assert again.appraisal
    assert again.appraisal.body == "另一家鉴定所"


def test_a_report_out_of_date_is_renewed_where_the_design_waits() -> None:
    on = date(2024, 6, 3)
    report = {
        "report_number": "示鉴〔2024〕12号", "body": "示例鉴定所", "grade": "D", "handling": "demolish",
        "appraised_on": on.isoformat(), "appraisers": [{"name": "丙"}, {"name": "丁"}], "sealed": "是",
    }  # fmt: skip
    case = standing(case="designing")
    assert "planning.report_fresh" in codes(
        ask(case, "case", "apply_planning", on=on, heritage_cleared="是")
    )
    renewed = done(ask(case, "case", "renew_report", on=on, **report))
    assert codes(ask(renewed, "case", "apply_planning", on=on, heritage_cleared="是")) == []


def test_a_failed_verification_and_a_failed_acceptance_lead_through_rectification() -> None:
    failed = done(ask(standing(case="completed"), "case", "verify_fail", note="超高"))
    assert done(ask(failed, "case", "rectified", note="已整改")).state("case") == "completed"
    unaccepted = done(ask(standing(case="verified"), "case", "accept_fail", note="渗漏"))
    assert unaccepted.state("case") == "rectifying"
    ordered = done(ask(standing(case="filed"), "case", "refile", note="违规"))
    assert ordered.state("case") == "rectifying"


# ---- 时限在先


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)], ids=["last_day", "day_after"])
def test_nobody_overtakes_what_time_has_decided(days: int, late: bool) -> None:
    case = with_run(standing(case="planning"), at("planning", "received"))
    on = date(2024, 3, 11) + timedelta(days)
    for action, answers in (
        ("accept", {}),
        ("decline_jurisdiction", {"right_organ": "示例区城市管理局"}),
        ("decline_not_required", {}),
    ):
        decision = ask(case, "planning", action, on=on, **answers)
        assert codes(decision) == (["engine.clock_first"] if late else [])
    assert bool(blocks(the_plan(), the_calendar(), case, "planning", "accept", on)) is late
    assert (
        done(ask(case, "planning", "deem_accept", by="clock", on=date(2024, 3, 12)))
        .runs["planning"][0]
        .visits[-1]
        .since
        == DAY
    )


def test_an_application_for_more_time_holds_the_permit_and_its_refusal_lets_it_lapse() -> None:
    case = standing(date(2024, 4, 30), case="permitted", construction_permit="effective")
    after = date(2024, 7, 31)
    assert codes(ask(case, "construction_permit", "apply_extension", on=after, reason="晚")) == [
        "engine.clock_first",
        "licensing.permit_not_yet_due",
    ]
    asked = done(
        ask(case, "construction_permit", "apply_extension", on=date(2024, 7, 30), reason="雨季")
    )
    assert codes(ask(asked, "construction_permit", "lapse", by="clock", on=after)) == [
        "licensing.no_extension_pending"
    ]
    given = done(ask(asked, "construction_permit", "extend", on=date(2024, 8, 2), reason="同意"))
    assert codes(
        ask(given, "construction_permit", "extend", on=date(2024, 8, 3), reason="再延")
    ) == ["licensing.extension_applied"]
    refused = done(
        ask(asked, "construction_permit", "refuse_extension", on=date(2024, 8, 2), reason="不同意")
    )
    assert (
        done(ask(refused, "construction_permit", "lapse", by="clock", on=after)).state("case")
        == "site_ready"
    )


@pytest.mark.parametrize(
    ("stopped", "holds"),
    [("2024-03-03", False), ("2024-03-04", True), ("2024-03-06", True), ("2024-03-07", False)],
)
def test_a_state_counts_from_no_day_before_the_last_one_began_nor_from_tomorrow(
    stopped: str, holds: bool
) -> None:
    case = standing(case="building", construction_permit="in_use")
    decision = ask(
        case,
        "construction_permit",
        "report_stop",
        on=date(2024, 3, 6),
        stopped_on=stopped,
        note="停工",
    )
    assert codes(decision) == ([] if holds else ["engine.effective_day"])


# ---- 逐户文书


def test_notices_go_to_every_household_and_receipts_to_those_served() -> None:
    case = standing(case="graded_d")
    notices = ask(case, "case", "issue_danger_notices", leave_by="2024-04-01")
    assert isinstance(notices, Allowed)
    assert [each.unit for each in notices.documents] == ["101", "102", "201"]
    row = {"unit": "102", "addressee": "业主乙", "method": "direct", "on": DAY.isoformat()}
    served = ask(case, "case", "serve_danger_notices", kind="danger_notice", services=[row])
    assert isinstance(served, Allowed)
    assert [each.unit for each in served.documents] == ["102"]


def test_a_bar_keeps_every_application_out_for_its_time() -> None:
    case = done(
        ask(
            standing(case="designing"),
            "case",
            "bar_reapplication",
            reason="concealed",
            decided_on=DAY.isoformat(),
            note="认定书",
        )
    )
    case = with_run(case, at("planning", "draft"))
    decision = ask(case, "planning", "submit", proxy_until="2025-12-31")
    assert codes(decision) == ["licensing.no_reapplication_bar"]
    assert (
        codes(
            ask(
                case,
                "planning",
                "submit",
                on=date(2025, 3, 5),
                proxy_until="2025-12-31",
            )
        )
        == []
    )


def test_a_variance_lifts_what_it_names_until_its_last_day() -> None:
    case = replace(standing(case="designing"), appraisal=a_case().appraisal)
    higher = replace(case.snapshots["designed"], ridge_height=11500)
    case = replace(case, snapshots={**case.snapshots, "designed": higher})
    apply = {"heritage_cleared": "是"}
    assert codes(ask(case, "case", "apply_planning", **apply)) == ["planning.height"]
    lifted = done(
        ask(case, "case", "grant_variance", rule="planning.height", basis="示例会议纪要〔2024〕2号", organ="示例区人民政府", scope="屋脊", expires="2024-03-08")
    )  # fmt: skip
    assert codes(ask(lifted, "case", "apply_planning", on=date(2024, 3, 8), **apply)) == []
    assert codes(ask(lifted, "case", "apply_planning", on=date(2024, 3, 9), **apply)) == [
        "planning.height"
    ]


def test_deciding_changes_nothing_it_was_given() -> None:
    case = with_record(standing(case="reported"), "funds", total=1)
    before = repr(case)
    ask(case, "case", "emergency", by="community", note="险情")
    assert repr(case) == before
