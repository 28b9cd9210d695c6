"""Cases: listed, opened, read: where one stands, why it does not go on, its limits, its vote, its entries, its papers."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from rebuild.services.act_told import outcome_told
from rebuild.services.case_told import case_told
from rebuild.services.clocks_told import clocks_told
from rebuild.services.consensus_told import consensus_told
from rebuild.services.history import history
from rebuild.services.look_up import list_documents
from rebuild.services.open_case import FIRST_ACTION, Opening, open_case
from rebuild.services.project import MAIN
from rebuild.services.rights import Person, Right
from rebuild.services.why import why
from rebuild.services.work_lists import Chosen, listed
from rebuild.web.api.answers import Lines, Outcome, Told
from rebuild.web.api.client import (
    Client,
    Key,
    Now,
    Number,
    On,
    TheOffice,
    Today,
    case_for,
    with_right,
)
from rebuild.web.api.desk import chosen_cases, page_told
from rebuild.web.api.problems import problem
from rebuild.web.api.sent import Sent

router = APIRouter(prefix="/cases", tags=["cases"])
Reader = Annotated[Person, Depends(with_right(Right.SEE_CASE))]


class ToOpen(Sent):
    """A new case: where, under which workflow, with the answers its first action asks for."""

    workflow: str = Field("d_grade_rebuild", max_length=60, pattern="^[a-z0-9_]+$")
    region: str = Field(max_length=6, examples=["510105"])
    answers: dict[str, Any] = Field(max_length=200)
    on: date | None = None


@router.get("", response_model=Lines)
def listing(
    office: TheOffice,
    reader: Reader,
    today: Today,
    chosen: Annotated[Chosen, Depends(chosen_cases)],
) -> Told:
    """办件列表: one page of the cases the client may see, filtered, searched and sorted as on the page."""
    return page_told(listed(office, reader, chosen, on=today))


@router.post("", status_code=201, response_model=Outcome)
def opening(
    office: TheOffice, client: Client, today: Today, now: Now, key: Key, asked: ToOpen
) -> Any:
    """Open a case; where its first action is refused, no number is taken."""
    on = asked.on or today
    outcome = open_case(
        office,
        Opening(
            asked.workflow, asked.region, asked.answers, client.actor, on, now,
            key=key, person=client,
        ),
    )  # fmt: skip
    told = outcome_told(office, outcome, seat=MAIN, action=FIRST_ACTION, on=on)
    return told if outcome.allowed else problem(422, "现在不能立案", told["findings"])


@router.get("/{number}")
def one(office: TheOffice, client: Client, today: Today, number: Number, on: On = None) -> Told:
    """Where a case stands: its procedures, what can be done now, flags, permits, last days."""
    found = case_for(office, client, number)
    return case_told(found, office.calendar, on=on or today)


@router.get("/{number}/why")
def blocked(office: TheOffice, client: Client, today: Today, number: Number, on: On = None) -> Told:
    """Every reason at once why a case does not go on, each with its article, its cure, and who can."""
    found = case_for(office, client, number)
    return why(found.plan, office.calendar, found.case, on=on or today)


@router.get("/{number}/clocks")
def limits(
    office: TheOffice,
    client: Client,
    today: Today,
    number: Number,
    on: On = None,
    explain: bool = False,
) -> list[Told]:
    """Every time limit; with `explain`, every day counted and every day left out."""
    found = case_for(office, client, number)
    return clocks_told(found.plan, office.calendar, found.case, on=on or today, explain=explain)


@router.get("/{number}/consensus")
def vote(office: TheOffice, client: Client, today: Today, number: Number, on: On = None) -> Told:
    """What the latest round of voting amounts to, by area and by heads; names masked."""
    found = case_for(office, client, number, Right.SEE_HOUSEHOLDS)
    return consensus_told(found, on=on or today)


@router.get("/{number}/history")
def entries(office: TheOffice, client: Client, number: Number) -> list[Told]:
    """Every entry of the case in the ledger."""
    case_for(office, client, number, Right.SEE_LEDGER)
    return history(office, number)


@router.get("/{number}/documents")
def papers(office: TheOffice, client: Client, number: Number) -> list[Told]:
    """Every document of the case, oldest first."""
    case_for(office, client, number)
    return list_documents(office, number)
