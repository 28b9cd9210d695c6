"""督查: figures over many cases for leaders and auditors; read only, every figure drawn from the ledger."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from rebuild.services.in_view import Asked
from rebuild.services.office_log import note
from rebuild.services.oversight import districts
from rebuild.services.oversight_sheet import oversight_sheet
from rebuild.services.rating import ratings_told
from rebuild.services.rights import Right, scope
from rebuild.web.access import ConfirmedPage, Visitor, with_right
from rebuild.web.counting import counting, half_a_year_before
from rebuild.web.files import EXCEL
from rebuild.web.show import show

router = APIRouter(prefix="/oversight", include_in_schema=False)
Overseer = Annotated[Visitor, Depends(with_right(Right.OVERSEE))]
Region = Annotated[str, Query(max_length=6, pattern="^[0-9]*$")]
Stage = Annotated[str, Query(max_length=40, pattern="^[a-z_]*$")]


@router.get("")
def overview(
    request: Request,
    visitor: Overseer,
    first: date | None = None,
    last: date | None = None,
    region: Region = "",
    stage: Stage = "",
) -> Response:
    today = request.app.state.now().date()
    asked = Asked(first or half_a_year_before(today), last or today, region, stage)
    work = counting(request, visitor.person, asked)
    facts: dict[str, Any] = {"asked": asked, "districts": districts(request.app.state.office)}
    if not work.over:
        return show(request, "oversight/counting.html", work=work, **facts)
    if work.failed:
        return show(request, "trouble/broken.html", status=500)
    view = scope(visitor.person, Right.OVERSEE)
    rated = ratings_told(request.app.state.office, view, first=asked.first, last=asked.last)
    return show(request, "oversight/overview.html", o=work.result, rated=rated, **facts)


@router.get("/excel")
def excel(
    request: Request,
    visitor: ConfirmedPage,
    overseer: Overseer,
    exporter: Annotated[Visitor, Depends(with_right(Right.EXPORT))],
    first: date,
    last: date,
    region: Region = "",
    stage: Stage = "",
) -> Response:
    app = request.app.state
    work = counting(request, visitor.person, Asked(first, last, region, stage), wait=True)
    note(app.office, "exported", by=visitor.person.id, at=app.now(), about="oversight")
    headers = {"Content-Disposition": f'attachment; filename="oversight-{first}-{last}.xlsx"'}
    return Response(oversight_sheet(work.result), media_type=EXCEL, headers=headers)
