"""Papers over all cases, and the print queue: a list, and one file of many."""

from contextlib import ExitStack
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from rebuild.services.papers_list import list_papers, papers_to_print, print_list, print_together
from rebuild.services.rights import Person, Right
from rebuild.web.api.answers import Answer, Told
from rebuild.web.api.client import Now, TheOffice, Word, with_right
from rebuild.web.api.tabs import A_FILE
from rebuild.web.files import PDF, as_file, one_press

router = APIRouter(prefix="/papers", tags=["documents"])
Reader = Annotated[Person, Depends(with_right(Right.SEE_CASE))]
Printer = Annotated[Person, Depends(with_right(Right.PRINT))]
Ids = Annotated[list[str], Query(alias="id", min_length=1, max_length=100)]


class Paper(Answer):
    """One paper of any case."""

    id: str
    number: str
    title: str
    case: str
    unit: str
    date: str
    in_force: bool
    pages: int | None


class Papers(Answer):
    """A page, newest first; `next` is the `before` of the page after it."""

    papers: list[Paper]
    next: str
    kinds: dict[str, str]


@router.get("", response_model=Papers)
def papers(
    office: TheOffice, reader: Reader, search: Word = "", kind: Word = "", before: Word = ""
) -> Told:
    """证照文书: every paper the client may see."""
    return list_papers(office, reader, search=search.strip(), kind=kind, before=before)


@router.get("/print", response_model=list[Paper])
def queue(office: TheOffice, printer: Printer, ids: Ids) -> list[Told]:
    """The list that goes with the file: what stands from which page."""
    return print_list(papers_to_print(office, printer, tuple(ids)))


@router.get("/print/file", response_class=Response, responses={200: A_FILE})
def one_file(request: Request, office: TheOffice, printer: Printer, now: Now, ids: Ids) -> Response:
    """All of them as one PDF; that they left the house together is entered in the office's log."""
    found = papers_to_print(office, printer, tuple(ids))
    with ExitStack() as stack:
        press = one_press(request)
        if any(each.pages is None for each in found):  # what is stored needs no press to be bound
            stack.enter_context(press)
        made = print_together(office, printer, press, found, now=now)
    return as_file(made, f"papers-{now:%Y%m%d-%H%M}.pdf", PDF)
