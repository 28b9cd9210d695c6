"""The office itself, read only: calendar, definitions, health, ledger, log, people, tokens; changed by a person at a screen."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from rebuild.services.calendar_told import LARGEST, calendar_told, preview_year
from rebuild.services.check_ledger import check_ledger
from rebuild.services.definitions_told import changes_between, definitions_told, folders_told
from rebuild.services.examine import examine
from rebuild.services.law_page import newest_of
from rebuild.services.log_told import log_told
from rebuild.services.people_told import people_told
from rebuild.services.rights import Person, Right
from rebuild.services.tokens import tokens_told
from rebuild.web.api.answers import Answer, Progress, Told
from rebuild.web.api.client import Now, TheOffice, Today, with_right
from rebuild.web.api.problems import problem
from rebuild.web.api.sent import Sent

router = APIRouter(prefix="/office", tags=["office"])
Inspector = Annotated[Person, Depends(with_right(Right.INSPECT))]
STILL = 202
WAIT = 20  # seconds that a check is waited for
Version = Annotated[int, Query(ge=1, le=10_000)]


class Year(Sent):
    """A year's file as it would be put in the calendar's folder."""

    year: int = Field(ge=2000, le=2100)
    text: str = Field(max_length=LARGEST)


class Moved(Answer):
    """Every open time limit that would move, or what is wrong with the file."""

    faults: list[str]
    moved: list[Told]
    version: str


class Definitions(Answer):
    """What is published, newest first, and whether each folder of this release still checks."""

    published: list[Told]
    folders: list[Told]


class Change(Answer):
    """One place in which two published versions differ."""

    where: str
    before: str
    after: str


class Looked(Answer):
    """One thing that was looked at, and what to do where it is not well."""

    name: str
    well: bool
    found: str
    cure: str


class Health(Answer):
    well: bool
    checks: list[Looked]


class Verified(Answer):
    """Whether the whole ledger is as it was written; `head` is its last hash, to be kept elsewhere."""

    ok: bool
    entries: int
    events: int
    head: str
    problems: list[str]


class Log(Answer):
    """What happened in the office and in no case, newest first; `older` is the next page, 0 on the last."""

    rows: list[Told]
    older: int
    newer: int


@router.get("/organs")
def organs(office: TheOffice, inspector: Inspector) -> dict[str, Told]:
    """机关与印章 of the newest workflow."""
    workflow = newest_of(office).workflow
    return {name: each.model_dump(mode="json") for name, each in workflow.organs.items()}


@router.get("/calendar")
def calendar(office: TheOffice, inspector: Inspector) -> Told:
    """工作日历: every year with its notice, its holidays and its make-up days."""
    return calendar_told(office.calendar)


@router.post("/calendar/preview", response_model=Moved)
def preview(office: TheOffice, inspector: Inspector, asked: Year) -> Told:
    """What a year's file would move; nothing is written: it takes effect by being put in the folder."""
    return preview_year(office, asked.year, asked.text)


@router.get("/definitions", response_model=Definitions)
def definitions(office: TheOffice, inspector: Inspector) -> Told:
    """流程版本."""
    return {"published": definitions_told(office), "folders": folders_told()}


@router.get("/definitions/{workflow}/changes", response_model=list[Change])
def changes(
    office: TheOffice,
    inspector: Inspector,
    workflow: Annotated[str, Path(max_length=60)],
    before: Version,
    after: Version,
) -> list[dict[str, str]]:
    """What one published version changed in another."""
    return changes_between(office.database, workflow, before=before, after=after)


@router.get("/health", response_model=Health)
def health(request: Request, inspector: Inspector, today: Today) -> Told:
    """体检: libraries, fonts, database, disk, clocks overdue."""
    settings = request.app.state.settings
    found = examine(data=settings.data, database=settings.database, on=today)
    return {"well": all(each.well for each in found), "checks": [asdict(each) for each in found]}


@router.get("/ledger", response_model=Verified, responses={STILL: {"model": Progress}})
def ledger(request: Request, office: TheOffice, inspector: Inspector, deep: bool = False) -> Any:
    """核对台账, deep: every case folded again. 202 while it lasts: ask again, it goes on beside."""
    app = request.app.state
    turns: dict[bool, int] = app.ledger_turns if hasattr(app, "ledger_turns") else {}
    app.ledger_turns = turns
    turn = turns.get(deep, 0)
    work = app.background.begin(
        f"api ledger {deep} {turn}", 0, lambda _: check_ledger(office, deep=deep)
    )
    work.finished.wait(timeout=WAIT)
    if not work.over:
        return JSONResponse({"finished": False, "percent": work.percent}, STILL)
    turns[deep] = turn + 1  # whoever asks after the answer has everything looked at anew
    return problem(500) if work.failed else work.result


@router.get("/log", response_model=Log)
def log(
    office: TheOffice, inspector: Inspector, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Told:
    """机关日志."""
    return log_told(office, page=page)


@router.get("/people")
def people(office: TheOffice, inspector: Inspector, now: Now) -> list[Told]:
    """Everybody of the office, their roles and reach, and whether they can sign in."""
    return [each.as_json() for each in people_told(office, now=now)]


@router.get("/tokens")
def tokens(office: TheOffice, inspector: Inspector) -> list[Told]:
    """Every token there ever was, without its secret: whose, for what, until when, when last used."""
    return tokens_told(office)
