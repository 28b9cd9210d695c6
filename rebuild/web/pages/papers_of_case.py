"""证照文书: the papers of a case, and each as the file that was printed once."""

from fastapi import APIRouter, Query, Request, Response

from rebuild.errors import NotFound
from rebuild.services.document_named import document_named
from rebuild.services.look_up import look_up
from rebuild.services.papers_page import papers_page
from rebuild.services.printed_paper import printed_paper
from rebuild.services.rights import Right, Subject, may
from rebuild.web.access import SignedIn
from rebuild.web.files import PDF, as_file
from rebuild.web.show import show
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(include_in_schema=False)
COME_AGAIN = 3  # seconds
NOT_YET = 202


@router.get("/cases/{number}/papers")
def papers(
    request: Request, visitor: SignedIn, number: str, kind: str = Query("", max_length=60)
) -> Response:
    found = open_tab(request, visitor, number, "papers")
    app = request.app.state
    told = papers_page(app.office, found, on=app.now().date(), kind=kind)
    people = may(visitor.person, Right.SEE_PEOPLE, Subject(found.stored.region, number))
    return tab_page(request, visitor, found, "papers", papers=told, people=people)


@router.get("/documents/{document}.pdf")
def paper(request: Request, visitor: SignedIn, document: str) -> Response:
    """The bytes that were printed; what is not printed yet says so, and comes by itself."""
    app = request.app.state
    told = document_named(app.office, document)
    found = look_up(app.office, told["case"])
    subject = Subject(found.stored.region, found.case.number)
    # What is addressed to one household names who lives there.
    needed = (Right.SEE_CASE, Right.SEE_PEOPLE) if told["unit"] else (Right.SEE_CASE,)
    if not all(may(visitor.person, right, subject) for right in needed):
        raise NotFound("没有这份文书")
    if not told["printed"]:
        press = getattr(app, "press", None)
        if press is not None:
            press.wake()
        response = show(
            request, "case/printing.html", status=NOT_YET, paper=told, working=bool(press)
        )
        response.headers["Refresh"] = str(COME_AGAIN)
        return response
    name = f"{told['title']} {told['number']}".strip() + ".pdf"
    return as_file(printed_paper(app.office, document), name, PDF)
