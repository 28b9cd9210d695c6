"""业主名册: the roll, masked until somebody says why they look; its import from a workbook, tried before it is entered."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rebuild.errors import InputError, NotFound
from rebuild.services.import_file import import_kept
from rebuild.services.import_roster import ENTERS, Import, import_roster
from rebuild.services.look_up import Found
from rebuild.services.owners_page import what_can_be_done
from rebuild.services.reveal import Look, reveal
from rebuild.services.rights import Right, Subject, may
from rebuild.services.roll_page import roll_page
from rebuild.services.roster_columns import ACTION as ENTER_ROLL
from rebuild.services.roster_template import roster_template
from rebuild.services.uploads import Upload, fetch_upload, handed_in
from rebuild.web.access import Checked, Confirmed, Form, SignedIn, Visitor
from rebuild.web.files import EXCEL, as_file
from rebuild.web.pages.materials import take_files
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}/owners", include_in_schema=False)
UNREADABLE = 422


@router.get("/roll")
def roll(request: Request, visitor: SignedIn, number: str) -> Response:
    return _page(request, visitor, open_tab(request, visitor, number, "owners"))


@router.post("/roll/reveal")
def show_names(request: Request, visitor: Confirmed, number: str, form: Form) -> Response:
    """In full, on this one answer; the look is in the ledger before anything is shown."""
    found = open_tab(request, visitor, number, "owners")
    app = request.app.state
    look = Look(number, str(form.get("reason", "")), app.now(), unit=str(form.get("unit", "")))
    try:
        told = reveal(app.office, look, visitor.person)
    except InputError as error:
        return _page(request, visitor, found, wrong=f"{error}", status=UNREADABLE)
    return _page(request, visitor, found, shown=told)


@router.get("/roll/template.xlsx")
def template(request: Request, visitor: SignedIn, number: str) -> Response:
    found = open_tab(request, visitor, number, "owners")
    return as_file(roster_template(found.plan.workflow), f"业主名册-{number}.xlsx", EXCEL)


@router.post("/roll/import")
def try_file(request: Request, visitor: Checked, number: str, form: Form) -> Response:
    """The file is kept and tried: every row that is wrong is told of, and nothing is entered."""
    found = _importable(request, visitor, number)
    kept, wrong = take_files(request, visitor, number, form, sheets=True)
    if wrong or not kept:
        words = "；".join(wrong) or "还没有选择文件"
        return _page(request, visitor, found, wrong=words, status=UNREADABLE)
    try:
        told = _import(request, visitor, kept[0], dry_run=True)
    except InputError as error:
        return _page(request, visitor, found, wrong=f"{error}", status=UNREADABLE)
    return _page(request, visitor, found, tried=told | {"upload": kept[0].id, "name": kept[0].name})


@router.post("/roll/enter")
def enter_file(request: Request, visitor: Checked, number: str, form: Form) -> Response:
    """The file that was tried, entered whole or not at all."""
    found = _importable(request, visitor, number)
    office = request.app.state.office
    kept, _ = fetch_upload(office, number, str(form.get("upload", "")))
    try:
        told = _import(request, visitor, kept, dry_run=False)
    except InputError as error:
        return _page(request, visitor, found, wrong=f"{error}", status=UNREADABLE)
    if not told["ok"]:
        return _page(
            request, visitor, found, tried=told | {"upload": kept.id, "name": kept.name},
            status=UNREADABLE,
        )  # fmt: skip
    handed_in(office, kept, ENTERS)
    return RedirectResponse(f"/cases/{number}/owners/roll?done={told['households']}", 303)


def _importable(request: Request, visitor: Visitor, number: str) -> Found:
    found = open_tab(request, visitor, number, "owners")
    if not what_can_be_done(found, visitor.person).get(ENTER_ROLL):
        raise NotFound("没有这一页")
    return found


def _import(request: Request, visitor: Visitor, kept: Upload, *, dry_run: bool) -> dict[str, Any]:
    app, person = request.app.state, visitor.person
    now = app.now()

    def importing(file: Path, dry_run: bool) -> dict[str, Any]:
        asked = Import(kept.case, file, person.actor, now.date(), now, dry_run, person)
        return import_roster(app.office, asked)

    return import_kept(app.office, kept, importing, dry_run=dry_run)


def _page(
    request: Request,
    visitor: Visitor,
    found: Found,
    *,
    shown: list[Any] | None = None,
    tried: dict[str, Any] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    subject = Subject(found.stored.region, found.case.number)
    return tab_page(
        request,
        visitor,
        found,
        "owners",
        template="roll",
        status=status,
        roll=roll_page(found.case, shown or ()),
        sees=may(visitor.person, Right.SEE_PEOPLE, subject),
        imports=what_can_be_done(found, visitor.person).get(ENTER_ROLL, False),
        voting=bool(found.case.run("consensus")),
        tried=tried,
        wrong=wrong,
        most=request.app.state.settings.upload_mb,
    )
