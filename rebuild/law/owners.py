"""业主: a round's ballots and the roll, as the consensus arithmetic wants them."""

from datetime import date

from rebuild.cases.facts import Ballot, Case, Household, Run
from rebuild.law.areas import Area
from rebuild.law.consensus import Policy
from rebuild.law.rule import Limits
from rebuild.law.tally import Holder, Holding, Tally, TallyUnit, Vote, tally

ROUND = "consensus"


def counted_ballots(case: Case, run: Run) -> tuple[Ballot, ...]:
    """The ballots that count: the last one each unit or co-owner cast up to the closing day; all are kept."""
    closes = announced(run, "closes_on")
    last: dict[tuple[str, str], Ballot] = {}
    for ballot in case.ballots.get(run.number, ()):
        if closes is None or ballot.cast_on <= closes:
            last.pop((ballot.unit, ballot.owner), None)
            last[ballot.unit, ballot.owner] = ballot
    return tuple(last.values())


def tally_of(case: Case, run: Run) -> Tally:
    """What a round amounts to, over the roll as it now reads."""
    answers = _answers(counted_ballots(case, run))
    return tally(_unit(household, answers) for household in case.households)


def announced(run: Run, name: str) -> date | None:
    """A day the notice of vote set, such as the closing day."""
    notice = run.last("announce")
    given = notice.answers.get(name) if notice else None
    return date.fromisoformat(given) if given else None


def policy_on(limits: Limits, on: date) -> Policy:
    """By which measure the owners decide on a day."""
    return Policy(limits.word("consensus_policy", on))


def _answers(ballots: tuple[Ballot, ...]) -> dict[tuple[str, str], Vote]:
    answers: dict[tuple[str, str], Vote] = {}
    for ballot in ballots:
        if not ballot.owner:
            # A ballot for the whole unit outdoes what its co-owners cast before it.
            answers = {key: vote for key, vote in answers.items() if key[0] != ballot.unit}
        answers[ballot.unit, ballot.owner] = Vote(ballot.vote)
    return answers


def _unit(household: Household, answers: dict[tuple[str, str], Vote]) -> TallyUnit:
    whole = answers.get((household.unit, ""), Vote.NONE)
    holders = tuple(
        Holder(owner.name, answers.get((household.unit, owner.name), whole), owner.share)
        for owner in household.owners
    )
    return TallyUnit(
        household.unit,
        Area(household.area),
        holders,
        Holding(household.holding),
        household.developer_unsold,
    )
