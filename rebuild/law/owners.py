"""业主: a round's ballots and the roll, as the consensus arithmetic wants them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rebuild.cases.facts import Ballot, Case, Household, Run
from rebuild.law.areas import Area
from rebuild.law.tally import HeadMerge, Holder, Holding, Tally, TallyUnit, Vote, tally

ROUND = "consensus"
# Looked up for every ballot and every unit of a vote; asking the class itself takes ten times as long.
_VOTES = {each.value: each for each in Vote}
_INVALID = Vote.INVALID.value
_HOLDINGS = {each.value: each for each in Holding}


def counted_ballots(case: Case, run: Run) -> tuple[Ballot, ...]:
    """The ballots that count, in the order of their days; all are kept.

    Of each unit or co-owner it is the last valid one up to the closing day. Of two on one day it is
    the one entered later; an invalid one undoes none that is valid.
    """
    return tuple(ballot for _, ballot in _counted(case, run))


def counted_place(case: Case, run: Run, unit: str, owner: str) -> int | None:
    """Which of the round's ballots counts for a unit or a co-owner, from 0; None where none does."""
    found = (n for n, each in _counted(case, run) if (each.unit, each.owner) == (unit, owner))
    return next(found, None)


def _counted(case: Case, run: Run) -> Iterable[tuple[int, Ballot]]:
    return _last_of_each(case.ballots.get(run.number, ()), announced(run, "closes_on"))


def _last_of_each(ballots: tuple[Ballot, ...], closes: date | None) -> Iterable[tuple[int, Ballot]]:
    cast = [
        (ballot.cast_on, place, ballot)
        for place, ballot in enumerate(ballots)
        if not ballot.struck and (closes is None or ballot.cast_on <= closes)
    ]
    last: dict[tuple[str, str], tuple[int, Ballot]] = {}
    for _, place, ballot in sorted(cast):  # no two have the same place: ballots are never compared
        key = (ballot.unit, ballot.owner)
        if ballot.vote != _INVALID or key not in last:
            last.pop(key, None)
            last[key] = (place, ballot)
    return last.values()


def households_of(case: Case, run: Run) -> tuple[Household, ...]:
    """Who counts in a round: the roll as it was frozen for it."""
    roll = case.roll_of(run.number)
    return roll.households if roll else ()


def units_of(case: Case, run: Run) -> tuple[TallyUnit, ...]:
    """Every unit of a round with what its owners answered."""
    return _units(*_vote(case, run))


def tally_of(case: Case, run: Run, merge: HeadMerge = HeadMerge.IDENTICAL_SET) -> Tally:
    """What a round amounts to, over the roll it was frozen with and the areas as they now read."""
    return _tally(*_vote(case, run), merge)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A frozen value that equals itself alone: known again at once, where comparing it would take its whole length."""

    value: tuple[Any, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)  # no other value's, as long as this one is kept


def _vote(case: Case, run: Run) -> tuple[_Same, date | None, _Same]:
    ballots = case.ballots.get(run.number, ())
    return _Same(ballots), announced(run, "closes_on"), _Same(households_of(case, run))


# Every rule that asks how the vote stands asks it of the same ballots: counted once, not once a rule.
@lru_cache(maxsize=64)
def _tally(ballots: _Same, closes: date | None, households: _Same, merge: HeadMerge) -> Tally:
    return tally(_units(ballots, closes, households), merge)


@lru_cache(maxsize=64)
def _units(ballots: _Same, closes: date | None, households: _Same) -> tuple[TallyUnit, ...]:
    answers = _answers(ballot for _, ballot in _last_of_each(ballots.value, closes))
    return tuple(_unit(household, answers) for household in households.value)


def announced(run: Run, name: str) -> date | None:
    """A day the notice of vote set, such as the closing day."""
    notice = run.last("announce")
    given = notice.answers.get(name) if notice else None
    return date.fromisoformat(given) if given else None


def _answers(ballots: Iterable[Ballot]) -> dict[str, dict[str, Vote]]:
    """By unit and by co-owner, who is nobody where the ballot is the whole unit's."""
    answers: dict[str, dict[str, Vote]] = {}
    for ballot in ballots:
        vote = _VOTES[ballot.vote]
        if not ballot.owner and vote is not Vote.INVALID:
            # A ballot for the whole unit outdoes what its co-owners cast before it.
            answers[ballot.unit] = {"": vote}
        else:
            answers.setdefault(ballot.unit, {})[ballot.owner] = vote
    return answers


# Areas come again with every count of the same house. By type too: a float equal to one is still none.
_area = lru_cache(maxsize=4096, typed=True)(Area)


def _unit(household: Household, answers: dict[str, dict[str, Vote]]) -> TallyUnit:
    told = answers.get(household.unit, {})
    whole = told.get("", Vote.NONE)
    holders = tuple(
        [Holder(owner.name, told.get(owner.name, whole), owner.share) for owner in household.owners]
    )
    return TallyUnit(
        household.unit,
        _area(household.area),
        holders,
        _HOLDINGS[household.holding],
        household.developer_unsold,
    )
