"""业主与表决: the buildings whose owners are deciding, each with how far its vote is."""

from datetime import date

from rebuild.cases.facts import Json
from rebuild.errors import NotFound
from rebuild.services.consensus_told import consensus_told
from rebuild.services.look_up import look_up
from rebuild.services.office import Office
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.services.work_lists import Chosen, listed

STAGE = "consensus"
PAGE = 20  # every line of it is counted anew from its ballots


def list_votes(
    office: Office, person: Person, *, on: date, after: tuple[str, str] = ("", "")
) -> dict[str, Json]:
    """One page of cases in the stage of consensus, the nearest last day first."""
    page = listed(office, person, Chosen(stage=STAGE, sort="due", after=after, limit=PAGE), on=on)
    lines = [{**line, "vote": _vote(office, person, line, on)} for line in page["lines"]]
    return {"lines": lines, "next": page["next"]}


def _vote(
    office: Office, person: Person, line: dict[str, Json], on: date
) -> dict[str, Json] | None:
    """The count in brief; none where no vote has begun, or how others voted is none of theirs."""
    if not may(person, Right.SEE_HOUSEHOLDS, Subject(line["region"], line["number"])):
        return None
    try:
        told = consensus_told(look_up(office, line["number"]), on=on)
    except NotFound:
        return None
    required = [each for each in told["tests"] if each["required"]]
    return {
        "round": told["round"],
        "state_label": told["state_label"],
        "closes_on": told["closes_on"],
        "agreeing": told["agreeing"]["heads"],
        "taking_part": told["taking_part"]["heads"],
        "total": told["total"]["heads"],
        "passed": told["passed"],
        "short": told["short_in_words"],
        "needed": next((each["needed"] for each in required if "heads" in each["name"]), None),
    }
