"""竣工: acceptance, filing, handing over, registering and closing, each when what it needs is there."""

from dataclasses import replace
from datetime import date

import pytest

from rebuild.cases.facts import Flag
from tests.law.a_case import DAY, a_case, a_run, says, took, with_record, with_run

FIVE = ("design_done", "files_complete", "tests_passed", "units_signed", "warranty")


def test_who_built_is_known() -> None:
    assert says("completion.contract_known") == ()
    assert says("completion.contract_known", a_case(records={}))


@pytest.mark.parametrize("missing", FIVE)
def test_each_of_the_five_conditions_of_acceptance_is_needed(missing: str) -> None:
    answers = dict.fromkeys(FIVE, True)
    assert says("completion.five_conditions", **answers) == ()
    assert len(says("completion.five_conditions", **{**answers, missing: False})) == 1


@pytest.mark.parametrize(
    ("day", "holds"),
    [(11, True), (12, True), (13, False)],
    ids=["eight_days", "seven_days", "six_days"],
)
def test_the_station_is_told_seven_working_days_before(day: int, holds: bool) -> None:
    case = with_run(a_case(), a_run("case", "verified", took("notify_station", date(2025, 3, day))))
    said = says("completion.station_told", case, on=date(2025, 3, 21))
    assert (said == ()) is holds
    assert holds or ("2025-03-13" in said[0] and "2025-03-12" in said[0])
    assert says("completion.station_told")


def test_an_acceptance_that_failed_is_announced_again() -> None:
    told, failed = took("notify_station", date(2025, 3, 3)), took("accept_fail", date(2025, 3, 14))
    again = took("notify_station", date(2025, 4, 1))
    once = with_run(a_case(), a_run("case", "verified", told, failed))
    twice = with_run(a_case(), a_run("case", "verified", told, failed, again))
    assert "2025-03-14" in says("completion.station_told", once, on=date(2025, 5, 20))[0]
    assert says("completion.station_told", twice, on=date(2025, 5, 20)) == ()


@pytest.mark.parametrize(
    "code", ["completion.plate_fixed", "completion.fire_filed", "completion.materials_handed_in"]
)
def test_plate_fire_filing_and_materials_are_there(code: str) -> None:
    assert says(code) == ()
    assert len(says(code, a_case(records={}))) == 1


@pytest.mark.parametrize(
    ("result", "holds"), [("not_drawn", True), ("passed", True), ("failed", False)]
)
def test_a_failed_spot_check_stops_use(result: str, holds: bool) -> None:
    said = says("completion.fire_filed", with_record(a_case(), "fire", spot_check=result))
    assert (said == ()) is holds
    assert holds or "示消备〔2025〕7号" in said[0]


def test_every_paper_is_there() -> None:
    papers = [
        {"name": "验收报告", "present": True},
        {"name": "保修书", "present": False},
        {"name": "说明书", "present": False},
    ]
    assert says("completion.papers_complete", papers=papers[:1]) == ()
    assert says("completion.papers_complete", papers=papers) == ("尚缺：保修书、说明书",)


@pytest.mark.parametrize(("on", "holds"), [(date(2024, 3, 19), True), (date(2024, 3, 20), False)])
def test_a_new_acceptance_is_ordered_within_fifteen_days(on: date, holds: bool) -> None:
    said = says("completion.refile_in_time", with_run(a_case(), a_run("case", "filed")), on=on)
    assert (said == ()) is holds
    assert holds or ("2024-03-04" in said[0] and "2024-03-19" in said[0])


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("completion.every_household_received", "keys"),
        ("completion.every_household_registered", "titles"),
    ],
)
def test_no_household_is_forgotten_and_no_stranger_served(code: str, answer: str) -> None:
    rows = [{"unit": unit} for unit in ("101", "102", "201")]
    assert says(code, **{answer: rows}) == ()
    assert "201" in says(code, **{answer: rows[:2]})[0]
    assert "109" in says(code, **{answer: [*rows, {"unit": "109"}]})[0]


@pytest.mark.parametrize("name", ["case.emergency", "case.appeal"])
def test_a_case_is_closed_when_danger_and_dispute_are_over(name: str) -> None:
    assert says("completion.clocks_met") == ()
    (message,) = says(
        "completion.clocks_met", replace(a_case(), flags={name: Flag(name, DAY, "示例事由")})
    )
    assert str(DAY) in message
    assert "示例事由" in message
