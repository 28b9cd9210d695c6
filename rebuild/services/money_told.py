"""资金账目: what each household bears, has pledged, has paid and still owes; every entry; and the sums."""

from rebuild.cases.facts import Case, Json, Money
from rebuild.cases.identity import mask_name
from rebuild.errors import NotFound
from rebuild.law.areas import Area
from rebuild.law.money import Account, accounts, cost_of
from rebuild.services.look_up import Found

KINDS = {"pledged": "认缴", "paid": "缴款", "refunded": "退款"}


def money_told(found: Found) -> dict[str, Json]:
    """The households' money as it stands; balances are summed up here and kept nowhere."""
    case = found.case
    if not case.households:
        raise NotFound(f"案件 {case.number} 还没有登记业主名册")
    stand = accounts(case)
    return {
        "number": case.number,
        "cost": _yuan(cost_of(case)),
        "grants": _yuan(case.record("funds", "grants", 0)),
        "basis": _basis(case),
        "households": [_account(case, each) for each in stand],
        "totals": {
            "area": str(Area(sum(each.area for each in stand))),
            "share": _yuan(sum(each.share for each in stand)),
            "pledged": _yuan(sum(each.pledged for each in stand)),
            "paid": _yuan(sum(each.paid for each in stand)),
            "open": _yuan(sum(each.open for each in stand)),
        },
        "entries": [_entry(each) for each in case.money],
    }


def _basis(case: Case) -> str:
    """Where the sum that is shared comes from."""
    if case.record("funds", "total"):
        return "资金总额" if not case.record("funds", "grants") else "资金总额扣除财政补助等"
    return "表决公告的预算总额" if case.record("vote", "budget") else "尚未确定"


def _account(case: Case, account: Account) -> dict[str, Json]:
    household = next(each for each in case.households if each.unit == account.unit)
    return {
        "unit": account.unit,
        "owners": [mask_name(owner.name) for owner in household.owners],
        "area": str(Area(account.area)),
        "share": _yuan(account.share),
        "pledged": _yuan(account.pledged),
        "paid": _yuan(account.paid),
        "open": _yuan(account.open),
    }


def _entry(entry: Money) -> dict[str, Json]:
    return {
        "unit": entry.unit,
        "kind": entry.kind,
        "kind_label": KINDS[entry.kind],
        "amount": _yuan(entry.cents),
        "on": entry.on.isoformat(),
        "reference": entry.reference,
        "note": entry.note,
    }


def _yuan(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
