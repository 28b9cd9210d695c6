"""行政许可: intake, supplement, review and hearing, at the last day that is in time and the first that is not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rebuild.cases.facts import Taken, Visit
from tests.law.a_case import CHIEF, CLERK, DAY, a_case, a_run, says, took, with_record, with_run


def licence(
    code: str, state: str, *taken: Taken, on: date = DAY, since: date = DAY, **answers: Any
) -> tuple[str, ...]:
    run = a_run("planning", state, *taken, since=since)
    return says(code, with_run(a_case(), run), seat="planning", on=on, **answers)


@pytest.mark.parametrize(
    ("until", "holds"), [("2024-03-03", False), ("2024-03-04", True), ("2024-03-05", True)]
)
def test_a_mandate_holds_to_its_last_day(until: str, holds: bool) -> None:
    said = says("licensing.proxy_valid", proxy_until=until)
    assert (said == ()) is holds
    assert holds or (until in said[0] and str(DAY) in said[0])


@pytest.mark.parametrize(
    ("reason", "decided", "holds"),
    [
        ("concealed", "2023-03-04", False),
        ("concealed", "2023-03-03", True),
        ("fraud", "2021-03-04", False),
        ("fraud", "2021-03-03", True),
    ],
    ids=[
        "one_year_to_the_day",
        "a_day_over_one_year",
        "three_years_to_the_day",
        "a_day_over_three",
    ],
)
def test_who_deceived_waits_one_year_or_three(reason: str, decided: str, holds: bool) -> None:
    case = with_record(a_case(), "bar", reason=reason, decided_on=decided)
    said = says("licensing.no_reapplication_bar", case)
    assert (said == ()) is holds
    assert holds or (decided in said[0] and "2024-03-04" in said[0])
    assert says("licensing.no_reapplication_bar") == ()


ASKED = took("request_supplement", items=[{"material": "测绘"}, {"material": "委托书"}])
BOTH = took("resubmit", delivered=[{"material": "测绘"}, {"material": "委托书"}])
AGAIN = took("request_supplement", items=[{"material": "委托书"}])


def test_a_second_notice_lists_nothing_new() -> None:
    assert licence("licensing.supplement_once", "received", items=[{"material": "测绘"}]) == ()
    assert (
        licence("licensing.supplement_once", "received", ASKED, items=[{"material": "委托书"}])
        == ()
    )
    (message,) = licence(
        "licensing.supplement_once", "received", ASKED, items=[{"material": "承诺书"}]
    )
    assert "承诺书" in message
    assert str(DAY) in message


def test_what_was_asked_for_must_have_come_since() -> None:
    code = "licensing.materials_complete"
    one = took("resubmit", delivered=[{"material": "测绘"}])
    assert licence(code, "received") == ()
    assert licence(code, "received", ASKED, BOTH) == ()
    assert "2项" in licence(code, "received", ASKED, one)[0]
    assert "委托书" in licence(code, "received", ASKED, one)[0]
    assert licence(code, "received", ASKED, BOTH, AGAIN)
    assert (
        licence(
            code,
            "received",
            ASKED,
            BOTH,
            AGAIN,
            took("resubmit", delivered=[{"material": "委托书"}]),
        )
        == ()
    )


@pytest.mark.parametrize(
    ("day", "holds"),
    [(8, True), (11, True), (12, False)],
    ids=["earlier", "fifth_day", "day_after"],
)
def test_a_supplement_is_asked_for_within_five_working_days(day: int, holds: bool) -> None:
    said = licence("licensing.within_acceptance_time", "received", on=date(2024, 3, day))
    assert (said == ()) is holds
    assert holds or "2024-03-11" in said[0]


@pytest.mark.parametrize(
    ("names", "holds"), [(["甲"], False), (["甲", "甲"], False), (["甲", "乙"], True)]
)
def test_two_people_inspect(names: list[str], holds: bool) -> None:
    said = says("licensing.two_inspectors", inspectors=[{"name": name} for name in names])
    assert (said == ()) is holds
    assert holds or ("1人" in said[0] and "2人" in said[0])


@pytest.mark.parametrize(("days", "holds"), [(0, False), (1, True), (20, True)])
def test_a_stop_needs_the_time_told_that_it_will_take(days: int, holds: bool) -> None:
    said = says("licensing.needed_time_told", needed_days=days)
    assert (said == ()) is holds


@pytest.mark.parametrize(("days", "holds"), [(4, False), (5, False), (6, True)])
def test_a_time_told_again_is_longer_than_the_one_told_before(days: int, holds: bool) -> None:
    begun = took("start_excluded", needed_days=3)
    longer = took("tell_needed_time", needed_days=5)
    run = replace(
        a_run("planning", "special_procedure", begun, longer),
        visits=(Visit("special_procedure", DAY, "start_excluded"),),
    )
    said = says(
        "licensing.longer_than_told", with_run(a_case(), run), seat="planning", needed_days=days
    )
    assert (said == ()) is holds
    assert holds or ("5个工作日" in said[0] and f"{days}个工作日" in said[0])


def test_the_time_of_a_hearing_is_told_whatever_was_told_of_an_earlier_stop() -> None:
    before = took("start_excluded", needed_days=30)
    asked = took("request_hearing")
    run = replace(
        a_run("planning", "hearing", before, asked),
        visits=(
            Visit("special_procedure", DAY, "start_excluded"),
            Visit("hearing", DAY, "request_hearing"),
        ),
    )
    case = with_run(a_case(), run)
    assert says("licensing.longer_than_told", case, seat="planning", needed_days=1) == ()


@pytest.mark.parametrize(
    ("notified", "holds"),
    [("2024-02-23", True), ("2024-02-22", True), ("2024-02-26", False), ("2024-03-05", False)],
    ids=["seven_working_days", "eight", "six", "tomorrow"],
)
def test_a_hearing_is_announced_seven_working_days_before(notified: str, holds: bool) -> None:
    said = says(
        "licensing.hearing_notice",
        seat="planning",
        notified_on=notified,
        on=date(2024, 3, 5) if notified == "2024-02-23" else DAY,
    )
    assert (said == ()) is holds
    assert holds or notified in said[0]


@pytest.mark.parametrize(
    ("planned", "holds"),
    [("2024-03-13", True), ("2024-03-12", False), ("2024-03-04", False)],
    ids=["seven_working_days", "six", "today"],
)
def test_a_notice_of_today_names_a_day_seven_working_days_off(planned: str, holds: bool) -> None:
    said = licence("licensing.hearing_notice", "hearing", held_on=planned)
    assert (said == ()) is holds
    assert holds or (planned in said[0] and "2024-03-13" in said[0])


def hearing(*taken: Taken, on: date, notified_on: str = "2024-03-04") -> tuple[str, ...]:
    return licence(
        "licensing.hearing_as_notified", "hearing", took("request_hearing"), *taken,
        on=on, notified_on=notified_on,
    )  # fmt: skip


def test_a_hearing_is_held_on_the_day_its_last_notice_names() -> None:
    first = took("notify_hearing", held_on="2024-03-13")
    second = took("notify_hearing", held_on="2024-03-20")
    assert hearing(on=date(2024, 3, 14)) == ()
    assert hearing(first, on=date(2024, 3, 13)) == ()
    (message,) = hearing(first, on=date(2024, 3, 14))
    assert "2024-03-13" in message
    assert "2024-03-14" in message
    assert hearing(first, second, on=date(2024, 3, 20)) == ()


def test_a_notice_is_not_served_before_it_was_made() -> None:
    notice = took("notify_hearing", held_on="2024-03-13")
    (message,) = hearing(notice, on=date(2024, 3, 13), notified_on="2024-03-01")
    assert "2024-03-01" in message
    assert str(DAY) in message


def test_a_notice_of_an_earlier_hearing_binds_no_more() -> None:
    earlier = took("notify_hearing", held_on="2024-03-13")
    assert hearing(earlier, took("request_hearing"), on=date(2024, 3, 20)) == ()


@pytest.mark.parametrize(
    ("ground", "organ", "holds"),
    [
        ("powers", "示例市规划和自然资源局", True),
        ("powers", "", False),
        ("false_papers", "", True),
    ],
)
def test_who_is_turned_away_is_told_where_to_go(ground: str, organ: str, holds: bool) -> None:
    said = licence("licensing.right_organ_named", "received", ground=ground, right_organ=organ)
    assert (said == ()) is holds


def test_nothing_is_granted_in_a_case_that_rests() -> None:
    held = with_run(a_case(), a_run("case", "on_hold", took("hold", note="法院通知")))
    assert says("licensing.case_not_held") == ()
    assert "法院通知" in says("licensing.case_not_held", held)[0]


def test_review_is_extended_once() -> None:
    assert licence("licensing.extend_once", "under_review") == ()
    assert str(DAY) in licence("licensing.extend_once", "under_review", took("extend_review"))[0]


@pytest.mark.parametrize(("on", "holds"), [(date(2024, 4, 1), True), (date(2024, 4, 2), False)])
def test_review_is_extended_before_it_is_over(on: date, holds: bool) -> None:
    said = licence("licensing.extend_before_due", "under_review", on=on)
    assert (said == ()) is holds
    assert holds or "2024-04-01" in said[0]


@pytest.mark.parametrize(
    ("received", "holds"),
    [("2024-03-03", False), ("2024-03-04", True), ("2024-03-06", True), ("2024-03-07", False)],
)
def test_a_permit_is_received_between_decision_and_today(received: str, holds: bool) -> None:
    said = licence(
        "licensing.received_not_before_decided",
        "granted",
        on=date(2024, 3, 6),
        received_on=received,
    )
    assert (said == ()) is holds
    assert holds or received in said[0]


@pytest.mark.parametrize(
    "action", ["accept", "request_supplement", "inspect", "start_excluded", "tell_hearing_right"]
)
@pytest.mark.parametrize("code", ["duties.decider_not_acceptor", "duties.chair_not_reviewer"])
def test_who_reviewed_neither_decides_nor_chairs(action: str, code: str) -> None:
    case = with_run(a_case(), a_run("planning", "under_review", took(action, by="clerk")))
    assert says(code, case, seat="planning", by=CHIEF) == ()
    (message,) = says(code, case, seat="planning", by=CLERK)
    assert CLERK.name in message
    assert str(DAY) in message


def test_a_stop_moves_the_last_day_for_an_extension() -> None:
    stopped = a_run(
        "planning", "under_review", since=date(2024, 2, 1),
        also=(Visit("under_review", date(2024, 1, 22), ""), Visit("special_procedure", date(2024, 1, 25), "")),
    )  # fmt: skip
    case = with_run(a_case(), stopped)
    assert says("licensing.extend_before_due", case, seat="planning", on=date(2024, 2, 29)) == ()
    assert says("licensing.extend_before_due", case, seat="planning", on=date(2024, 3, 1))
