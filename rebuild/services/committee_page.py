"""居民一侧: one building as its own people see it: how far, what is missing and from whom, the vote, the days to come."""

from datetime import date
from typing import Any

from rebuild.errors import NotFound
from rebuild.law.owners import ROUND
from rebuild.services.case_told import dates_told
from rebuild.services.consensus_told import consensus_told
from rebuild.services.look_up import Found, look_up
from rebuild.services.office import Office
from rebuild.services.permits_told import permits_told
from rebuild.services.rights import Person, Right, scope
from rebuild.services.status_told import status_told
from rebuild.services.why import why
from rebuild.store import lists

PAGE = 20


def committee_page(office: Office, found: Found, *, on: date) -> dict[str, Any]:
    """For a committee: names masked, unit numbers as on the owners' own posting."""
    plan, case = found.plan, found.case
    return {
        **status_told(office, found, on=on),
        "applicant": case.applicant,
        "missing": _missing(found, office, on),
        "vote": _vote(found, on),
        "dates": dates_told(plan, office.calendar, case, on=on),
        "permits": list(permits_told(plan, office.calendar, case, on=on)),
        "papers": len(case.documents),
    }


def buildings_of(office: Office, person: Person, *, on: date, after: str = "") -> dict[str, Any]:
    """The buildings somebody sees, a page at a time, each with its four facts; `after` starts the next page."""
    view = scope(person, Right.SEE_HOUSEHOLDS)
    with office.database.reading() as session:
        rows = lists.listing(session, after=after, limit=PAGE + 1)
        while rows and not any(view.shows(each.number, each.region) for each in rows[:PAGE]):
            rows = lists.listing(session, after=rows[-1].number, limit=PAGE + 1)
    seen = [each.number for each in rows[:PAGE] if view.shows(each.number, each.region)]
    return {
        "buildings": [status_told(office, look_up(office, number), on=on) for number in seen],
        "after": rows[PAGE - 1].number if len(rows) > PAGE else "",
    }


def household_page(office: Office, found: Found, unit: str, *, on: date) -> dict[str, Any]:
    """For one household: its own unit and vote, and of the others no more than anyone may know."""
    household = next((each for each in found.case.households if each.unit == unit), None)
    if household is None:
        raise NotFound("没有查到这一户")
    vote = _vote(found, on)
    return {
        **status_told(office, found, on=on),
        "unit": unit,
        "vote": _without_neighbours(vote),
        "mine": _own(found, unit, on),
        "dates": dates_told(found.plan, office.calendar, found.case, on=on),
    }


def paper_of_household(found: Found, unit: str, document: str) -> str:
    """A paper of this very household; NotFound for anybody else's."""
    if not any(each.id == document and each.unit == unit for each in found.case.documents):
        raise NotFound("没有这份文书")
    return document


def _missing(found: Found, office: Office, on: date) -> dict[str, Any] | None:
    """What the next step on the way lacks, each with its cure and who can bring that about."""
    told = why(found.plan, office.calendar, found.case, on=on)
    step = told["next"]
    if not step:
        return None
    return {
        "label": step["label"],
        "by": step["by_labels"],
        "findings": step["findings"],
    }


def _vote(found: Found, on: date) -> dict[str, Any] | None:
    try:
        return consensus_told(found, on=on)
    except NotFound:
        return None  # no round yet, or no roll: there is nothing to count


def _without_neighbours(vote: dict[str, Any] | None) -> dict[str, Any] | None:
    if vote is None:
        return None
    kept = ("round", "state_label", "opens_on", "closes_on", "total", "taking_part", "agreeing", "tests",
            "passed", "short_in_words")  # fmt: skip
    return {name: vote[name] for name in kept} | {"waiting": len(vote["waiting"])}


def _own(found: Found, unit: str, on: date) -> dict[str, Any]:
    """What the office has of this very household: its papers, and whether its vote has come in."""
    case = found.case
    run = case.run(ROUND)
    ballots = case.ballots.get(run.number, ()) if run else ()
    return {
        "voted": any(each.unit == unit for each in ballots),
        "papers": [
            {
                "id": each.id,
                "title": each.title,
                "number": each.number,
                "date": each.issued_on.isoformat(),
            }
            for each in case.documents
            if each.unit == unit
        ],
    }
