"""施工许可: each condition of 建筑法8 by itself, and no works without both permits."""

from datetime import date
from typing import Any

import pytest

from tests.law.a_case import a_case, a_run, says, took, with_record, with_run

LIVE = [("issued", False), ("effective", True), ("in_use", True), ("works_stopped", True), ("lapsed", False), ("revoked", False), ("taken_back", False)]  # fmt: skip


@pytest.mark.parametrize(("state", "live"), LIVE)
def test_a_permit_is_in_force_from_delivery_to_its_end(state: str, live: bool) -> None:
    planning = with_run(a_case(), a_run("planning_permit", state))
    construction = with_run(a_case(), a_run("construction_permit", state))
    assert (says("construction.planning_permit_live", planning) == ()) is live
    assert (says("construction.permit_live", construction) == ()) is live
    assert (says("construction.no_live_permit", construction) == ()) is not live


def test_a_stayed_permit_neither_serves_nor_makes_room_for_another() -> None:
    order = took("stay", order="示例裁定〔2024〕1号")
    stayed = with_run(a_case(), a_run("construction_permit", "effective", order))
    assert says("construction.permit_live", stayed)
    assert says("construction.no_live_permit", stayed)


@pytest.mark.parametrize(
    ("state", "holds"), [("permitted", True), ("consensus", False), ("on_hold", False)]
)
def test_works_start_where_the_case_stands_permitted(state: str, holds: bool) -> None:
    assert (
        says("construction.case_permitted", with_run(a_case(), a_run("case", state))) == ()
    ) is holds


def test_a_site_is_clear_when_the_old_house_is_down_or_comes_down_with_the_works() -> None:
    standing = with_run(a_case(), a_run("case", "planned"))
    refused_before = with_run(a_case(), a_run("case", "site_ready"))
    down = with_run(a_case(), a_run("case", "site_ready", took("demolished")))
    assert says("construction.site_cleared", standing)
    assert says("construction.site_cleared", refused_before)
    assert says("construction.site_cleared", standing, same_contract=True) == ()
    assert says("construction.site_cleared", down) == ()
    one_contract = with_run(
        a_case(),
        a_run("case", "construction_permitting", took("apply_construction", same_contract=True)),
    )
    assert says("construction.site_ready", one_contract, seat="construction") == ()
    assert says("construction.site_ready", standing, seat="construction")
    assert says("construction.site_ready", down, seat="construction") == ()


@pytest.mark.parametrize(
    ("code", "spoilt"),
    [
        ("construction.contractor_qualified", {"contractor_qualified": False}),
        ("construction.funds_committed", {"funds_committed": False}),
        ("construction.drawings", {"drawings_reviewed": ""}),
        ("construction.safety_measures", {"safety_measures": False}),
        ("construction.fire_design", {"fire_design": False}),
    ],
)
def test_each_condition_stands_by_itself(code: str, spoilt: dict[str, Any]) -> None:
    assert says(code, seat="construction") == ()
    assert len(says(code, with_record(a_case(), "contract", **spoilt), seat="construction")) == 1


@pytest.mark.parametrize(
    ("total", "holds"), [(187_999_999, False), (188_000_000, True), (188_000_001, True)]
)
def test_the_money_covers_the_contract(total: int, holds: bool) -> None:
    said = says("construction.funds_committed", with_record(a_case(), "funds", total=total))
    assert (said == ()) is holds
    assert holds or ("1880000.00元" in said[0] and "1879999.99元" in said[0])


@pytest.mark.parametrize(
    ("state", "holds"), [("in_use", True), ("works_stopped", False), ("effective", False)]
)
def test_works_are_under_way_while_the_permit_is_in_use(state: str, holds: bool) -> None:
    case = with_run(a_case(), a_run("construction_permit", state))
    assert (says("construction.permit_in_use", case) == ()) is holds


@pytest.mark.parametrize(
    ("price", "holds"), [(None, True), (188_000_000, True), (188_000_001, False)]
)
def test_a_higher_price_is_covered_before_the_permit_is_changed(
    price: int | None, holds: bool
) -> None:
    answers = {} if price is None else {"contract_price": price}
    said = says("construction.new_price_funded", seat="construction_permit", **answers)
    assert (said == ()) is holds
    assert holds or "1880000.01元" in said[0]


@pytest.mark.parametrize(("area", "holds"), [(57921, False), (57922, True), (57923, False)])
def test_the_contract_builds_what_is_permitted(area: int, holds: bool) -> None:
    said = says(
        "construction.scale_as_permitted", with_record(a_case(), "contract", contract_area=area)
    )
    assert (said == ()) is holds
    assert holds or "579.22㎡" in said[0]


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2025, 3, 3), True), (date(2025, 3, 4), False), (date(2025, 3, 5), False)],
    ids=["a_day_short_of_a_year", "a_year", "a_day_over"],
)
def test_works_that_rested_a_year_do_not_go_on_by_themselves(on: date, holds: bool) -> None:
    case = with_run(a_case(), a_run("construction_permit", "works_stopped", since=date(2024, 3, 4)))
    said = says("construction.stopped_under_a_year", case, seat="construction_permit", on=on)
    assert (said == ()) is holds
    assert holds or ("2025-03-04" in said[0] and "12个月" in said[0])
