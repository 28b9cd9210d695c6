"""计票: what owners answered, unit by unit, summed into area and heads; no rule is applied here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from rebuild.cases.making import quickly_made
from rebuild.errors import InputError
from rebuild.law.areas import Area, Count, Heads

CO_OWNERS_CARRY = Fraction(2, 3)  # 民法典301: major alterations of a thing held by shares


class Vote(Enum):
    """One owner's answer. An abstention 弃权 takes part and does not agree; a spoilt one 废票 is none."""

    AGREE = "agree"
    DISAGREE = "disagree"
    ABSTAIN = "abstain"
    INVALID = "invalid"
    NONE = "none"

    @property
    def takes_part(self) -> bool:
        return self is not Vote.INVALID and self is not Vote.NONE


class Holding(Enum):
    """How a unit is held: by one 单独所有, by shares 按份共有, undivided 共同共有."""

    SOLE = "sole"
    SHARES = "shares"
    JOINT = "joint"


class HeadMerge(Enum):
    """When units are one head: held by the very same owners, or by any owner in common."""

    IDENTICAL_SET = "identical_set"
    ANY_COMMON = "any_common"


@quickly_made
@dataclass(frozen=True, slots=True)
class Holder:
    """One owner of one unit, and what he answered for it."""

    key: str  # whatever tells one person from another: a name within a small house, else an id
    vote: Vote
    share: Fraction = Fraction(1)


@quickly_made
@dataclass(frozen=True, slots=True)
class TallyUnit:
    """专有部分: one exclusive unit with its area, its owners and their answers."""

    unit: str
    area: Area
    owners: tuple[Holder, ...]
    holding: Holding = Holding.SOLE
    developer_unsold: bool = False

    def __post_init__(self) -> None:
        if len(self.owners) == 1 and self.holding is Holding.SOLE:
            return  # as nearly every unit is
        problem = self._problem()
        if problem:
            raise InputError(self.unit, *problem)

    def _problem(self) -> tuple[str, str] | None:
        if not self.owners:
            return "没有产权人", "请填写产权人"
        if len({owner.key for owner in self.owners}) < len(self.owners):
            return "同一产权人写了两次", "请合并为一人"
        if self.holding is Holding.SOLE and len(self.owners) > 1:
            return f"写明单独所有，却有{len(self.owners)}名产权人", "请写明按份共有或者共同共有"
        if self.holding is Holding.SHARES:
            total = sum(owner.share for owner in self.owners)
            if total != 1 or any(owner.share <= 0 for owner in self.owners):
                return f"各产权人份额合计为{total}，不等于1", "请照登记簿核对份额"
        return None

    @property
    def takes_part(self) -> bool:
        """Whether any of its owners answered: then its whole area takes part."""
        if len(self.owners) == 1:
            return self.owners[0].vote.takes_part
        return any(owner.vote.takes_part for owner in self.owners)

    @property
    def agrees(self) -> bool:
        """Two thirds of the shares, or every joint owner (民法典301)."""
        if len(self.owners) == 1:
            return self.owners[0].vote is Vote.AGREE
        agreeing = [owner.share for owner in self.owners if owner.vote is Vote.AGREE]
        if len(agreeing) == len(self.owners) or not agreeing:
            return bool(agreeing)
        return self.holding is Holding.SHARES and _reaches_two_thirds(agreeing)

    @property
    def is_split(self) -> bool:
        """Some of its owners agree, yet not enough of them for the unit to agree."""
        return any(owner.vote is Vote.AGREE for owner in self.owners) and not self.agrees


def _reaches_two_thirds(shares: Iterable[Fraction]) -> bool:
    numerator, denominator = 0, 1
    for share in shares:
        numerator = numerator * share.denominator + share.numerator * denominator
        denominator *= share.denominator
    return numerator * CO_OWNERS_CARRY.denominator >= denominator * CO_OWNERS_CARRY.numerator


@dataclass(frozen=True, slots=True)
class Tally:
    """计票结果: all, those taking part and those agreeing, each by area and by heads."""

    total: Count
    taking_part: Count
    agreeing: Count
    splits: tuple[str, ...]  # units whose co-owners do not carry together


@dataclass(slots=True)
class _Head:
    takes_part: bool = False
    refuses: bool = False  # one of its units takes part and does not agree


def tally(units: Iterable[TallyUnit], head_merge: HeadMerge = HeadMerge.IDENTICAL_SET) -> Tally:
    """Sum up a vote.

    Heads are counted as 建筑物区分所有权解释9 says: one unit one head, several units of one owner one
    head, the developer's unsold units together one head. Where an owner answers differently for
    each of his units the law is silent: his head takes part if any of his units does, and agrees
    only if every one that takes part agrees, so that a doubtful head never carries a decision.
    """
    listed = tuple(units)
    heads: dict[object, _Head] = {}
    total = taking_part = agreeing = 0
    splits: list[str] = []
    for unit, key in zip(listed, head_keys(listed, head_merge), strict=True):
        area = unit.area.hundredths
        total += area
        head = heads.get(key)
        if head is None:
            head = heads[key] = _Head()
        if not unit.takes_part:
            continue  # and so does not agree
        taking_part += area
        head.takes_part = True
        if unit.agrees:
            agreeing += area
            continue
        head.refuses = True
        if unit.is_split:
            splits.append(unit.unit)
    present = [head for head in heads.values() if head.takes_part]
    return Tally(
        total=Count(Area(total), Heads(len(heads))),
        taking_part=Count(Area(taking_part), Heads(len(present))),
        agreeing=Count(Area(agreeing), Heads(sum(not head.refuses for head in present))),
        splits=tuple(splits),
    )


_DEVELOPER = ("developer",)  # a tuple, so that no owner's key can be the same


def head_keys(units: Sequence[TallyUnit], head_merge: HeadMerge) -> list[object]:
    """For each unit what its head is known by (建筑物区分所有权解释9)."""
    if head_merge is HeadMerge.IDENTICAL_SET:
        return [
            _DEVELOPER if unit.developer_unsold else frozenset([owner.key for owner in unit.owners])
            for unit in units
        ]
    leader: dict[str, str] = {}
    for unit in units:
        if not unit.developer_unsold:
            first = _leader(leader, unit.owners[0].key)
            for owner in unit.owners[1:]:
                leader[_leader(leader, owner.key)] = first
    return [
        _DEVELOPER if unit.developer_unsold else _leader(leader, unit.owners[0].key)
        for unit in units
    ]


def _leader(leader: dict[str, str], key: str) -> str:
    """Who stands for a chain of co-owners; each step halves the chain, so the whole stays linear."""
    while (above := leader.setdefault(key, key)) != key:
        leader[key] = key = leader[above]
    return key
