"""规划核实: as permitted, within what a tape may err, and nothing more."""

from dataclasses import replace
from typing import Any

import pytest

from tests.law.a_case import SURVEYED, a_case, says, with_snapshot


def test_nothing_is_verified_unmeasured() -> None:
    bare = replace(a_case(), snapshots={})
    assert says("completion.built_measured") == ()
    assert says("completion.built_measured", bare)
    for code in (
        "completion.as_permitted",
        "completion.built_height",
        "completion.built_footprint",
        "completion.built_setback",
    ):
        assert says(code, bare) == ()


@pytest.mark.parametrize(
    ("code", "within", "beyond", "told"),
    [
        ("completion.as_permitted", {"gross_area": 57922}, {"gross_area": 57923}, ("579.23㎡", "579.22㎡", "0.01㎡")),
        ("completion.as_permitted", {"gross_area": 50000}, {"storeys_above": 4}, ("地上4层", "3层")),
        ("completion.as_permitted", {}, {"storeys_below": 1}, ("地下1层", "0层")),
        ("completion.as_permitted", {}, {"land_use": "商业"}, ("商业", "住宅")),
        ("completion.built_height", {"ridge_height": 11250}, {"ridge_height": 11251}, ("11.251米", "11.200米", "0.050米")),
        ("completion.built_height", {"eave_height": 9650}, {"eave_height": 9651}, ("檐口", "9.651米")),
        ("completion.built_setback", {"setback": 3200}, {"setback": 3199}, ("3.199米", "3.200米")),
        (
            "completion.built_footprint",
            {"footprint": tuple((x - 50, y) for x, y in SURVEYED.footprint)},
            {"footprint": tuple((x - 51, y) for x, y in SURVEYED.footprint)},
            ("0.051米", "0.050米"),
        ),
    ],
)  # fmt: skip
def test_the_last_tolerable_measure_passes_and_the_next_does_not(
    code: str, within: dict[str, Any], beyond: dict[str, Any], told: tuple[str, ...]
) -> None:
    assert says(code, with_snapshot(a_case(), "as_built", **within)) == ()
    (message,) = says(code, with_snapshot(a_case(), "as_built", **beyond))
    assert all(figure in message for figure in told), message


def test_everything_wrong_is_told_at_once() -> None:
    case = with_snapshot(a_case(), "as_built", gross_area=60000, storeys_above=4, land_use="商业")
    assert len(says("completion.as_permitted", case)) == 3
