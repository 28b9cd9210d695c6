"""What the owners' roll, votes and money put on record: the recorders of those answers."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from rebuild.cases import events as happened
from rebuild.cases import facts
from rebuild.cases.facts import Answers
from rebuild.law.measure import measure_on
from rebuild.law.owners import ROUND, counted_place
from rebuild.law.posting import POSTED, figures_of
from rebuild.law.roll import OPEN_TO_A_NEW_ROLL
from rebuild.law.rule import Situation

Events = Iterable[happened.Event]


def _roll(situation: Situation) -> Events:
    households = tuple(household_of(row) for row in situation.answers["households"])
    yield happened.RollEntered(situation.on, households)


def household_of(row: Answers) -> facts.Household:
    """One row of a roll as a household; owners with their shares."""
    owners = tuple(
        facts.Owner(
            name=owner["name"],
            share=Fraction(owner.get("share", "1")),
            kind=owner.get("kind", "person"),
            note=owner.get("note", ""),
            agent=owner.get("agent", ""),
        )
        for owner in row["owners"]
    )
    return facts.Household(
        unit=row["unit"],
        area=row["area"],
        owners=owners,
        area_source=row.get("area_source", "register"),
        holding=row.get("holding", "sole" if len(owners) == 1 else "joint"),
        title=row.get("title", ""),
        developer_unsold=row.get("developer_unsold", False),
        mortgaged_to=row.get("mortgaged_to", ""),
        creditor_consents=row.get("creditor_consents", False),
        seized_by=row.get("seized_by", ""),
        court_consents=row.get("court_consents", False),
    )


def _household(situation: Situation) -> Events:
    answers = situation.answers
    run = situation.case.run(ROUND)
    over = run is None or run.state in OPEN_TO_A_NEW_ROLL
    for household in situation.case.households:
        if household.unit == answers["unit"]:
            mistaken = answers.get("mistaken", False)
            yield happened.HouseholdChanged(
                replace(household, **_changes(household, answers)),
                situation.on,
                answers.get("reason", ""),
                rounds=() if over or run is None else (run.number,),
                mistaken=mistaken,
            )
            if mistaken and run is not None and not over:
                yield from _struck_with(situation, run.number)


def _struck_with(situation: Situation, round_of_voting: int) -> Events:
    """Who was entered by mistake had no vote: what he cast for the unit, or for his share, is void."""
    answers, cast = situation.answers, situation.case.ballots.get(round_of_voting, ())
    named = answers.get("owner")
    for place, ballot in enumerate(cast):
        his = ballot.owner in ("", named) or not named
        if ballot.unit == answers["unit"] and his and not ballot.struck:
            reason = f"产权人登记有误：{answers.get('reason', '')}"
            yield happened.BallotStruck(round_of_voting, place, situation.on, reason)


def _changes(household: facts.Household, answers: Answers) -> dict[str, Any]:
    plain = (
        "area", "area_source", "mortgaged_to", "creditor_consents", "seized_by", "court_consents",
    )  # fmt: skip
    changes: dict[str, Any] = {name: answers[name] for name in plain if name in answers}
    if "new_owner" in answers:
        return changes | _owned_by(household, answers["new_owner"], answers.get("owner"))
    if "owner" in answers:
        own = {
            name: answers[asked]
            for name, asked in (("kind", "owner_kind"), ("agent", "agent"))
            if asked in answers
        }
        changes["owners"] = tuple(
            replace(each, **own) if each.name == answers["owner"] else each
            for each in household.owners
        )
    return changes


def _owned_by(household: facts.Household, name: str, instead_of: str | None) -> dict[str, Any]:
    """The one owner of the whole unit, or one in place of a co-owner, with the same share."""
    if instead_of is None:
        return {"owners": (facts.Owner(name),), "holding": "sole"}
    return {
        "owners": tuple(
            facts.Owner(name, each.share) if each.name == instead_of else each
            for each in household.owners
        )
    }


def _posted(situation: Situation) -> Events:
    """What the posting tells, so that a correction after it can be seen."""
    run, measure = situation.run, measure_on(situation.limits, situation.on)
    told = figures_of(situation.case, run, measure)
    yield happened.FactsRecorded(POSTED, {"round": run.number, **told})


def _freeze_roll(situation: Situation) -> Events:
    if situation.case.roll is not None:  # a historic round may have begun before any roll was kept
        yield happened.RollFrozen(situation.run.number, situation.on)


def _ballots(situation: Situation) -> Events:
    for row in situation.answers["ballots"]:
        yield happened.BallotCast(situation.run.number, _ballot(situation, row))


def _evotes(situation: Situation) -> Events:
    for row in situation.answers["ballots"]:
        voted = replace(
            _ballot(situation, row), method="electronic", source=situation.answers["source"]
        )
        yield happened.BallotCast(situation.run.number, voted)


def _ballot(situation: Situation, row: Answers) -> facts.Ballot:
    return facts.Ballot(
        unit=row["unit"],
        vote=row["vote"],
        cast_on=_day(row["cast_on"]) if "cast_on" in row else situation.on,
        owner=row.get("owner", ""),
        method=row.get("method", "paper"),
        proxy=row.get("proxy", ""),
        witness=row.get("witness", ""),
        proxy_until=_day(row["proxy_until"]) if "proxy_until" in row else None,
        signed_by=row.get("signed_by", ""),
        benefit=row.get("benefit", False),
        sealed=row.get("sealed", False),
    )


def _struck_ballots(situation: Situation) -> Events:
    for row in situation.answers.get("struck", ()):
        place = counted_place(situation.case, situation.run, row["unit"], row.get("owner", ""))
        if place is not None:  # a historic recount may strike what was never entered
            yield happened.BallotStruck(
                situation.run.number, place, situation.on, row.get("reason", "")
            )


def _money(kind: str) -> Callable[[Situation], Events]:
    def entered(situation: Situation) -> Events:
        answers = situation.answers
        yield happened.MoneyEntered(
            facts.Money(
                unit=answers["unit"],
                kind=kind,
                cents=answers["amount"],
                on=_day(answers["paid_on"]) if "paid_on" in answers else situation.on,
                reference=answers.get("reference", ""),
                note=answers.get("note", ""),
            )
        )

    return entered


def _day(text: str) -> date:
    return date.fromisoformat(text)


OWNERS: dict[str, Callable[[Situation], Events]] = {
    "roll": _roll,
    "household": _household,
    "freeze_roll": _freeze_roll,
    "ballots": _ballots,
    "evotes": _evotes,
    "struck_ballots": _struck_ballots,
    "posted": _posted,
    "money.pledged": _money("pledged"),
    "money.paid": _money("paid"),
    "money.refunded": _money("refunded"),
}
