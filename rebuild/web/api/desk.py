"""Work: the desk by urgency, what is one's own to do, what one did, the votes under way."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from rebuild.services.actions_told import asked
from rebuild.services.opening_form import opening_forms
from rebuild.services.rights import Person, Right
from rebuild.services.votes_list import list_votes
from rebuild.services.work_lists import MINE, Chosen, choices, done_by, listed
from rebuild.services.workbench import workbench
from rebuild.web.api.answers import Answer, Line, Lines, Told
from rebuild.web.api.client import Client, TheOffice, Today, Word, with_right

router = APIRouter(prefix="/desk", tags=["desk"])
Worker = Annotated[Person, Depends(with_right(Right.SEE_CASE))]
Lamp = Literal[
    "", "overdue", "today", "soon", "normal", "stopped", "over",
    "within_days", "ended_this_month", "open",
]  # fmt: skip
Sort = Literal["", "newest", "oldest", "due"]
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[str, Query(max_length=120, description="`next` of the page before")]


class Group(Answer):
    """The tasks of one urgency: the client's own first."""

    name: str
    count: int
    lines: list[Line]
    more: bool


class Desk(Answer):
    """The figures of the desk, and the open tasks by urgency."""

    figures: dict[str, int]
    groups: list[Group]


class Choices(Answer):
    """What a list can be chosen by: names with what people call them."""

    stages: dict[str, str]
    states: dict[str, str]
    roles: dict[str, str]
    regions: list[str]


class Deeds(Answer):
    """What was done, newest first; `next` is the `before` of the page after it."""

    deeds: list[Told]
    next: int | None


class VoteLine(Line):
    """A building that is deciding, with its count in brief where the client may see it."""

    vote: Told | None


class Votes(Answer):
    cases: list[VoteLine]
    next: str | None


class ToOpen(Answer):
    """A workflow of which this client may open a case: where, and what is asked."""

    workflow: str
    title: str
    regions: list[str]
    asks: list[Told]


@router.get("", response_model=Desk)
def desk(office: TheOffice, worker: Worker, today: Today) -> Told:
    """工作台: everything open by urgency, one's own first, with the five figures."""
    return workbench(office, worker, on=today)


@router.get("/mine", response_model=Lines)
def mine(
    office: TheOffice,
    worker: Worker,
    today: Today,
    lamp: Lamp = "",
    after: After = "",
    limit: Limit = 50,
) -> Told:
    """待办: what is one's own to do, the nearest last day first."""
    chosen = Chosen(turn=MINE, lamp=lamp, after=place_of(after), limit=limit)
    return page_told(listed(office, worker, chosen, on=today))


@router.get("/done", response_model=Deeds)
def done(
    office: TheOffice,
    worker: Worker,
    before: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Limit = 50,
) -> Told:
    """已办: what was done in the name of whom the token is for."""
    return done_by(office, worker, before=before, limit=limit)


@router.get("/choices", response_model=Choices)
def to_choose_from(office: TheOffice, worker: Worker) -> Told:
    """By which stages, states, roles and districts `GET /cases` can be asked."""
    return choices(office, worker)


@router.get("/votes", response_model=Votes)
def votes(office: TheOffice, worker: Worker, today: Today, after: After = "") -> Told:
    """业主与表决: the buildings whose owners are deciding."""
    return page_told(list_votes(office, worker, on=today, after=place_of(after)))


@router.get("/openings", response_model=list[ToOpen])
def openings(office: TheOffice, client: Client) -> list[Told]:
    """What `POST /cases` can be asked: each workflow with its districts and the first action's questions."""
    return [
        {
            "workflow": each.workflow,
            "title": each.plan.workflow.title,
            "regions": list(each.regions),
            "asks": [asked(field) for field in each.action.asks],
        }
        for each in opening_forms(office, client)
    ]


def chosen_cases(
    stage: Word = "",
    state: Word = "",
    lamp: Lamp = "",
    region: Annotated[str, Query(max_length=6)] = "",
    turn: Annotated[str, Query(max_length=60, description="a role, `mine`, `others`")] = "",
    search: Annotated[
        str, Query(max_length=60, description="number, address, name, or the initials of a name")
    ] = "",
    sort: Sort = "",
    after: After = "",
    limit: Limit = 50,
) -> Chosen:
    usual = "due" if lamp or turn else "newest"
    return Chosen(
        stage, state, lamp, region, turn, search.strip(), sort or usual, place_of(after), limit
    )  # fmt: skip


def place_of(after: str) -> tuple[str, str]:
    """Where the page before ended, as it was told."""
    urgency, _, number = after.partition(",")
    return urgency, number


def page_told(page: Told) -> Told:
    return {"cases": page["lines"], "next": ",".join(page["next"]) if page["next"] else None}
