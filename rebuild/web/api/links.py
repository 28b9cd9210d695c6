"""The people of a building: how far each is, what is missing and from whom; links and codes for its households."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from rebuild.services.committee_page import buildings_of, committee_page
from rebuild.services.household_links import links_told, make_links, revoke_links
from rebuild.services.print_poster import print_poster
from rebuild.services.public_codes import status_code
from rebuild.services.rights import Person, Right
from rebuild.web.api.answers import Answer, Count, Told
from rebuild.web.api.client import (
    Client,
    Key,
    Now,
    Number,
    TheOffice,
    Today,
    case_for,
    with_right,
)
from rebuild.web.api.tabs import A_FILE
from rebuild.web.files import PDF, as_file, one_press

router = APIRouter(tags=["links"])
Neighbour = Annotated[Person, Depends(with_right(Right.SEE_HOUSEHOLDS))]


class Status(Answer):
    """How far, what is awaited, whose turn, the last day; nobody's name."""

    number: str
    name: str
    on: str
    over: bool
    state: str
    step: int
    stages: list[Told]
    turn: Told | None
    clock: Told | None
    contacts: list[Told]


class Buildings(Answer):
    buildings: list[Status]
    after: str


class Building(Status):
    """As its committee sees it, names masked; `status_code` opens the public progress of the case."""

    missing: Told | None
    vote: Told | None
    dates: list[Told]
    permits: list[Told]
    status_code: str


class Link(Answer):
    """A household that has a link; the link itself nobody can be told."""

    unit: str
    made_by: str
    made_at: str


class Made(Answer):
    """A new link, told this once; empty where the same key had made it before."""

    unit: str
    address: str


@router.get("/buildings", response_model=Buildings)
def buildings(
    office: TheOffice,
    neighbour: Neighbour,
    today: Today,
    after: Annotated[str, Query(max_length=60)] = "",
) -> Told:
    """我们的楼: a page of the buildings the client may see."""
    return buildings_of(office, neighbour, on=today, after=after)


@router.get("/cases/{number}/building", response_model=Building)
def building(office: TheOffice, client: Client, today: Today, number: Number) -> Told:
    """Stage, what is missing and from whom, the tally with households not yet reached, the days to come."""
    found = case_for(office, client, number, Right.SEE_HOUSEHOLDS)
    told = committee_page(office, found, on=today)
    return {**told, "status_code": status_code(office, number)}


@router.get("/cases/{number}/poster", response_class=Response, responses={200: A_FILE})
def poster(
    request: Request, office: TheOffice, client: Client, now: Now, number: Number
) -> Response:
    """The progress on one large sheet for the stairs."""
    case_for(office, client, number, Right.SEE_HOUSEHOLDS)
    with one_press(request) as press:
        printed = print_poster(office, number, press, on=now.date(), now=now)
    return as_file(printed.bytes, f"{number}-poster.pdf", PDF)


@router.get("/cases/{number}/links", response_model=list[Link])
def links(office: TheOffice, client: Client, today: Today, number: Number) -> list[Told]:
    """Which households have a link that opens today."""
    case_for(office, client, number, Right.MAKE_LINKS)
    return links_told(office, number, on=today)


@router.post("/cases/{number}/links", status_code=201, response_model=list[Made])
def making(
    request: Request, office: TheOffice, client: Client, now: Now, number: Number, key: Key
) -> list[Told]:
    """A new link for every household; those made before open nothing from now on."""
    case_for(office, client, number, Right.MAKE_LINKS)
    app = request.app.state
    made = make_links(office, number, by=client.id, now=now, chance=app.chance, key=key)
    site = app.settings.site_url.rstrip("/")
    return [
        {
            "unit": each["unit"],
            "address": f"{site}/household/{each['token']}" if each["token"] else "",
        }
        for each in made
    ]


@router.delete("/cases/{number}/links", response_model=Count)
def ending(office: TheOffice, client: Client, now: Now, number: Number, key: Key) -> Told:
    """Let no link of the case open anything any more."""
    case_for(office, client, number, Right.MAKE_LINKS)
    return {"count": revoke_links(office, number, by=client.id, now=now, key=key)}
