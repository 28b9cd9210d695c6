"""我们的楼: a committee's buildings, how far each is, what is missing and from whom; links for the households."""

from fastapi import APIRouter, Query, Request, Response

from rebuild.services.committee_page import buildings_of, committee_page
from rebuild.services.household_links import links_told, make_links, revoke_links
from rebuild.services.print_document import open_press
from rebuild.services.print_poster import print_poster
from rebuild.services.public_codes import status_code
from rebuild.services.rights import Right, Subject, may
from rebuild.web.access import Checked, SignedIn, may_see
from rebuild.web.show import show

router = APIRouter(prefix="/committee", include_in_schema=False)


@router.get("")
def buildings(
    request: Request, visitor: SignedIn, after: str = Query("", max_length=60)
) -> Response:
    app = request.app.state
    page = buildings_of(app.office, visitor.person, on=app.now().date(), after=after)
    return show(request, "committee/list.html", **page)


@router.get("/{number}")
def building(request: Request, visitor: SignedIn, number: str) -> Response:
    app = request.app.state
    found = may_see(request, visitor, number, Right.SEE_HOUSEHOLDS)
    subject = Subject(found.stored.region, number)
    return show(
        request,
        "committee/building.html",
        b=committee_page(app.office, found, on=app.now().date()),
        status_code=status_code(app.office, number),
        links=may(visitor.person, Right.MAKE_LINKS, subject),
    )


@router.get("/{number}/poster.pdf")
def poster(request: Request, visitor: SignedIn, number: str) -> Response:
    app = request.app.state
    may_see(request, visitor, number, Right.SEE_HOUSEHOLDS)
    now = app.now()
    chosen = app.settings
    with open_press(workers=1, seconds=chosen.pdf_seconds, memory_mb=chosen.pdf_memory_mb) as press:
        printed = print_poster(app.office, number, press, on=now.date(), now=now)
    headers = {"Content-Disposition": f'attachment; filename="{number}-poster.pdf"'}
    return Response(printed.bytes, media_type="application/pdf", headers=headers)


@router.get("/{number}/links")
def household_links(request: Request, visitor: SignedIn, number: str) -> Response:
    app = request.app.state
    found = may_see(request, visitor, number, Right.MAKE_LINKS)
    known = links_told(app.office, number, on=app.now().date())
    return show(
        request, "committee/links.html", number=number, case=found.case, known=known, made=[]
    )


@router.post("/{number}/links")
def new_links(request: Request, visitor: Checked, number: str) -> Response:
    """Shown once, to be printed and cut: the office keeps no copy of a link."""
    app = request.app.state
    found = may_see(request, visitor, number, Right.MAKE_LINKS)
    made = make_links(app.office, number, by=visitor.person.id, now=app.now(), chance=app.chance)
    return show(
        request,
        "committee/links.html",
        number=number,
        case=found.case,
        known=[],
        made=[
            {**each, "address": f"{app.settings.site_url.rstrip('/')}/household/{each['token']}"}
            for each in made
        ],
    )


@router.post("/{number}/links/end")
def end_links(request: Request, visitor: Checked, number: str) -> Response:
    app = request.app.state
    found = may_see(request, visitor, number, Right.MAKE_LINKS)
    revoke_links(app.office, number, by=visitor.person.id, now=app.now())
    return show(request, "committee/links.html", number=number, case=found.case, known=[], made=[])
