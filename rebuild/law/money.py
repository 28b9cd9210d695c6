"""资金: what each household bears, has pledged and has paid; balances are derived from the entries, never kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from rebuild.cases.facts import Case
from rebuild.cases.votes import Balance, balances
from rebuild.law.cost_shares import shares_by_area
from rebuild.law.figures import yuan
from rebuild.law.rule import Situation, Verdict, rule


@dataclass(frozen=True, slots=True)
class Account:
    """One household's money, in cents."""

    unit: str
    area: int
    share: int
    pledged: int
    paid: int

    @property
    def open(self) -> int:
        """What is still to be paid; below zero where more was paid than borne."""
        return self.share - self.paid


def cost_of(case: Case) -> int:
    """What is shared: the money raised less grants, or, before it is settled, the budget voted on."""
    raised = case.record("funds", "total", 0) - case.record("funds", "grants", 0)
    return int(raised or case.record("vote", "budget", 0))


def accounts(case: Case) -> tuple[Account, ...]:
    """Every household of the roll with its share by area (民法典283) and what came of it."""
    areas = {each.unit: each.area for each in case.households}
    shares: Mapping[str, int] = shares_by_area(cost_of(case), areas) if areas else {}
    stands = balances(case.money)
    return tuple(
        Account(unit, area, shares[unit], has.pledged, has.paid)
        for unit, area in areas.items()
        for has in [stands.get(unit, Balance())]
    )


def committed(case: Case) -> int | None:
    """What the households have pledged or paid in all; None where nothing was entered."""
    if not case.money:
        return None
    return sum(each.committed for each in balances(case.money).values())


@rule(
    "money.receipt_once",
    basis="procedure_rules",
    cure="请核对凭证号；同一笔款项不要重复登记",
    who="owner_committee",
)
def receipt_once(situation: Situation) -> Verdict:
    """一张凭证只登记一次"""
    reference = situation.answers.get("reference")
    for entry in situation.case.money:
        if reference and entry.kind in ("paid", "refunded") and entry.reference == reference:
            return f"凭证{reference}已登记：房号{entry.unit}，{entry.on}，{yuan(entry.cents)}"
    return None


@rule(
    "money.paid_by_today",
    basis="procedure_rules",
    cure="请核对日期和金额",
    who="owner_committee",
)
def paid_by_today(situation: Situation) -> Verdict:
    """款项大于零，日期不晚于登记之日"""
    on, amount = situation.day("paid_on"), situation.answers.get("amount")
    problems = []
    if on and on > situation.on:
        problems.append(f"日期{on}晚于登记之日{situation.on}")
    if amount == 0:
        problems.append("金额为零")
    return problems


@rule(
    "money.refund_covered",
    basis="procedure_rules",
    cure="请核对退款金额",
    who="owner_committee",
)
def refund_covered(situation: Situation) -> Verdict:
    """退款不超过该户已缴的金额"""
    unit, amount = situation.answers.get("unit", ""), situation.answers.get("amount", 0)
    paid = balances(situation.case.money).get(unit, Balance()).paid
    if amount > paid:
        return f"房号{unit}已缴{yuan(paid)}，退款{yuan(amount)}，超出{yuan(amount - paid)}"
    return None
