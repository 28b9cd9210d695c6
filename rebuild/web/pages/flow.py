"""流程图: the definition with where the case stands, drawn or as text; also to be kept as a file."""

from fastapi import APIRouter, Request, Response

from rebuild.services.acting_page import acting
from rebuild.services.flow_links import flow_links
from rebuild.services.flow_page import flow_page, flow_text
from rebuild.web.access import SignedIn
from rebuild.web.files import as_file
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}", include_in_schema=False)


@router.get("/flow")
def flow(request: Request, visitor: SignedIn, number: str, text: str = "") -> Response:
    found = open_tab(request, visitor, number, "flow")
    app = request.app.state
    on = app.now().date()
    calendar = app.office.calendar
    links = flow_links(app.office, acting(found, calendar, visitor.person, on=on))
    told = flow_text(found, calendar, on=on, links=links) if text else None
    page = flow_page(found, calendar, on=on, links=links)
    return tab_page(request, visitor, found, "flow", flow=page, as_text=told)


@router.get("/flow.svg")
def picture(request: Request, visitor: SignedIn, number: str) -> Response:
    found = open_tab(request, visitor, number, "flow")
    app = request.app.state
    page = flow_page(found, app.office.calendar, on=app.now().date())
    return as_file(page["svg"].encode(), f"流程图-{number}.svg", "image/svg+xml")
