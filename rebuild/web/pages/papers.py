"""证照文书: all papers, newest first; many of them are printed as one file, with a list."""

from contextlib import ExitStack
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from rebuild.errors import InputError
from rebuild.services.papers_list import list_papers, papers_to_print, print_list, print_together
from rebuild.services.print_document import open_press
from rebuild.services.rights import Right, may
from rebuild.web.access import ConfirmedPage, SignedIn, Visitor
from rebuild.web.pages.lists import Word, address
from rebuild.web.show import show

router = APIRouter(prefix="/papers", include_in_schema=False)
Ids = Annotated[list[str], Query(alias="id", max_length=200)]


@router.get("")
def papers(
    request: Request, visitor: SignedIn, search: Word = "", kind: Word = "", before: Word = ""
) -> Response:
    return _list(request, visitor, search.strip(), kind, before)


@router.get("/print")
def queue(request: Request, visitor: SignedIn, ids: Ids = []) -> Response:  # noqa: B006
    try:
        found = papers_to_print(request.app.state.office, visitor.person, tuple(ids))
    except InputError as error:
        return _list(request, visitor, "", "", "", wrong=str(error))
    rows = print_list(found)
    file = "/papers/print.pdf?" + "&".join(f"id={each.id}" for each in found)
    return show(request, "lists/print_list.html", rows=rows, file=file)


@router.get("/print.pdf")
def one_file(request: Request, visitor: ConfirmedPage, ids: Ids = []) -> Response:  # noqa: B006
    app = request.app.state
    found = papers_to_print(app.office, visitor.person, tuple(ids))
    chosen = app.settings
    with ExitStack() as stack:
        press = open_press(workers=1, seconds=chosen.pdf_seconds, memory_mb=chosen.pdf_memory_mb)
        if any(each.pages is None for each in found):  # what is stored needs no press to be bound
            stack.enter_context(press)
        made = print_together(app.office, visitor.person, press, found, now=app.now())
    name = f"papers-{app.now():%Y%m%d-%H%M}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type="application/pdf", headers=headers)


def _list(
    request: Request,
    visitor: Visitor,
    search: str,
    kind: str,
    before: str,
    *,
    wrong: str = "",
) -> Response:
    office = request.app.state.office
    page = list_papers(office, visitor.person, search=search, kind=kind, before=before)
    filters = {"search": search, "kind": kind}
    return show(
        request,
        "lists/papers.html",
        status=400 if wrong else 200,
        papers=page["papers"],
        kinds=page["kinds"],
        search=search,
        kind=kind,
        following=address("/papers", {**filters, "before": page["next"]}) if page["next"] else "",
        first=address("/papers", filters) if before else "",
        may_print=may(visitor.person, Right.PRINT),
        wrong=wrong,
    )
