"""基本信息: the house, its measured pictures side by side, variances, permits, contract and money."""

from fastapi import APIRouter, Request, Response

from rebuild.services.facts_page import facts_page
from rebuild.services.rights import Right, Subject, may
from rebuild.web.access import SignedIn
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}", include_in_schema=False)


@router.get("/facts")
def facts(request: Request, visitor: SignedIn, number: str) -> Response:
    found = open_tab(request, visitor, number, "facts")
    app = request.app.state
    households = may(visitor.person, Right.SEE_HOUSEHOLDS, Subject(found.stored.region, number))
    told = facts_page(found, app.office.calendar, on=app.now().date(), households=households)
    return tab_page(request, visitor, found, "facts", facts=told)
