"""Facts of the owners' money: what each household bears by its area, what it has paid, what was spent."""

from rebuild.cases.facts import Household, Json
from rebuild.cases.votes import Balance, balances
from rebuild.documents.facts import Issuing, supplies
from rebuild.documents.facts_of_case import NONE, decimal
from rebuild.documents.wording import masked
from rebuild.errors import PrintError


def _yuan(cents: int) -> str:
    """Cents as yuan; below zero where more was paid than was due."""
    return f"-{decimal(-cents)}" if cents < 0 else decimal(cents)


def _total(issuing: Issuing) -> int:
    """What is shared: the money raised less grants, or, before it is settled, the budget voted on."""
    case = issuing.case
    raised = case.record("funds", "total", 0) - case.record("funds", "grants", 0)
    total = int(raised or case.record("vote", "budget", 0))
    if not total:
        raise PrintError("尚未登记资金总额，也没有表决通过的预算，无法分摊。请先登记后再公示。")
    return total


def _masked_owners(household: Household) -> str:
    names = [masked(owner.name) for owner in household.owners]
    return "、".join(names) if len(names) < 3 else f"{names[0]}等{len(names)}人"


def _stands(issuing: Issuing) -> dict[str, Balance]:
    """What each household of the roll has pledged and paid, also where it did neither."""
    stands = balances(issuing.case.money)
    return {each.unit: stands.get(each.unit, Balance()) for each in issuing.case.households}


def _received(issuing: Issuing) -> int:
    return sum(each.paid for each in _stands(issuing).values())


def _spent(issuing: Issuing) -> list[dict[str, Json]]:
    return list(issuing.case.record("costs", "spent", []))


@supplies("cost_sheet.total")
def total(issuing: Issuing) -> str:
    return decimal(_total(issuing))


@supplies("cost_sheet.grants")
def grants(issuing: Issuing) -> str:
    """财政补助, which the households need not bear; empty where there is none."""
    granted = int(issuing.case.record("funds", "grants", 0))
    return decimal(granted) if granted else ""


@supplies("cost_sheet.rows")
def rows(issuing: Issuing) -> list[dict[str, str]]:
    """Every household, names masked: this sheet hangs at the gate."""
    shares, stands = issuing.shares(_total(issuing)), _stands(issuing)
    return [
        {
            "unit": each.unit,
            "owner": _masked_owners(each),
            "area": decimal(each.area),
            "share": decimal(shares[each.unit]),
            "pledged": decimal(has.pledged) if has.pledged else NONE,
            "paid": decimal(has.paid),
            "open": _yuan(shares[each.unit] - has.paid),
        }
        for each in issuing.case.households
        for has in [stands[each.unit]]
    ]


@supplies("cost_sheet.totals")
def totals(issuing: Issuing) -> dict[str, str]:
    due, received = _total(issuing), _received(issuing)
    pledged = sum(each.pledged for each in _stands(issuing).values())
    return {
        "area": decimal(sum(each.area for each in issuing.case.households)),
        "share": decimal(due),
        "pledged": decimal(pledged) if pledged else NONE,
        "paid": decimal(received),
        "open": _yuan(due - received),
    }


@supplies("cost_sheet.spent")
def spent(issuing: Issuing) -> list[dict[str, str]]:
    return [
        {
            "item": row["item"],
            "payee": row.get("payee", NONE),
            "on": row["on"],
            "amount": decimal(row["amount"]),
        }
        for row in _spent(issuing)
    ]


@supplies("cost_sheet.balance")
def balance(issuing: Issuing) -> dict[str, str]:
    """收支: what came in, what went out, what is left."""
    received = _received(issuing)
    outlay = sum(row["amount"] for row in _spent(issuing))
    return {
        "received": decimal(received),
        "spent": decimal(outlay),
        "left": _yuan(received - outlay),
    }


@supplies("cost_sheet.account")
def funds_account(issuing: Issuing) -> str:
    case = issuing.case
    return str(case.record("funds", "account", "") or case.record("decision", "account", ""))
