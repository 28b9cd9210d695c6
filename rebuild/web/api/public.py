"""What anyone may know: progress by code, a household by its link, and what those served thought of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import Field

from rebuild.services.committee_page import household_page, paper_of_household
from rebuild.services.household_links import open_link
from rebuild.services.look_up import look_up
from rebuild.services.printed_paper import printed_paper
from rebuild.services.rating import (
    LONGEST,
    STARS,
    TAGS,
    Said,
    rate,
    service_named,
    services_to_rate,
)
from rebuild.services.status_told import status_by_code
from rebuild.web.api.answers import Answer, Told
from rebuild.web.api.client import Client, Now, TheOffice, Today
from rebuild.web.api.links import Status
from rebuild.web.api.sent import Sent
from rebuild.web.api.tabs import A_FILE
from rebuild.web.files import PDF, as_file
from rebuild.web.rate import limited

router = APIRouter(tags=["public"])
Within = Annotated[None, Depends(limited(burst=30, every=2))]
Code = Annotated[str, Path(max_length=80)]
Link = Annotated[str, Path(max_length=80)]
Run = Annotated[int, Path(ge=1, le=10_000)]


class Progress(Status):
    """With the finished services that may be rated, each with its address."""

    to_rate: list[Told]


class Household(Progress):
    """One household's own page: its unit, its vote and its papers, and of the others no more than anyone may know."""

    unit: str
    mine: Told


class Rateable(Answer):
    """A finished service, and by which words it may be rated."""

    title: str
    building: str
    grades: dict[int, str]
    tags: dict[str, str]


class Rating(Sent):
    """Five grades, a few words, no name; said again by the same door it takes the place of the first."""

    stars: int = Field(ge=1, le=5)
    tags: list[str] = Field(default_factory=list, max_length=20)
    words: str = Field("", max_length=LONGEST)


@router.get("/status/{number}/{code}", response_model=Progress)
def status(
    office: TheOffice, client: Client, today: Today, within: Within, number: Code, code: Code
) -> Told:
    """办件进度; a wrong number and a wrong code get one and the same answer."""
    told = status_by_code(office, number=number, code=code, on=today)
    found = look_up(office, told["number"])
    return {**told, "to_rate": list(services_to_rate(office, found))}


@router.get("/households/{link}", response_model=Household)
def household(office: TheOffice, client: Client, today: Today, within: Within, link: Link) -> Told:
    """住户页, through the link that the household was given."""
    opened = open_link(office, link, on=today)
    found = look_up(office, opened.case)
    told = household_page(office, found, opened.unit, on=today)
    return {**told, "to_rate": list(services_to_rate(office, found))}


@router.get(
    "/households/{link}/papers/{document}", response_class=Response, responses={200: A_FILE}
)
def paper(
    office: TheOffice,
    client: Client,
    today: Today,
    within: Within,
    link: Link,
    document: Annotated[str, Path(max_length=60)],
) -> Response:
    """A paper of this very household; nobody else's, whatever number is asked for."""
    opened = open_link(office, link, on=today)
    own = paper_of_household(look_up(office, opened.case), opened.unit, document)
    return as_file(printed_paper(office, own), f"{own}.pdf", PDF)


@router.get("/ratings/{number}/{seat}/{run}/{code}", response_model=Rateable)
def rateable(
    office: TheOffice,
    client: Client,
    within: Within,
    number: Code,
    seat: Code,
    run: Run,
    code: Code,
) -> Told:
    """The service behind an address of `to_rate`."""
    told = service_named(office, number=number, seat=seat, run=run, code=code)
    return {**told, "grades": STARS, "tags": TAGS}


@router.put("/ratings/{number}/{seat}/{run}/{code}", status_code=204, response_class=Response)
def rating(
    office: TheOffice,
    client: Client,
    now: Now,
    within: Within,
    number: Code,
    seat: Code,
    run: Run,
    code: Code,
    said: Rating,
) -> Response:
    """好差评. Put again it takes the place of what was said before, so that it needs no key."""
    rate(office, Said(number, seat, run, code, said.stars, tuple(said.tags), said.words), now=now)
    return Response(status_code=204)
