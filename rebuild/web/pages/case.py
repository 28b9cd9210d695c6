"""办理: the page a case opens with: what can be done now, what can't and why, clocks, papers, what happened last."""

from fastapi import APIRouter, Request, Response

from rebuild.services.case_head import case_head
from rebuild.services.look_up import look_up
from rebuild.web.access import SignedIn
from rebuild.web.show import show

router = APIRouter(include_in_schema=False)


@router.get("/cases/{number}")
def case(request: Request, visitor: SignedIn, number: str) -> Response:
    office, today = request.app.state.office, request.app.state.now().date()
    found = look_up(office, number)
    head = case_head(found, office.calendar, on=today, person=visitor.person)
    return show(request, "case/act.html", head=head, tab="act")
