"""导出 Excel: asked for with the password, written beside the pages, watched, fetched by whoever asked."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from rebuild.errors import NotFound
from rebuild.services.export_cases import MOST, export_cases
from rebuild.services.rights import Right
from rebuild.services.work_lists import choices
from rebuild.web.access import Confirmed, ConfirmedPage, Form, SignedIn, Visitor, with_right
from rebuild.web.exports import Export, Exports, Tell
from rebuild.web.pages.lists import Asked, chosen_cases, filters_of
from rebuild.web.show import show

router = APIRouter(prefix="/export", include_in_schema=False)
May = Annotated[Visitor, Depends(with_right(Right.EXPORT))]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ID_BYTES = 16


@router.get("")
def ask(request: Request, visitor: May, chosen: Asked) -> Response:
    known = choices(request.app.state.office, visitor.person)
    return show(request, "lists/export.html", filters=filters_of(chosen), most=MOST, **known)


@router.post("", dependencies=[Depends(with_right(Right.EXPORT))])
def begin(request: Request, visitor: Confirmed, form: Form) -> Response:
    app = request.app.state
    names = ("stage", "state", "lamp", "region", "turn", "search", "sort")
    chosen = chosen_cases(**{name: str(form.get(name, ""))[:60] for name in names}, after="")
    now = app.now()

    def work(path: Path, tell: Tell) -> int:
        return export_cases(app.office, visitor.person, chosen, path, now=now, tell=tell)

    export = exports(request).begin(app.chance(ID_BYTES).hex(), visitor.person.id, work, now=now)
    return RedirectResponse(f"/export/{export.id}", 303)


@router.get("/{name}")
def watch(request: Request, visitor: SignedIn, name: str) -> Response:
    export = _of(request, visitor, name)
    response = show(request, "lists/exporting.html", export=export)
    if not export.finished:
        response.headers["Refresh"] = "1"  # a browser without scripts watches too
    return response


@router.get("/{name}/cases.xlsx")
def fetch(request: Request, visitor: ConfirmedPage, name: str) -> Response:
    export = _of(request, visitor, name)
    file = exports(request).file(export)
    if not export.finished or export.wrong or not file.is_file():
        raise NotFound("没有这份导出")
    asked_at = datetime.fromisoformat(export.asked_at)
    return FileResponse(file, media_type=SHEET, filename=f"cases-{asked_at:%Y%m%d-%H%M}.xlsx")


def exports(request: Request) -> Exports:
    """Those of this office, in its data folder."""
    return Exports(request.app.state.office.data / "exports")


def _of(request: Request, visitor: Visitor, name: str) -> Export:
    found = exports(request).find(name, visitor.person.id)
    if found is None:
        raise NotFound("没有这份导出")
    return found
