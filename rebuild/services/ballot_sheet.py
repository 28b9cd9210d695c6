"""录票单: the whole building on one sheet, a line for each owner who answers, with what was answered and how it counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rebuild.cases.facts import Ballot, Case, Household, Json, Run
from rebuild.cases.identity import mask_name
from rebuild.law.areas import Area
from rebuild.law.owners import counted_ballots, households_of, units_of
from rebuild.law.tally import TallyUnit, Vote

VOTES = {"agree": "同意", "disagree": "反对", "abstain": "弃权", "invalid": "废票"}
METHODS = {"paper": "书面", "proxy": "委托", "house_call": "上门", "electronic": "电子"}
HOLDINGS = {"joint": "共同", "shares": "按份"}
_HEADS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: a unit's only owner, or one of its co-owners."""

    place: int  # of the household on the frozen roll
    turn: int  # of the owner within it
    household: Household

    @property
    def key(self) -> str:
        return f"{self.place}.{self.turn}"

    @property
    def owner(self) -> str:
        """Whose ballot it is; empty where it is the whole unit's."""
        owners = self.household.owners
        return owners[self.turn].name if len(owners) > 1 else ""


def lines_of(case: Case, run: Run) -> tuple[Line, ...]:
    """Every line, in the order of the frozen roll."""
    return tuple(
        Line(place, turn, household)
        for place, household in enumerate(households_of(case, run))
        for turn in range(max(1, len(household.owners)))
    )


def ballots_now(case: Case, run: Run) -> dict[str, Ballot]:
    """The ballot that counts for each line, by the line's key."""
    counted = {(each.unit, each.owner): each for each in counted_ballots(case, run)}
    found = {}
    for line in lines_of(case, run):
        unit = line.household.unit
        ballot = counted.get((unit, line.owner)) or counted.get((unit, ""))
        if ballot is not None:
            found[line.key] = ballot
    return found


def sheet_told(
    case: Case, run: Run, typed: Mapping[str, str], visits: Iterable[Mapping[str, Json]]
) -> list[dict[str, Json]]:
    """The sheet as rows; `typed` is what somebody has typed over what is kept."""
    kept = ballots_now(case, run)
    units = {each.unit: each for each in units_of(case, run)}
    last = {each["unit"]: each for each in visits}
    return [
        _row(line, kept.get(line.key), units[line.household.unit], typed, last)
        for line in lines_of(case, run)
    ]


def _row(
    line: Line,
    ballot: Ballot | None,
    unit: TallyUnit,
    typed: Mapping[str, str],
    visits: Mapping[str, Mapping[str, Json]],
) -> dict[str, Json]:
    household, key = line.household, line.key
    owner = household.owners[line.turn] if household.owners else None
    vote = typed.get(f"v.{key}", ballot.vote if ballot else "")
    cast = typed.get(f"d.{key}", f"{ballot.cast_on:%m-%d}" if ballot else "")
    kept = ballot is not None
    return {
        "key": key,
        "unit": household.unit,
        "first": line.turn == 0,
        "span": max(1, len(household.owners)),
        "owner": mask_name(owner.name) if owner else "",
        "share": str(owner.share) if owner and household.holding == "shares" else "",
        "holding": _holding(household),
        "area": str(Area(household.area)),
        "vote": vote,
        "vote_label": VOTES.get(vote, ""),
        "kept": kept,
        "cast": cast,
        "counts": _counts(vote, unit, kept),
        "checks": list(_checks(line, ballot, unit, visits.get(household.unit))),
        **_particulars(key, ballot, typed),
    }


def _counts(vote: str, unit: TallyUnit, kept: bool) -> bool:
    """Whether a consent on the sheet counts as one: not while co-owners are still lacking."""
    return vote != "agree" or not kept or unit.agrees


def _particulars(key: str, ballot: Ballot | None, typed: Mapping[str, str]) -> dict[str, Json]:
    """By whose hand it was cast: what stands in the folded part of a line."""
    method = typed.get(f"m.{key}", ballot.method if ballot else "")
    until = ballot.proxy_until.isoformat() if ballot and ballot.proxy_until else ""
    return {
        "method": method,
        "proxy": typed.get(f"p.{key}", mask_name(ballot.proxy) if ballot and ballot.proxy else ""),
        "until": typed.get(f"u.{key}", until),
        "witness": typed.get(f"w.{key}", ballot.witness if ballot else ""),
        "signed_by": typed.get(f"s.{key}", ballot.signed_by if ballot else ""),
        "benefit": typed.get(f"b.{key}", "是" if ballot and ballot.benefit else "") == "是",
        "sealed": typed.get(f"c.{key}", "是" if ballot and ballot.sealed else "") == "是",
    }


def _holding(household: Household) -> str:
    word = HOLDINGS.get(household.holding, "")
    return f"{word} {len(household.owners)} 人" if word and len(household.owners) > 1 else ""


def _checks(
    line: Line, ballot: Ballot | None, unit: TallyUnit, visit: Mapping[str, Json] | None
) -> Iterator[dict[str, str]]:
    """What a person should see beside a ballot; kind: plain, warning, wrong."""
    if line.turn == 0 and len(unit.owners) > 1:
        yield from _co_owners(unit)
    if ballot is None:
        if visit is not None and line.turn == 0:
            yield {"kind": "plain", "words": f"{visit['on'][5:]} {visit['result']}"}
        return
    if ballot.vote == "invalid":
        yield {"kind": "wrong", "words": "废票，须重签"}
    if ballot.method == "proxy":
        until = f"，至 {ballot.proxy_until:%m-%d}" if ballot.proxy_until else ""
        yield {"kind": "plain", "words": f"代理：{mask_name(ballot.proxy)}{until}"}
    elif ballot.method == "house_call":
        yield {"kind": "plain", "words": f"上门，见证 {ballot.witness}"}
    elif ballot.method == "electronic":
        yield {"kind": "plain", "words": f"电子表决 {ballot.source}".strip()}
    if ballot.signed_by:
        yield {"kind": "plain", "words": f"代为签名：{mask_name(ballot.signed_by)}"}


def _co_owners(unit: TallyUnit) -> Iterator[dict[str, str]]:
    signed = sum(each.vote.takes_part for each in unit.owners)
    agreed = sum(each.vote is Vote.AGREE for each in unit.owners)
    many = len(unit.owners)
    if unit.is_split and agreed == signed:
        yield {"kind": "warning", "words": f"{_heads(many)}人只签{_heads(signed)}人，不算同意"}
    elif unit.is_split:
        yield {"kind": "warning", "words": "共有人意见不一，不算同意"}
    elif signed == many:
        yield {"kind": "plain", "words": f"{_heads(many)}人签齐"}


def _heads(number: int) -> str:
    if number == 2:
        return "两"
    return _HEADS[number] if number < len(_HEADS) else str(number)
