"""法规: the rule book, the figures and the sources of the law, for anyone who works here."""

from datetime import date

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from rebuild.services.law_page import diagram_of, figures_page, law_page, roads_of, sources_page
from rebuild.web.access import SignedIn
from rebuild.web.show import show

router = APIRouter(prefix="/law", include_in_schema=False)


@router.get("")
def rules(request: Request, visitor: SignedIn, search: str = Query("", max_length=60)) -> Response:
    book = law_page(request.app.state.office, search=search.strip())
    return show(request, "law/rules.html", book=book, search=search.strip())


@router.get("/figures")
def figures(request: Request, visitor: SignedIn, on: date | None = None) -> Response:
    day = on or request.app.state.now().date()
    rows = figures_page(request.app.state.office, on=day)
    return show(request, "law/figures.html", figures=rows, on=day)


@router.get("/sources")
def sources(request: Request, visitor: SignedIn) -> Response:
    return show(request, "law/sources.html", sources=sources_page(request.app.state.office))


@router.get("/flow/{seat}")
def flow(request: Request, visitor: SignedIn, seat: str) -> Response:
    office = request.app.state.office
    drawn = diagram_of(office, seat)
    # Drawn by ourselves from a checked definition, whose words the drawing escapes.
    picture = Markup(drawn["svg"])  # noqa: S704
    return show(
        request, "law/flow.html", title=drawn["title"], svg=picture, roads=roads_of(office, seat)
    )
