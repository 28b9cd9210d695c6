"""时限: every clock of a case, how one last day was counted, and what would become of it if; nothing is written."""

from fastapi import APIRouter, Request, Response

from rebuild.services.clock_page import clock_of, clock_page, clock_rows
from rebuild.services.days_spent import days_spent
from rebuild.services.explain_clock import explain_clock
from rebuild.services.if_today import all_if_today
from rebuild.services.print_document import open_press
from rebuild.web.access import SignedIn
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}/clocks", include_in_schema=False)
LONGEST = 20  # signs of a day that are looked at


@router.get("")
def clocks(request: Request, visitor: SignedIn, number: str) -> Response:
    found = open_tab(request, visitor, number, "clocks")
    app = request.app.state
    calendar, on = app.office.calendar, app.now().date()
    rows = clock_rows(found, calendar, on=on)
    return tab_page(
        request,
        visitor,
        found,
        "clocks",
        running=rows["running"],
        over=rows["over"],
        today_rows=all_if_today(found.plan, calendar, found.case, on=on),
        spent=days_spent(found.plan, calendar, found.case, on=on),
    )


@router.get("/{seat}/{clock}/sheet.pdf")
def sheet(request: Request, visitor: SignedIn, number: str, seat: str, clock: str) -> Response:
    """The same on a sheet of paper, without number or seal."""
    found = open_tab(request, visitor, number, "clocks")
    app, chosen = request.app.state, request.app.state.settings
    clock_of(found, app.office.calendar, seat, clock, on=app.now().date())
    with open_press(workers=1, seconds=chosen.pdf_seconds, memory_mb=chosen.pdf_memory_mb) as press:
        printed = explain_clock(app.office, number, f"{seat}.{clock}", press, now=app.now())
    headers = {"Content-Disposition": f'attachment; filename="{number}-{seat}-{clock}.pdf"'}
    return Response(printed.bytes, media_type="application/pdf", headers=headers)


@router.get("/{seat}/{run:int}/{clock}")
def clock_of_run(
    request: Request, visitor: SignedIn, number: str, seat: str, run: int, clock: str
) -> Response:
    return _page(request, visitor, number, seat, clock, run)


@router.get("/{seat}/{clock}")
def latest_clock(
    request: Request, visitor: SignedIn, number: str, seat: str, clock: str
) -> Response:
    return _page(request, visitor, number, seat, clock, 0)


def _page(
    request: Request, visitor: SignedIn, number: str, seat: str, clock: str, run: int
) -> Response:
    found = open_tab(request, visitor, number, "clocks")
    app, asked = request.app.state, request.query_params
    one = clock_of(found, app.office.calendar, seat, clock, on=app.now().date(), run=run)
    told = clock_page(
        one, first=asked.get("from", "")[:LONGEST], last=asked.get("to", "")[:LONGEST]
    )
    return tab_page(request, visitor, found, "clocks", template="clock", clock=told)
