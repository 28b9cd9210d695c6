"""业主与表决: one round of voting as its page shows it: the sheet, the count, the window, visits, posting, objections."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rebuild.cases.facts import NOTHING, Ballot, Case, Json, Run
from rebuild.engine.clocks import latest_of_run
from rebuild.engine.plan import Plan
from rebuild.law.calendar import Calendar
from rebuild.law.owners import ROUND, announced, households_of
from rebuild.services.ballot_sheet import METHODS, VOTES, sheet_told
from rebuild.services.case_head import falls_to
from rebuild.services.consensus_told import consensus_told
from rebuild.services.look_up import Found
from rebuild.services.rights import Person
from rebuild.services.roster_columns import ACTION as ENTER_ROLL
from rebuild.services.roster_columns import SEAT as ROLL_SEAT
from rebuild.services.tally_shown import tally_shown

BEFORE_VOTING = ("draft", "roll_frozen", "noticed")


def owners_page(
    found: Found,
    calendar: Calendar,
    person: Person,
    *,
    on: date,
    typed: Mapping[str, str] = NOTHING,
    tried: tuple[Ballot, ...] = (),
) -> dict[str, Json] | None:
    """The latest round; None where there is none, or nobody to vote in it. `tried` is only typed yet."""
    case, run = found.case, found.case.run(ROUND)
    if run is None or not households_of(case, run):
        return None
    told = consensus_told(found, on=on)
    state = found.plan.workflow.procedures[ROUND].states[run.state]
    trial = with_ballots(case, run, tried)
    return {
        "round": run.number,
        "state": run.state,
        "state_label": state.label,
        "voted": run.state not in BEFORE_VOTING,
        "roll_day": told["roll_day"],
        "sold_since": told["sold_since"],
        "can": what_can_be_done(found, person),
        "rows": sheet_told(case, run, typed, told["visits"]),
        "tally": tally_shown(trial, run, found.plan.limits, on=on),
        "votes": list(VOTES.items()),
        "methods": list(METHODS.items()),
        "window": _window(run, on),
        "visits": list(reversed(told["visits"])),
        "not_reached": told["not_reached"],
        "units": [each.unit for each in households_of(case, run)],
        "kinds": _kinds(found.plan),
        "posting": _posting(found.plan, calendar, run, on),
        "objections": told["objections"],
        "sheets": told["sheets"],
        "former": _former(found),
    }


def with_ballots(case: Case, run: Run, tried: tuple[Ballot, ...]) -> Case:
    """The case as it would count with ballots that are only typed yet; nothing is written."""
    if not tried:
        return case
    cast = {**case.ballots, run.number: (*case.ballots.get(run.number, ()), *tried)}
    return replace(case, ballots=cast)


def what_can_be_done(found: Found, person: Person) -> dict[str, bool]:
    """Of the round's actions, and of entering the roll: what the state offers and this person may take."""
    plan, case = found.plan, found.case
    can: dict[str, bool] = {}
    for seat, wanted in ((ROUND, None), (ROLL_SEAT, ENTER_ROLL)):
        if case.run(seat) is None:
            continue
        actions = plan.workflow.procedures[seat].actions
        for name in plan.procedures[seat].offered[case.state(seat)]:
            if wanted in (None, name):
                can[name] = falls_to(plan, case, person, actions[name].by)
    return can


def _window(run: Run, on: date) -> dict[str, Json] | None:
    opens, closes = announced(run, "opens_on"), announced(run, "closes_on")
    if opens is None or closes is None:
        return None
    whole = (closes - opens).days + 1
    return {
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
        "whole": whole,
        "day": min(max((on - opens).days + 1, 0), whole),
        "left": (closes - on).days,
        "begun": on >= opens,
        "over": on > closes,
    }


def _kinds(plan: Plan) -> list[tuple[str, str]]:
    """How somebody may be reached, as the form of the case's own version names it."""
    action = plan.action(ROUND, "log_visit")
    asks = action.asks if action else ()
    choices: Mapping[str, str] = next((each.choices for each in asks if each.name == "kind"), {})
    return list(choices.items())


def _posting(plan: Plan, calendar: Calendar, run: Run, on: date) -> dict[str, Json] | None:
    """The latest posting of the result, and on which of its two days that matter it was photographed."""
    posted = run.last("post")
    if posted is None:
        return None
    reading = latest_of_run(plan, calendar, run, "posting")
    last = reading.due if reading else None
    photos = [
        {"taken_on": row["taken_on"], "file": row["file"], "on": taken.on.isoformat()}
        for taken in run.after("post")
        if taken.action == "photograph_posting"
        for row in taken.answers.get("photos", ())
    ]
    seen = {each["taken_on"] for each in photos}
    return {
        "on": posted.on.isoformat(),
        "last": last.isoformat() if last else "",
        "at": posted.answers.get("posted_at", ""),
        "objections_to": posted.answers.get("objections_to", ""),
        "photos": photos,
        "first_seen": posted.on.isoformat() in seen,
        "last_seen": last is not None and last.isoformat() in seen,
        "over": last is not None and on > last,
    }


def _former(found: Found) -> list[dict[str, Json]]:
    """Rounds that were held before: they failed or were voided, and stay readable in the course."""
    states = found.plan.workflow.procedures[ROUND].states
    return [
        {
            "round": run.number,
            "label": states[run.state].label,
            "on": run.visits[-1].since.isoformat(),
        }
        for run in found.case.runs.get(ROUND, ())[:-1]
    ]
