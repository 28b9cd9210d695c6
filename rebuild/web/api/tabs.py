"""The pages of one case, as data: the house, what happened, what was handed in, the drawing, one limit, the ledger."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from rebuild.services.case_head import TABS, case_head
from rebuild.services.clock_page import clock_of, clock_page
from rebuild.services.course_page import Wanted, course_page
from rebuild.services.explain_clock import explain_clock
from rebuild.services.facts_page import facts_page
from rebuild.services.flow_page import flow_page, flow_text
from rebuild.services.ledger_page import check_case, ledger_page
from rebuild.services.look_up import Found
from rebuild.services.materials_page import materials_page
from rebuild.services.office import Office
from rebuild.services.papers_page import papers_page
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.web.api.answers import Answer, Told
from rebuild.web.api.client import Client, Name, Now, Number, TheOffice, Today, Word, case_for
from rebuild.web.files import PDF, as_file, one_press

router = APIRouter(prefix="/cases/{number}", tags=["cases"])
Before = Annotated[int, Query(ge=0, le=1_000_000_000, description="`next` of the page before")]
Day = Annotated[str, Query(max_length=20, description="a day of a stop that is only tried")]
A_FILE = {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}


class Course(Answer):
    """What happened, newest first, by the stage the case was in."""

    groups: list[Told]
    count: int
    fitting: int
    next: int | None


class Flow(Answer):
    """The definition the case is bound to, as a picture and as text, with where the case stands."""

    svg: str
    workflow: str
    version: int
    digest: str
    text: list[Told]


class Entries(Answer):
    """Entries as they are stored, names masked, newest first."""

    entries: list[Told]
    count: int
    next: int | None


class Checked(Answer):
    """Whether every entry is as it was written."""

    ok: bool
    problems: list[str]
    entries: int
    head: str


class Papers(Answer):
    """The papers, newest first; those to every household as one line unless their kind is asked for."""

    rows: list[Told]
    count: int
    waiting: int


def opened(office: Office, client: Person, number: str, tab: str) -> Found:
    """The case, for whom this page of it may be opened."""
    return case_for(office, client, number, TABS[tab])


@router.get("/head")
def head(office: TheOffice, client: Client, today: Today, number: Number) -> Told:
    """What stands above every page of a case: stages, the running limit, whose turn, permits."""
    found = opened(office, client, number, "act")
    return case_head(found, office.calendar, on=today, person=client)


@router.get("/facts")
def facts(office: TheOffice, client: Client, today: Today, number: Number) -> Told:
    """基本信息: the house, its measured pictures, variances, permits, contract and money."""
    found = opened(office, client, number, "facts")
    households = may(client, Right.SEE_HOUSEHOLDS, Subject(found.stored.region, number))
    return facts_page(found, office.calendar, on=today, households=households)


@router.get("/course", response_model=Course)
def course(
    office: TheOffice,
    client: Client,
    number: Number,
    seat: Annotated[str, Query(max_length=60)] = "",
    kind: Literal["all", "acts", "papers", "refused", "clock"] = "all",
    before: Before = 0,
) -> Told:
    """办理过程: a page of what happened, refusals with every reason."""
    found = opened(office, client, number, "course")
    return course_page(office, found, Wanted(seat, kind, before))


@router.get("/materials")
def materials(office: TheOffice, client: Client, number: Number) -> list[Told]:
    """申请材料: every time papers were handed in or asked for."""
    return materials_page(opened(office, client, number, "materials"))


@router.get("/flow", response_model=Flow)
def flow(office: TheOffice, client: Client, today: Today, number: Number) -> Told:
    """流程图."""
    found = opened(office, client, number, "flow")
    told = flow_page(found, office.calendar, on=today)
    return {**told, "text": flow_text(found, office.calendar, on=today, links={})}


@router.get("/papers", response_model=Papers)
def papers(
    office: TheOffice, client: Client, today: Today, number: Number, kind: Word = ""
) -> Told:
    """证照文书: number, standing, to whom it was served, the file it became."""
    found = opened(office, client, number, "papers")
    return papers_page(office, found, on=today, kind=kind)


@router.get("/clocks/{seat}/{clock}")
def clock(
    office: TheOffice,
    client: Client,
    today: Today,
    number: Number,
    seat: Name,
    clock: Name,
    run: Annotated[int, Query(ge=0, le=10_000)] = 0,
    first: Day = "",
    last: Day = "",
) -> Told:
    """时限: how one last day was counted, day by day; with `first` and `last`, what a stop would make of it."""
    found = opened(office, client, number, "clocks")
    one = clock_of(found, office.calendar, seat, clock, on=today, run=run)
    return clock_page(one, first=first, last=last)


@router.get("/clocks/{seat}/{clock}/sheet", response_class=Response, responses={200: A_FILE})
def sheet(
    request: Request,
    office: TheOffice,
    client: Client,
    now: Now,
    number: Number,
    seat: Name,
    clock: Annotated[str, Path(max_length=60)],
) -> Response:
    """The same on a sheet of paper, without number or seal."""
    found = opened(office, client, number, "clocks")
    clock_of(found, office.calendar, seat, clock, on=now.date())
    with one_press(request) as press:
        printed = explain_clock(office, number, f"{seat}.{clock}", press, now=now)
    return as_file(printed.bytes, f"{number}-{seat}-{clock}.pdf", PDF)


@router.get("/ledger", response_model=Entries)
def ledger(office: TheOffice, client: Client, number: Number, before: Before = 0) -> Told:
    """台账: the entries of the case with their hashes."""
    return ledger_page(office, opened(office, client, number, "ledger"), before=before)


@router.get("/ledger/check", response_model=Checked)
def check(office: TheOffice, client: Client, number: Number) -> Told:
    """Every entry of the case is reckoned again; nothing is written."""
    return check_case(office, opened(office, client, number, "ledger"))
