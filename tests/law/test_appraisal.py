"""危险房屋鉴定: who may grade a house, and who must have been told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rebuild.cases.facts import Service
from tests.law.a_case import DAY, a_case, a_run, says, with_run

ON_TRUE_ANSWERS = [
    ("appraisal.body_listed", "listed", {"body": "未列名的鉴定所"}, "未列名的鉴定所"),
    ("appraisal.whole_building", "whole_building", {}, "整幢"),
    ("appraisal.sealed", "sealed", {"report_number": "示鉴〔2023〕89号"}, "示鉴〔2023〕89号"),
]


@pytest.mark.parametrize(("code", "answer", "more", "told"), ON_TRUE_ANSWERS)
def test_a_no_is_refused_and_tells_of_what(
    code: str, answer: str, more: dict[str, str], told: str
) -> None:
    assert says(code, **{answer: True}, **more) == ()
    (message,) = says(code, **{answer: False}, **more)
    assert told in message


@pytest.mark.parametrize(
    ("names", "holds"),
    [(["甲"], False), (["甲", "甲"], False), (["甲", "乙"], True), (["甲", "乙", "丙"], True)],
    ids=["one", "the_same_twice", "two", "three"],
)
def test_two_different_people_appraise(names: list[str], holds: bool) -> None:
    said = says("appraisal.two_appraisers", appraisers=[{"name": name} for name in names])
    assert (said == ()) is holds
    assert holds or ("1人" in said[0] and "2人" in said[0])


@pytest.mark.parametrize(("days", "holds"), [(-1, True), (0, True), (1, False)])
def test_a_report_is_not_dated_after_today(days: int, holds: bool) -> None:
    dated = (DAY + timedelta(days)).isoformat()
    said = says("appraisal.dated_in_time", appraised_on=dated)
    assert (said == ()) is holds
    assert holds or (dated in said[0] and str(DAY) in said[0])


@pytest.mark.parametrize(("grade", "is_d"), [("A", False), ("B", False), ("C", False), ("D", True)])
def test_only_grade_d_goes_on_and_only_others_leave(grade: str, is_d: bool) -> None:
    assert (says("appraisal.grade_d", grade=grade) == ()) is is_d
    assert (says("appraisal.grade_not_d", grade=grade) == ()) is not is_d


@pytest.mark.parametrize(
    ("handling", "holds"),
    [("treat", False), ("observe", False), ("stop_use", True), ("demolish", True)],
)
def test_a_house_to_be_rebuilt_is_out_of_use_or_comes_down(handling: str, holds: bool) -> None:
    assert (says("appraisal.handling_class", handling=handling) == ()) is holds


def test_another_body_looks_again() -> None:
    case = with_run(a_case(), a_run("case", "reappraising"))
    assert says("appraisal.other_body", case, body="另一家鉴定所") == ()
    assert "示例鉴定所" in says("appraisal.other_body", case, body="示例鉴定所")[0]
    assert says("appraisal.other_body", a_case(), body="示例鉴定所") == ()


@pytest.mark.parametrize(
    ("unit", "on", "holds"),
    [
        ("101", "2023-05-18", True),
        ("101", "2023-05-17", False),
        ("101", DAY.isoformat(), True),
        ("101", (DAY + timedelta(1)).isoformat(), False),
        ("999", "2023-05-18", False),
    ],
    ids=["on_the_day", "before_the_notice", "today", "tomorrow", "a_stranger"],
)
def test_a_notice_is_served_after_it_is_issued_on_those_of_the_roll(
    unit: str, on: str, holds: bool
) -> None:
    said = says("appraisal.served_after_issue", services=[{"unit": unit, "on": on}])
    assert (said == ()) is holds
    assert holds or unit in said[0]


def test_nothing_is_served_before_it_is_issued() -> None:
    assert "尚未制发" in says("appraisal.served_after_issue", a_case(documents=()), services=[])[0]


def test_every_household_is_told() -> None:
    case = a_case()
    assert says("appraisal.every_household_served", case) == ()
    (message,) = says("appraisal.every_household_served", replace(case, services=case.services[:1]))
    assert "应送达3户，已送达1户" in message
    assert "102、201" in message
    assert "名册" in says("appraisal.every_household_served", a_case(roll=None))[0]


@pytest.mark.parametrize(
    ("announced", "holds"),
    [(date(2024, 2, 1), False), (date(2024, 1, 31), True)],
    ids=["ends_on_a_saturday", "ended_on_friday"],
)
def test_an_announcement_serves_when_its_thirty_days_are_over(announced: date, holds: bool) -> None:
    case = a_case()
    service = Service("danger_notice", "业主甲", "announce", announced, unit="101")
    case = replace(case, services=(service, *case.services[1:]))
    assert (says("appraisal.every_household_served", case) == ()) is holds


def test_the_grade_that_stands_is_d() -> None:
    case = a_case()
    assert case.appraisal
    assert says("appraisal.grade_d_stands", case) == ()
    assert (
        "C级"
        in says(
            "appraisal.grade_d_stands", replace(case, appraisal=replace(case.appraisal, grade="C"))
        )[0]
    )
    assert says("appraisal.grade_d_stands", a_case(appraisal=None)) == ("尚无鉴定报告",)


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2024, 5, 14), True), (date(2024, 5, 15), True), (date(2024, 5, 16), False)],
    ids=["the_day_before", "the_last_day", "the_day_after"],
)
def test_a_report_is_fresh_for_365_days(on: date, holds: bool) -> None:
    said = says("planning.report_fresh", on=on)
    assert (said == ()) is holds
    assert holds or ("2024-05-15" in said[0] and "示鉴〔2023〕89号" in said[0])
    assert says("planning.report_fresh", a_case(appraisal=None)) == ("尚无鉴定报告",)
