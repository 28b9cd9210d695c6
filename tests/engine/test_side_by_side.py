"""各有各的救济: decisions whose remedies stand side by side, each with days of its own, none ended by another."""

from dataclasses import replace
from datetime import date

import pytest

from rebuild.cases.apply import apply
from rebuild.cases.events import StateEntered
from rebuild.cases.facts import CLOCK, Case
from rebuild.engine.choosing import run_in_words
from rebuild.engine.clocks import readings
from rebuild.engine.decide import Allowed, Request, decide
from tests.engine.deciding import ask, codes, done, issued, standing
from tests.law.a_case import DAY, the_calendar, the_plan

PERMIT, REMEDY, NOTICE = "construction_permit", "construction_permit_remedy", "danger_remedy"
SERVED, AGAIN = date(2024, 3, 6), date(2024, 4, 10)


def asked_for_change() -> Case:
    return done(ask(standing(), PERMIT, "apply_change"))


def twice_decided() -> Case:
    """Changed in March and revoked in April; both decisions were received, the second on 10 April."""
    changed = issued(ask(asked_for_change(), PERMIT, "change"))
    served = done(ask(changed, REMEDY, "serve", on=SERVED, received_on=SERVED.isoformat()))
    revoked = issued(ask(served, PERMIT, "revoke", on=AGAIN, ground="unlawful"))
    return done(ask(revoked, REMEDY, "serve", on=AGAIN, received_on=AGAIN.isoformat()))


def open_days(case: Case, seat: str = REMEDY) -> dict[tuple[int, str], date]:
    return {
        (each.run, each.clock): each.due
        for each in readings(the_plan(), the_calendar(), case)
        if each.seat == seat and each.standing == "running"
    }


def test_a_second_decision_does_not_end_the_days_of_the_first() -> None:
    assert open_days(twice_decided()) == {
        (1, "review"): date(2024, 5, 6),
        (1, "suit"): date(2024, 9, 6),
        (2, "review"): date(2024, 6, 11),
        (2, "suit"): date(2024, 10, 10),
    }


def test_each_is_about_its_own_paper() -> None:
    case = twice_decided()
    papers = {each.id: each for each in case.documents}
    kinds = [papers[run.paper].kind for run in case.runs[REMEDY]]
    assert kinds == ["permit_decision", "permit_decision"]
    assert [papers[run.paper].issued_on for run in case.runs[REMEDY]] == [DAY, AGAIN]
    assert [each.document for each in case.services[-2:]] == [
        run.paper for run in case.runs[REMEDY]
    ]
    assert run_in_words(case, case.runs[REMEDY][0]).startswith("第1项（")


APPEAL = {"applied_on": "2024-04-11", "accepted_on": "2024-04-11"}


def test_one_must_say_which_decision_where_either_could_be_meant() -> None:
    asked = ask(twice_decided(), REMEDY, "appeal_opened", on=date(2024, 4, 11), **APPEAL)
    assert codes(asked) == ["engine.which_run"]


@pytest.mark.parametrize(("number", "states"), [(1, ("under_review", "open")), (2, ("open", "under_review"))])  # fmt: skip
def test_a_review_of_one_leaves_the_other_open(number: int, states: tuple[str, str]) -> None:
    case = done(
        ask(twice_decided(), REMEDY, "appeal_opened", on=date(2024, 4, 11), number=number, **APPEAL)
    )
    assert tuple(run.state for run in case.runs[REMEDY]) == states
    assert f"{REMEDY}#{number}.appeal" in case.flags
    closed = done(ask(case, REMEDY, "appeal_closed", on=date(2024, 5, 20)))
    assert closed.flags == {}


def test_where_only_one_offers_it_none_need_be_named() -> None:
    under_review = done(
        ask(twice_decided(), REMEDY, "appeal_opened", on=date(2024, 4, 11), number=1, **APPEAL)
    )
    extended = done(ask(under_review, REMEDY, "appeal_extended", on=date(2024, 5, 6)))
    assert extended.runs[REMEDY][0].last("appeal_extended")


def test_what_is_not_there_cannot_be_named() -> None:
    assert codes(ask(twice_decided(), REMEDY, "appeal_opened", number=3)) == ["engine.not_open"]


# ---- 期限届满后才登记的
TODAY = date(2024, 9, 20)


def expired() -> Case:
    """The six months from 6 March ended on a Friday, and the clock has done its part."""
    changed = issued(ask(asked_for_change(), PERMIT, "change"))
    served = done(ask(changed, REMEDY, "serve", on=SERVED, received_on=SERVED.isoformat()))
    return done(ask(served, REMEDY, "expire", by="clock", on=date(2024, 9, 7)))


@pytest.mark.parametrize(
    ("action", "filed", "refused"),
    [
        ("appeal_opened", "2024-05-06", []),
        ("appeal_opened", "2024-05-07", ["remedies.review_in_time"]),
        ("suit_opened", "2024-09-06", []),
        ("suit_opened", "2024-09-07", ["remedies.suit_in_time"]),
    ],
)
def test_what_was_filed_in_time_is_entered_however_late(
    action: str, filed: str, refused: list[str]
) -> None:
    also = {"accepted_on": filed} if action == "appeal_opened" else {}
    assert codes(ask(expired(), REMEDY, action, on=TODAY, applied_on=filed, **also)) == refused


def test_entered_late_it_counts_as_if_it_had_been_entered_then() -> None:
    answers = {"applied_on": "2024-05-06", "accepted_on": "2024-05-10"}
    late = ask(expired(), REMEDY, "appeal_opened", on=TODAY, **answers)
    assert isinstance(late, Allowed)
    changed = issued(ask(asked_for_change(), PERMIT, "change"))
    served = done(ask(changed, REMEDY, "serve", on=SERVED, received_on=SERVED.isoformat()))
    then = done(ask(served, REMEDY, "appeal_opened", on=date(2024, 5, 10), **answers))
    assert late.case.runs[REMEDY][0].visits == then.runs[REMEDY][0].visits
    told = [readings(the_plan(), the_calendar(), each) for each in (late.case, then)]
    assert told[0] == told[1]
    assert not any(each.late for each in told[0])
    entered = next(each for each in late.events if isinstance(each, StateEntered))
    assert (entered.since, entered.displaced) == (date(2024, 5, 10), ("expired",))
    # As of a day before the expiry was entered, there is nothing to fall away.
    assert apply(served, entered).runs[REMEDY][0].visits == then.runs[REMEDY][0].visits


def test_the_expiry_entered_stays_in_what_was_done() -> None:
    late = done(ask(expired(), REMEDY, "suit_opened", on=TODAY, applied_on="2024-09-06"))
    run = late.runs[REMEDY][0]
    assert [each.action for each in run.taken] == ["serve", "expire", "suit_opened"]
    assert (run.state, run.visits[-1].since) == ("in_suit", date(2024, 9, 6))


def test_after_a_review_only_the_fifteen_days_of_a_suit_are_left() -> None:
    changed = issued(ask(asked_for_change(), PERMIT, "change"))
    case = done(ask(changed, REMEDY, "serve", on=SERVED, received_on=SERVED.isoformat()))
    case = done(ask(case, REMEDY, "appeal_opened", on=date(2024, 4, 11), **APPEAL))
    case = done(ask(case, REMEDY, "appeal_closed", on=date(2024, 5, 20), received_on="2024-05-20"))
    case = done(ask(case, REMEDY, "expire_after_review", by="clock", on=date(2024, 6, 5)))
    assert "engine.not_offered" in codes(ask(case, REMEDY, "appeal_opened", on=TODAY))
    in_time, late = (
        ask(case, REMEDY, "suit_opened", on=TODAY, applied_on=day)
        for day in ("2024-06-04", "2024-06-05")
    )
    assert codes(in_time) == []
    assert codes(late) == ["remedies.suit_in_time"]


# ---- 每户一份的通知书
ON = date(2024, 3, 5)


def notified(*rows: dict[str, str]) -> Case:
    case = standing(case="graded_d")
    case = issued(ask(case, "case", "issue_danger_notices"))
    services = [
        {"addressee": "业主", "method": "direct", "on": ON.isoformat(), **row} for row in rows
    ]
    return done(
        ask(case, "case", "serve_danger_notices", on=ON, kind="danger_notice", services=services)
    )


def test_every_household_has_remedies_against_its_own_notice() -> None:
    case = issued(ask(standing(case="graded_d"), "case", "issue_danger_notices"))
    runs = case.runs[NOTICE]
    assert [(run.unit, run.state) for run in runs] == [
        ("101", "unserved"), ("102", "unserved"), ("201", "unserved"),
    ]  # fmt: skip
    papers = {each.id: each for each in case.documents}
    assert [papers[run.paper].unit for run in runs] == ["101", "102", "201"]


def test_the_days_of_each_household_begin_with_its_own_receipt() -> None:
    case = notified(
        {"unit": "101"},
        {"unit": "102", "on": "2024-03-04", "method": "electronic", "arrived_on": "2024-03-05", "consent": "确认书"},
        {"unit": "201", "method": "announce", "announced_for": "下落不明", "announced_at": "楼栋门口"},
    )  # fmt: skip
    assert [run.state for run in case.runs[NOTICE]] == ["open", "open", "announced"]
    assert open_days(case, NOTICE) == {
        (1, "review"): date(2024, 5, 6), (1, "suit"): date(2024, 9, 5),
        (2, "review"): date(2024, 5, 6), (2, "suit"): date(2024, 9, 5),
        (3, "announcement"): date(2024, 4, 7),
    }  # fmt: skip


def test_a_household_not_served_yet_has_no_days_yet() -> None:
    case = notified({"unit": "102"})
    assert [run.state for run in case.runs[NOTICE]] == ["unserved", "open", "unserved"]


def test_a_household_may_go_to_review_by_itself() -> None:
    case = notified({"unit": "101"}, {"unit": "102"}, {"unit": "201"})
    asked = {"applied_on": "2024-03-11", "accepted_on": "2024-03-12", "on": date(2024, 3, 12)}
    assert codes(ask(case, NOTICE, "appeal_opened", **asked)) == ["engine.which_run"]
    reviewed = done(ask(case, NOTICE, "appeal_opened", number=2, **asked))
    assert [run.state for run in reviewed.runs[NOTICE]] == ["open", "under_review", "open"]


def test_what_time_does_to_households_served_alike_is_one_deed() -> None:
    case = notified({"unit": "101"}, {"unit": "102"}, {"unit": "201", "on": "2024-03-04"})
    request = Request(NOTICE, "expire", {}, CLOCK, date(2024, 9, 5), run=3)
    first = decide(the_plan(), the_calendar(), case, request)
    assert isinstance(first, Allowed)
    assert [run.state for run in first.case.runs[NOTICE]] == ["open", "open", "expired"]
    again = replace(request, on=date(2024, 9, 6), run=1)
    both = decide(the_plan(), the_calendar(), first.case, again)
    assert isinstance(both, Allowed)
    assert [run.state for run in both.case.runs[NOTICE]] == ["expired"] * 3


def test_a_historic_notice_has_remedies_without_a_paper() -> None:
    recorded = ask(standing(case="graded_d"), "case", "issue_danger_notices", recorded=True)
    assert isinstance(recorded, Allowed)
    assert recorded.documents == ()
    assert [run.paper for run in recorded.case.runs[NOTICE]] == ["", "", ""]


# ---- 不需许可
@pytest.mark.parametrize("seat", ["planning", "construction"])
def test_not_to_need_a_permit_is_told_and_served_before_the_days_run(seat: str) -> None:
    told = issued(ask(standing(**{seat: "received"}), seat, "decline_not_required"))
    assert told.state(f"{seat}_remedy") == "unserved"
    served = done(ask(told, seat, "serve_refusal", on=SERVED, received_on=SERVED.isoformat()))
    assert open_days(served, f"{seat}_remedy") == {
        (1, "review"): date(2024, 5, 6), (1, "suit"): date(2024, 9, 6),
    }  # fmt: skip
    assert served.services[-1].kind == "not_required_notice"
