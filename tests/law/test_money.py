"""资金: entries make balances, a receipt is entered once, and pledges and payments cover the contract."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.cases.facts import Case, Money
from rebuild.cases.votes import Balance, balances
from rebuild.law.money import accounts, cost_of
from tests.law.a_case import a_case, says, with_record

DAY = date(2023, 8, 1)


def entered(*entries: tuple[str, str, int], **more: str) -> Case:
    return a_case(
        money=tuple(Money(unit, kind, cents, DAY, **more) for unit, kind, cents in entries)
    )


ENTRIES = st.lists(
    st.tuples(st.sampled_from(["101", "102"]), st.sampled_from(["pledged", "paid", "refunded"]), st.integers(1, 10**9))
)  # fmt: skip


@given(ENTRIES)
def test_a_balance_is_the_latest_pledge_and_the_sum_of_payments(
    entries: list[tuple[str, str, int]],
) -> None:
    stands = balances(Money(unit, kind, cents, DAY) for unit, kind, cents in entries)
    for unit in {unit for unit, _, _ in entries}:
        own = [(kind, cents) for of, kind, cents in entries if of == unit]
        pledges = [cents for kind, cents in own if kind == "pledged"]
        paid = sum(cents if kind == "paid" else -cents for kind, cents in own if kind != "pledged")
        assert stands[unit] == Balance(pledges[-1] if pledges else 0, paid)


def test_every_household_stands_in_the_accounts_and_the_shares_make_the_cost() -> None:
    case = entered(("101", "pledged", 40_000_000), ("101", "paid", 10_000_000))
    first, *others = accounts(case)
    assert [each.unit for each in (first, *others)] == ["101", "102", "201"]
    assert sum(each.share for each in (first, *others)) == cost_of(case) == 188_000_000
    assert (first.pledged, first.paid, first.open) == (40_000_000, 10_000_000, first.share - 10_000_000)  # fmt: skip
    assert all(each.paid == each.pledged == 0 for each in others)


def test_grants_are_not_borne_by_the_households() -> None:
    assert cost_of(with_record(a_case(), "funds", grants=8_000_000)) == 180_000_000


def test_the_budget_is_shared_until_the_money_is_settled() -> None:
    unsettled = replace(a_case(), records={"vote": {"budget": 100}})
    assert cost_of(unsettled) == sum(each.share for each in accounts(unsettled)) == 100


@pytest.mark.parametrize(
    ("reference", "holds"), [("回单1号", False), ("回单2号", True), (None, True)]
)
def test_a_receipt_is_entered_once(reference: str | None, holds: bool) -> None:
    case = entered(("101", "paid", 100), reference="回单1号")
    asked = {"reference": reference} if reference else {}
    said = says("money.receipt_once", case, **asked)
    assert (said == ()) is holds
    assert holds or "1.00元" in said[0]


@pytest.mark.parametrize(
    ("on", "amount", "holds"),
    [("2023-08-01", 1, True), ("2023-08-02", 1, False), ("2023-08-01", 0, False)],
)
def test_money_paid_is_some_money_and_paid_by_today(on: str, amount: int, holds: bool) -> None:
    assert (says("money.paid_by_today", on=DAY, paid_on=on, amount=amount) == ()) is holds


@pytest.mark.parametrize(("amount", "holds"), [(99, True), (100, True), (101, False)])
def test_no_more_is_paid_back_than_was_paid(amount: int, holds: bool) -> None:
    case = entered(("101", "paid", 150), ("101", "refunded", 50), ("102", "paid", 500))
    said = says("money.refund_covered", case, unit="101", amount=amount)
    assert (said == ()) is holds
    assert holds or ("1.00元" in said[0] and "1.01元" in said[0])


@pytest.mark.parametrize(
    ("pledged", "paid", "grants", "holds"),
    [
        (188_000_000, 0, 0, True),
        (187_999_999, 0, 0, False),
        (0, 188_000_000, 0, True),
        (100_000_000, 187_999_999, 0, False),
        (187_999_999, 0, 1, True),
    ],
    ids=["pledged", "a_cent_short", "paid", "not_both_together", "with_a_grant"],
)
def test_pledges_and_payments_where_there_are_any_cover_the_contract(
    pledged: int, paid: int, grants: int, holds: bool
) -> None:
    entries = [each for each in (("101", "pledged", pledged), ("101", "paid", paid)) if each[2]]
    case = with_record(entered(*entries), "funds", grants=grants)
    said = says("construction.funds_committed", case, seat="construction")
    assert (said == ()) is holds
    assert holds or "1880000.00元" in said[0]
