"""证照与申请的后果: what a decision that found deceit bars, how it is served, and when a report comes late."""

from datetime import date, timedelta

import pytest

from rebuild.cases.facts import Case
from rebuild.engine.clocks import latest
from tests.engine.deciding import ask, at, codes, done, issued, standing
from tests.law.a_case import DAY, the_calendar, the_plan, with_run

BARRED = "licensing.no_reapplication_bar"
PLACES = {"planning": "planning_permit", "construction": "construction_permit"}
every_licence = pytest.mark.parametrize("seat", PLACES)


def anew(case: Case, seat: str) -> Case:
    """The same case with another application begun."""
    return with_run(case, at(seat, "draft"))


def barred(case: Case, seat: str, on: date) -> bool:
    until = (on + timedelta(days=30)).isoformat()
    return BARRED in codes(ask(anew(case, seat), seat, "submit", on=on, proxy_until=until))


@every_licence
@pytest.mark.parametrize("action", ["deny", "decline_jurisdiction"])
def test_false_papers_bar_that_licence_for_a_year_to_the_day(seat: str, action: str) -> None:
    state = "under_review" if action == "deny" else "received"
    case = done(ask(standing(**{seat: state}), seat, action, ground="false_papers"))
    other = next(each for each in PLACES if each != seat)
    assert barred(case, seat, date(2025, 3, 4))
    assert not barred(case, seat, date(2025, 3, 5))
    assert not barred(case, other, DAY)


@every_licence
def test_fraud_bars_that_licence_for_three_years_to_the_day(seat: str) -> None:
    case = done(ask(standing(), PLACES[seat], "revoke", ground="fraud"))
    assert barred(case, seat, date(2027, 3, 4))
    assert not barred(case, seat, date(2027, 3, 5))


def test_a_decision_without_deceit_bars_nothing() -> None:
    denied = done(ask(standing(planning="under_review"), "planning", "deny"))
    declined = ask(
        standing(planning="received"), "planning", "decline_jurisdiction",
        ground="powers", right_organ="示例区城市管理局",
    )  # fmt: skip
    revoked = done(ask(standing(), "planning_permit", "revoke", ground="unlawful"))
    for case in (denied, done(declined), revoked):
        assert not barred(case, "planning", DAY)


def test_a_shorter_bar_does_not_end_a_longer_one() -> None:
    case = done(ask(standing(), "planning_permit", "revoke", ground="fraud"))
    later = with_run(case, at("planning", "under_review"))
    twice = done(ask(later, "planning", "deny", on=date(2024, 9, 4), ground="false_papers"))
    assert barred(twice, "planning", date(2027, 3, 4))
    assert not barred(twice, "planning", date(2027, 3, 5))


def test_a_longer_bar_takes_the_place_of_a_shorter_one() -> None:
    case = done(ask(standing(planning="under_review"), "planning", "deny", ground="false_papers"))
    twice = done(ask(case, "planning_permit", "revoke", on=date(2024, 9, 4), ground="fraud"))
    assert barred(twice, "planning", date(2027, 9, 4))
    assert not barred(twice, "planning", date(2027, 9, 5))


@every_licence
def test_the_days_of_remedy_begin_with_the_service_of_a_refusal(seat: str) -> None:
    remedy = f"{seat}_remedy"
    denied = done(ask(standing(**{seat: "under_review"}), seat, "deny"))
    assert denied.state(remedy) == "unserved"
    served = done(ask(denied, seat, "serve_refusal", on=date(2024, 3, 8), received_on="2024-03-06"))
    review = latest(the_plan(), the_calendar(), served, remedy, "review")
    assert review
    assert (review.started, review.due) == (date(2024, 3, 6), date(2024, 5, 6))


@pytest.mark.parametrize(
    ("reported", "late"), [(date(2024, 4, 7), False), (date(2024, 4, 8), True)]
)
def test_a_stop_reported_after_a_month_is_taken_and_shown_to_be_late(
    reported: date, late: bool
) -> None:
    # The month from 6 March ends on a Saturday; the Sunday after it is a make-up working day.
    case = standing(construction_permit="in_use", case="building")
    stopped = done(
        ask(case, "construction_permit", "report_stop", on=reported, stopped_on="2024-03-06")
    )
    report = latest(the_plan(), the_calendar(), stopped, "construction_permit", "stop_report")
    assert report
    assert (report.started, report.ended, report.late) == (date(2024, 3, 6), reported, late)


def test_a_decision_on_a_permit_is_served_with_its_proof_and_then_the_days_run() -> None:
    remedy = "construction_permit_remedy"
    case = issued(ask(standing(), "construction_permit", "revoke", ground="fraud"))
    assert case.runs[remedy][0].paper == "D1"
    served = done(
        ask(case, remedy, "serve", received_on="2024-03-04", method="post", post_receipt="示例邮1")
    )
    service = served.services[-1]
    assert (service.document, service.method, service.proof) == (
        "D1", "post", {"post_receipt": "示例邮1"},
    )  # fmt: skip
    assert served.state(remedy) == "open"


def test_a_decision_announced_counts_as_served_when_the_days_are_over() -> None:
    revoked = done(ask(standing(), "planning_permit", "revoke", ground="fraud"))
    announced = done(ask(revoked, "planning_permit_remedy", "announce"))
    reading = latest(
        the_plan(), the_calendar(), announced, "planning_permit_remedy", "announcement"
    )
    assert reading
    assert reading.due == date(2024, 4, 3)
    over = done(
        ask(announced, "planning_permit_remedy", "deem_served", by="clock", on=date(2024, 4, 4))
    )
    suit = latest(the_plan(), the_calendar(), over, "planning_permit_remedy", "suit")
    assert suit
    assert (suit.started, suit.due) == (date(2024, 4, 4), date(2024, 10, 8))
