"""原址重建不变量: equal passes, smaller passes, the least bit more does not; and every message has both figures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from rebuild.cases.facts import Case, UnitFigure
from tests.law.a_case import SURVEYED, a_case, says, with_snapshot


def designed(**changes: Any) -> Case:
    return with_snapshot(a_case(), "designed", **changes)


@pytest.mark.parametrize(
    ("code", "changes", "told"),
    [
        ("planning.gross_area", {"gross_area": 57923}, ("579.23㎡", "579.22㎡", "0.01㎡")),
        ("planning.floor_area_ratio", {"gross_area": 57923}, ("57923/20000", "57922/20000")),
        ("planning.floor_area_ratio", {"land_area": 20001}, ("200.01㎡", "200.00㎡")),
        ("planning.same_storeys", {"storeys_above": 4}, ("地上4层", "地上3层")),
        ("planning.same_storeys", {"storeys_above": 2}, ("地上2层", "地上3层")),
        ("planning.same_storeys", {"storeys_below": 1}, ("地下1层", "地下0层")),
        ("planning.height", {"eave_height": 9601}, ("9.601米", "9.600米", "0.001米")),
        ("planning.height", {"ridge_height": 11201}, ("11.201米", "11.200米")),
        ("planning.land_right", {"parcel": "510199001001GB00002"}, ("GB00002", "GB00001")),
        ("planning.land_use", {"land_use": "商业"}, ("商业", "住宅")),
        ("planning.setback", {"setback": 3199}, ("3.199米", "3.200米")),
    ],
)
def test_the_least_change_for_the_worse_is_refused(
    code: str, changes: Mapping[str, Any], told: tuple[str, ...]
) -> None:
    assert says(code, designed()) == ()
    (message,) = says(code, designed(**changes))
    assert all(figure in message for figure in told), message


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("planning.gross_area", {"gross_area": 57921}),
        ("planning.floor_area_ratio", {"gross_area": 57921}),
        ("planning.height", {"eave_height": 9599, "ridge_height": 11199}),
        ("planning.setback", {"setback": 3201}),
    ],
)
def test_smaller_lower_and_farther_away_are_free(code: str, changes: Mapping[str, Any]) -> None:
    assert says(code, designed(**changes)) == ()


def test_both_heights_are_told_of_at_once() -> None:
    assert len(says("planning.height", designed(eave_height=9700, ridge_height=11300))) == 2


@pytest.mark.parametrize(("over", "holds"), [(49, True), (50, True), (51, False)])
def test_an_outline_may_reach_out_by_the_tolerance(over: int, holds: bool) -> None:
    moved = tuple((x + over, y) for x, y in SURVEYED.footprint)
    said = says("planning.footprint", designed(footprint=moved))
    assert (said == ()) is holds
    assert holds or ("0.051米" in said[0] and "0.050米" in said[0])


@pytest.mark.parametrize(
    ("area", "holds"),
    [(10300, True), (10301, False), (9700, True), (9699, False)],
    ids=["three_percent_more", "a_hundredth_over", "three_percent_less", "a_hundredth_under"],
)
def test_a_unit_may_change_by_three_percent(area: int, holds: bool) -> None:
    units = (*SURVEYED.units[:2], UnitFigure("201", "业主丙", area))
    said = says("planning.unit_area", designed(units=units))
    assert (said == ()) is holds
    assert holds or ("201" in said[0] and "百分之3" in said[0] and "100.00㎡" in said[0])


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (SURVEYED.units[:2], "房号201在设计中没有对应的户"),
        ((*SURVEYED.units, UnitFigure("301", "业主丁", 100)), "设计多出房号301"),
        (
            (*SURVEYED.units[:2], UnitFigure("201", "业主丁", 10000)),
            "房号201的产权人为业主丁，原为业主丙",
        ),
    ],
    ids=["one_missing", "one_more", "another_owner"],
)
def test_every_old_unit_has_its_new_one(units: tuple[UnitFigure, ...], told: str) -> None:
    assert says("planning.units", designed()) == ()
    assert says("planning.units", designed(units=units)) == (told,)


@pytest.mark.parametrize(("asked", "holds"), [(57921, True), (57922, True), (57923, False)])
def test_no_more_is_granted_than_stood_there(asked: int, holds: bool) -> None:
    said = says("planning.same_area", floor_area=asked)
    assert (said == ()) is holds
    assert holds or "超出0.01㎡" in said[0]


@pytest.mark.parametrize(("asked", "holds"), [(56999, True), (57000, True), (57001, False)])
def test_no_more_is_granted_than_was_designed(asked: int, holds: bool) -> None:
    said = says("planning.area_as_designed", designed(gross_area=57000), floor_area=asked)
    assert (said == ()) is holds
    assert holds or ("设计方案570.00㎡" in said[0])


def test_the_storeys_granted_are_held_against_the_old_ones() -> None:
    assert says("planning.same_storeys", storeys=3) == ()
    assert says("planning.same_storeys", storeys=4)


@pytest.mark.parametrize(
    "code",
    ["planning.gross_area", "planning.floor_area_ratio", "planning.same_storeys", "planning.height", "planning.footprint", "planning.land_right", "planning.units", "planning.unit_area", "planning.land_use", "planning.setback"],
)  # fmt: skip
def test_without_a_design_there_is_nothing_to_compare(code: str) -> None:
    assert says(code, replace(a_case(), snapshots={})) == ()
