"""The tabs of a case: who may open which, and the head that stands above each."""

from typing import Any

from fastapi import Request, Response

from rebuild.services.case_head import TABS, case_head
from rebuild.services.look_up import Found
from rebuild.web.access import Visitor, may_see
from rebuild.web.show import show


def open_tab(request: Request, visitor: Visitor, number: str, tab: str) -> Found:
    """The case, for whoever may open this tab of it; for anybody else there is no such page."""
    return may_see(request, visitor, number, TABS[tab])


def tab_page(
    request: Request,
    visitor: Visitor,
    found: Found,
    tab: str,
    *,
    template: str = "",
    status: int = 200,
    **facts: Any,
) -> Response:
    """One tab of a case under its head."""
    app = request.app.state
    today = app.now().date()
    head = case_head(found, app.office.calendar, on=today, person=visitor.person)
    return show(
        request,
        f"case/{template or tab}.html",
        status=status,
        head=head,
        tab=tab,
        number=found.case.number,
        **facts,
    )
