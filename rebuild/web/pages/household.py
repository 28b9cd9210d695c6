"""住户页: one household's own page, through the link it was given; its papers, its vote, the progress of the house."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from rebuild.services.committee_page import household_page, paper_of_household
from rebuild.services.household_links import open_link
from rebuild.services.look_up import look_up
from rebuild.services.printed_paper import printed_paper
from rebuild.services.rating import services_to_rate
from rebuild.web.rate import limited
from rebuild.web.show import show

router = APIRouter(prefix="/household", include_in_schema=False)
Within = Annotated[None, Depends(limited(burst=30, every=2))]


@router.get("/{token}")
def household(request: Request, token: str, within: Within) -> Response:
    app = request.app.state
    link = open_link(app.office, token, on=app.now().date())
    found = look_up(app.office, link.case)
    told = household_page(app.office, found, link.unit, on=app.now().date())
    to_rate = list(services_to_rate(app.office, found))
    return show(request, "public/household.html", h=told, to_rate=to_rate)


@router.get("/{token}/papers/{document}.pdf")
def paper(request: Request, token: str, document: str, within: Within) -> Response:
    """A paper of this very household; nobody else's, whatever number is asked for."""
    app = request.app.state
    link = open_link(app.office, token, on=app.now().date())
    own = paper_of_household(look_up(app.office, link.case), link.unit, document)
    content = printed_paper(app.office, own)
    headers = {"Content-Disposition": f'attachment; filename="{document}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
