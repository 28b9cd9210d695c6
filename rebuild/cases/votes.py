"""What is true of a vote and of the money for it: ballots as they were handed in, sums as they were entered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Ballot:
    """表决票: one unit's answer, or one co-owner's; all are kept, the last valid one before closing counts."""

    unit: str
    vote: str  # agree, disagree, abstain, invalid
    cast_on: date
    owner: str = ""  # empty: it stands for all owners of the unit
    method: str = "paper"  # paper, proxy, house_call, electronic
    proxy: str = ""
    witness: str = ""
    proxy_until: date | None = None
    signed_by: str = ""  # 监护人, 财产代管人, 遗产管理人, 单位授权代表
    benefit: bool = False  # 附有为被监护人利益的说明 (民法典35)
    sealed: bool = False  # 加盖单位公章
    source: str = ""  # 电子表决结果表的文书号
    struck: str = ""  # why a recount struck it out; it is kept and counts no more


@dataclass(frozen=True, slots=True)
class Money:
    """一笔资金: what a household pledged, paid or was paid back; balances are derived from these."""

    unit: str
    kind: str  # pledged, paid, refunded
    cents: int
    on: date
    reference: str = ""  # 承诺书, 银行回单, 退款凭证
    note: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What one household has pledged, by its latest pledge, and what it has paid, less what it got back."""

    pledged: int = 0
    paid: int = 0

    @property
    def committed(self) -> int:
        """A payment made good on the pledge; it does not come on top of it."""
        return max(self.pledged, self.paid)


def balances(entries: Iterable[Money]) -> dict[str, Balance]:
    """How each household stands after these entries."""
    stands: dict[str, Balance] = {}
    for entry in entries:
        before = stands.get(entry.unit, Balance())
        match entry.kind:
            case "pledged":
                after = replace(before, pledged=entry.cents)
            case "refunded":
                after = replace(before, paid=before.paid - entry.cents)
            case _:
                after = replace(before, paid=before.paid + entry.cents)
        stands[entry.unit] = after
    return stands
