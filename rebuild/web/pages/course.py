"""办理过程: what happened in a case, newest first, with filters in the address."""

from fastapi import APIRouter, Query, Request, Response

from rebuild.services.course_page import KINDS, Wanted, course_page
from rebuild.web.access import SignedIn
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}", include_in_schema=False)


@router.get("/course")
def course(
    request: Request,
    visitor: SignedIn,
    number: str,
    seat: str = Query("", max_length=60),
    kind: str = Query("all", max_length=20),
    before: int = Query(0, ge=0, le=1_000_000_000),
) -> Response:
    found = open_tab(request, visitor, number, "course")
    wanted = Wanted(
        seat if seat in found.case.runs else "", kind if kind in KINDS else "all", before
    )
    told = course_page(request.app.state.office, found, wanted)
    return tab_page(request, visitor, found, "course", course=told, wanted=wanted)
