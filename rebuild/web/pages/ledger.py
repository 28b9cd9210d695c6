"""台账: the entries of a case as they are stored, and whether the chain still holds."""

from fastapi import APIRouter, Query, Request, Response

from rebuild.services.ledger_page import check_case, ledger_page
from rebuild.web.access import Checked, SignedIn
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}", include_in_schema=False)


@router.get("/ledger")
def ledger(
    request: Request,
    visitor: SignedIn,
    number: str,
    before: int = Query(0, ge=0, le=1_000_000_000),
) -> Response:
    found = open_tab(request, visitor, number, "ledger")
    told = ledger_page(request.app.state.office, found, before=before)
    return tab_page(request, visitor, found, "ledger", ledger=told, checked=None)


@router.post("/ledger")
def check(request: Request, visitor: Checked, number: str) -> Response:
    """Every entry of the case is reckoned again; nothing is written."""
    found = open_tab(request, visitor, number, "ledger")
    office = request.app.state.office
    return tab_page(
        request,
        visitor,
        found,
        "ledger",
        ledger=ledger_page(office, found),
        checked=check_case(office, found),
    )
