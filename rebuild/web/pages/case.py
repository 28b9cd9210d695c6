"""办理: the page a case opens with: what can be done now, what can't and why, clocks, papers, what happened last."""

from fastapi import APIRouter, Request, Response

from rebuild.cases.facts import Json
from rebuild.services.recent_course import recent_course
from rebuild.web.access import may_see, signed_in
from rebuild.web.acting import Desk, desk_of, first_sheet, page

router = APIRouter(include_in_schema=False)
DRAFT = "draft"  # what `done` says where nothing was done but a draft kept


@router.get("/cases/{number}")
def case(request: Request, number: str, done: str = "") -> Response:
    visitor = signed_in(request)  # asked here: a dependency would wait for a thread of its own
    desk = desk_of(request, visitor, may_see(request, visitor, number))
    told = _just_done(desk) if done and done != DRAFT else None
    return page(desk, first_sheet(desk), told=told, put_aside=done == DRAFT)


def _just_done(desk: Desk) -> Json:
    """The last entry, where it is the visitor's own: what they are told of after they acted."""
    last = next(iter(recent_course(desk.request.app.state.office, desk.found, few=1)), None)
    return last if last and last["by"] == desk.visitor.person.id else None
