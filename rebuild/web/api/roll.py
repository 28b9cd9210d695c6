"""Rolls and electronic votes: who owns what, names masked; tables tried, or entered whole or not at all."""

from pathlib import Path as File
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from rebuild.cases.facts import Json
from rebuild.errors import NotFound
from rebuild.services import import_roster as roster
from rebuild.services import import_votes as evotes
from rebuild.services.import_file import Importing, enter_table, try_table
from rebuild.services.receiving import Handed
from rebuild.services.rights import Right
from rebuild.services.roll_page import roll_page
from rebuild.services.roster_template import roster_template
from rebuild.web.api.answers import Answer, Imported, Told
from rebuild.web.api.client import Client, DryRun, Key, Now, Number, TheOffice, case_for
from rebuild.web.api.problems import problem
from rebuild.web.files import EXCEL, as_file, bounds, chunks_of

router = APIRouter(prefix="/cases/{number}", tags=["owners"])
WRONG = "表格没有导入：findings 逐行列出原因"
A_BOOK = {"content": {EXCEL: {"schema": {"type": "string", "format": "binary"}}}}


class Roll(Answer):
    """The roll as it now reads."""

    as_of: str
    households: int
    owners: int
    area: str
    rows: list[Told]


@router.get("/roll", response_model=Roll)
def roll(office: TheOffice, client: Client, number: Number) -> Told:
    """业主名册; names masked: in full they are shown to a person who says why, and never to a program."""
    told = roll_page(case_for(office, client, number, Right.SEE_HOUSEHOLDS).case)
    if told is None:
        raise NotFound(f"案件 {number} 还没有登记业主名册")
    return told


@router.get("/roll/template", response_class=Response, responses={200: A_BOOK})
def template(office: TheOffice, client: Client, number: Number) -> Response:
    """The empty workbook that `POST …/roll` takes when it is filled in."""
    found = case_for(office, client, number, Right.SEE_HOUSEHOLDS)
    return as_file(roster_template(found.plan.workflow), f"业主名册-{number}.xlsx", EXCEL)


@router.post("/roll", response_model=Imported)
def entering(
    request: Request,
    office: TheOffice,
    client: Client,
    now: Now,
    number: Number,
    key: Key,
    file: UploadFile,
    dry_run: DryRun = False,
) -> Any:
    """Import a roll from XLSX or CSV: every wrong cell at once, or all of it entered and the file kept."""
    case_for(office, client, number, Right.ACT)

    def importing(path: File, trying: bool) -> Told:
        asked = roster.Import(
            number, path, client.actor, now.date(), now, trying, client, "" if trying else key
        )
        return roster.import_roster(office, asked)

    handed = Handed(number, file.filename or "", client, now, sheets=True)
    return _import(request, handed, file, importing, roster.ENTERS, dry_run=dry_run)


@router.post("/votes", response_model=Imported)
def voting(
    request: Request,
    office: TheOffice,
    client: Client,
    now: Now,
    number: Number,
    key: Key,
    file: UploadFile,
    source: Annotated[str, Form(max_length=100, description="文书号 of the result sheet")],
    dry_run: DryRun = False,
) -> Any:
    """Import the result sheet of the platform for electronic votes into the round that is open."""
    case_for(office, client, number, Right.ACT)

    def importing(path: File, trying: bool) -> Told:
        asked = evotes.Import(
            number, path, source, client.actor, now.date(), now, trying, client,
            "" if trying else key,
        )  # fmt: skip
        return evotes.import_votes(office, asked)

    handed = Handed(number, file.filename or "", client, now, sheets=True)
    return _import(request, handed, file, importing, evotes.ENTERS, dry_run=dry_run)


def _import(
    request: Request,
    handed: Handed,
    file: UploadFile,
    importing: Importing,
    action: str,
    *,
    dry_run: bool,
) -> Told | JSONResponse:
    app = request.app.state
    limits, chunks = bounds(app.settings), chunks_of(file.file)
    if dry_run:
        return try_table(app.office, handed, chunks, limits, importing)
    told = enter_table(app.office, handed, chunks, limits, app.chance, importing, action=action)
    return told if told["ok"] else problem(422, WRONG, [*_wrong(told), *told["findings"]])


def _wrong(told: Told) -> list[dict[str, Json]]:
    """Every wrong cell, said as the reasons of the rules are."""
    return [{"code": "table.cell", **each} for each in told["problems"]]
