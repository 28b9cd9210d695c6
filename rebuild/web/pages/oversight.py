"""督查: figures over many cases for leaders and auditors; read only, every figure drawn from the ledger."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from rebuild.services.in_view import Asked
from rebuild.services.office_log import note
from rebuild.services.oversight import cases_in_view, districts, how_many, oversight
from rebuild.services.oversight_sheet import oversight_sheet
from rebuild.services.rating import ratings_told
from rebuild.services.rights import Right, scope
from rebuild.web.access import ConfirmedPage, Visitor, with_right
from rebuild.web.background import Work
from rebuild.web.show import show

router = APIRouter(prefix="/oversight", include_in_schema=False)
Overseer = Annotated[Visitor, Depends(with_right(Right.OVERSEE))]
AT_ONCE = 60  # so many cases are counted while the reader waits; more, and a bar is shown
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    asked = Asked(first or _half_a_year_before(today), last or today, region, stage)
    work = _work(request, visitor, asked)
    facts: dict[str, Any] = {"asked": asked, "districts": districts(request.app.state.office)}
    if not work.over:
        return show(request, "oversight/counting.html", work=work, **facts)
    if work.failed:
        return show(request, "trouble/broken.html", status=500)
    rated = ratings_told(request.app.state.office, first=asked.first, last=asked.last)
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
    work = _work(request, visitor, Asked(first, last, region, stage), wait=True)
    note(app.office, "exported", by=visitor.person.id, at=app.now(), about="oversight")
    headers = {"Content-Disposition": f'attachment; filename="oversight-{first}-{last}.xlsx"'}
    return Response(oversight_sheet(work.result), media_type=EXCEL, headers=headers)


def _work(request: Request, visitor: Visitor, asked: Asked, *, wait: bool = False) -> Work:
    """The counting for these cases as the ledger stands; begun if nobody has, waited for if it is short."""
    app = request.app.state
    view, today = scope(visitor.person, Right.OVERSEE), app.now().date()
    many, position = how_many(app.office)
    key = f"oversight {position} {today} {asked} {sorted(view.regions)} {sorted(view.cases)}"

    def counted(work: Work) -> dict[str, Any]:
        seen = cases_in_view(app.office, asked, view, step=work.step)
        return oversight(app.office, asked, seen, on=today)

    work: Work = app.background.begin(key, many, counted)
    if wait or many <= AT_ONCE:
        work.finished.wait(timeout=120)
    return work


def _half_a_year_before(day: date) -> date:
    months = day.year * 12 + day.month - 1 - 6
    return date(months // 12, months % 12 + 1, 1)
