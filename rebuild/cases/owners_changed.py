"""What each event does to the owners of a case and their votes: who counts, and what they said."""

from collections.abc import Callable

from rebuild.cases import events as happened
from rebuild.cases.facts import Case, Household, Roll
from rebuild.cases.making import put
from rebuild.cases.replacing import replace


def roll_entered(case: Case, event: happened.RollEntered) -> None:
    put(case, "roll", Roll(event.on, event.households))


def roll_frozen(case: Case, event: happened.RollFrozen) -> None:
    frozen = Roll(event.on, case.households)
    put(case, "frozen_rolls", {**case.frozen_rolls, event.run: frozen})


def household_changed(case: Case, event: happened.HouseholdChanged) -> None:
    assert case.roll is not None, "a household changes only on a roll"
    changed = event.household
    frozen = {
        run: _on_roll(roll, changed.unit, lambda known: _corrected(known, changed, event.mistaken))
        if run in event.rounds
        else roll
        for run, roll in case.frozen_rolls.items()
    }
    put(case, "roll", _on_roll(case.roll, changed.unit, lambda _: changed))
    put(case, "frozen_rolls", frozen)


def _on_roll(roll: Roll, unit: str, change: Callable[[Household], Household]) -> Roll:
    households = tuple(change(each) if each.unit == unit else each for each in roll.households)
    return replace(roll, households=households)


def _corrected(frozen: Household, now: Household, mistaken: bool) -> Household:
    """A frozen entry with its figures put right; a sale since then changes nothing of who counts.

    Whoever was entered by mistake never counted: the owners are put right too.
    """
    if mistaken:
        return replace(
            frozen,
            area=now.area,
            area_source=now.area_source,
            owners=now.owners,
            holding=now.holding,
        )
    agents = {owner.name: (owner.kind, owner.agent) for owner in now.owners}
    owners = tuple(
        replace(owner, kind=agents[owner.name][0], agent=agents[owner.name][1])
        if owner.name in agents
        else owner
        for owner in frozen.owners
    )
    return replace(frozen, area=now.area, area_source=now.area_source, owners=owners)


def ballot_cast(case: Case, event: happened.BallotCast) -> None:
    cast = case.ballots.get(event.run, ())
    put(case, "ballots", {**case.ballots, event.run: (*cast, event.ballot)})


def ballot_struck(case: Case, event: happened.BallotStruck) -> None:
    cast = case.ballots[event.run]
    struck = replace(cast[event.place], struck=event.reason)
    kept = (*cast[: event.place], struck, *cast[event.place + 1 :])
    put(case, "ballots", {**case.ballots, event.run: kept})
