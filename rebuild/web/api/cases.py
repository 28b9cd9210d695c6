"""Cases: listed, read, opened, acted on."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from rebuild.errors import NotFound
from rebuild.services.act import Asked, act
from rebuild.services.act_told import outcome_told
from rebuild.services.case_told import case_told
from rebuild.services.clocks_told import clocks_told
from rebuild.services.consensus_told import consensus_told
from rebuild.services.history import history
from rebuild.services.list_cases import list_cases
from rebuild.services.look_up import list_documents
from rebuild.services.open_case import FIRST_ACTION, Opening, open_case
from rebuild.services.project import MAIN
from rebuild.services.rights import Right, scope
from rebuild.services.why import why
from rebuild.web.api.client import Client, Now, TheOffice, Today, case_for
from rebuild.web.api.problems import problem

router = APIRouter(prefix="/cases", tags=["cases"])
Told = dict[str, Any]
Number = Annotated[str, Path(max_length=60, examples=["WF-510105-2024-0001"])]
Name = Annotated[str, Path(max_length=60, pattern="^[a-z0-9_]+$")]
Words = Annotated[str, Query(max_length=60)]
Key = Annotated[str, Header(alias="Idempotency-Key", max_length=100, pattern="^[!-~]*$")]
On = Annotated[date | None, Query(description="as of this day; today where none is given")]


class ToOpen(BaseModel):
    """A new case: where, under which workflow, with the answers its first action asks for."""

    model_config = ConfigDict(extra="forbid")

    workflow: str = Field("d_grade_rebuild", max_length=60, pattern="^[a-z0-9_]+$")
    region: str = Field(max_length=6, examples=["510105"])
    answers: dict[str, Any] = Field(max_length=200)
    on: date | None = None


class ToDo(BaseModel):
    """One action: its answers, the version of the case that was seen, a rehearsal or the real thing."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Any] = Field(default_factory=dict, max_length=200)
    seen: int | None = Field(None, ge=0, le=2**31)
    on: date | None = None
    dry_run: bool = False
    run: int | None = Field(None, ge=1, le=10_000)


@router.get("")
def listing(
    office: TheOffice,
    client: Client,
    today: Today,
    stage: Words = "",
    state: Words = "",
    search: Words = "",
    after: Words = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Told:
    """One page of the cases the client may see; `next` is what to ask for the page after it with."""
    view, place = scope(client), after
    seen: list[Told] = []
    while True:
        page = list_cases(
            office.database,
            stage=stage,
            state=state,
            search=search,
            after=place,
            limit=limit,
            on=today,
            works=office.calendar.is_working_day,
        )
        seen += [each for each in page["cases"] if view.shows(each["number"], each["region"])]
        place = page["next"]
        if view.nothing or len(seen) >= limit or not place:
            break
    more = len(seen) > limit or bool(place)
    return {"cases": seen[:limit], "next": seen[limit - 1]["number"] if more and seen else None}


@router.post("", status_code=201)
def opening(office: TheOffice, client: Client, today: Today, now: Now, asked: ToOpen) -> Any:
    """Open a case; where its first action is refused, no number is taken."""
    on = asked.on or today
    outcome = open_case(
        office,
        Opening(asked.workflow, asked.region, asked.answers, client.actor, on, now, person=client),
    )
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


@router.post("/{number}/actions/{seat}/{action}")
def doing(
    office: TheOffice,
    client: Client,
    today: Today,
    now: Now,
    number: Number,
    seat: Name,
    action: Name,
    asked: ToDo,
    key: Key = "",
) -> Any:
    """Do it, or say every reason why not. Sent again with the same key, it gives the first answer again."""
    found = case_for(office, client, number)
    if found.plan.action(seat, action) is None:
        raise NotFound(f"没有办理事项 {seat}.{action}")
    on = asked.on or today
    wanted = Asked(
        number, seat, action, asked.answers, client.actor, on, now,
        seen=asked.seen, key=f"api {client.id} {key}" if key else "", dry_run=asked.dry_run,
        run=asked.run or 0, person=client,
    )  # fmt: skip
    outcome = act(office, wanted)
    told = outcome_told(office, outcome, seat=seat, action=action, on=on, dry_run=asked.dry_run)
    return told if outcome.allowed else problem(422, "现在不能办理", told["findings"])
