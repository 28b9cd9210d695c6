"""Oversight: figures over many cases, drawn from the ledger, for programs of leaders and auditors; also as Excel."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from rebuild.errors import InputError
from rebuild.services.in_view import Asked
from rebuild.services.office_log import note
from rebuild.services.oversight import districts
from rebuild.services.oversight_sheet import oversight_sheet
from rebuild.services.rating import ratings_told
from rebuild.services.rights import Person, Right, scope
from rebuild.web.api.answers import Answer, Progress, Told
from rebuild.web.api.client import Now, TheOffice, Today, with_right
from rebuild.web.api.problems import problem
from rebuild.web.api.roll import A_BOOK
from rebuild.web.counting import counting, half_a_year_before
from rebuild.web.files import EXCEL, as_file

router = APIRouter(prefix="/oversight", tags=["oversight"])
Overseer = Annotated[Person, Depends(with_right(Right.OVERSEE))]
Exporter = Annotated[Person, Depends(with_right(Right.EXPORT))]
LONGEST = timedelta(days=366 * 10)
STILL = 202


class Figures(Answer):
    """督查 of a period: by stage and lamp, time used against limits, where days go, what was refused."""

    first: str
    last: str
    on: str
    totals: Told
    stages: list[Told]
    spent: list[Told]
    whose: list[Told]
    months: list[Told]
    refusals: list[Told]
    overdue: list[Told]
    waivers: list[Told]
    rated: Told
    districts: list[str]


def period(
    today: Today,
    first: Annotated[date | None, Query(description="half a year ago where none is given")] = None,
    last: Annotated[date | None, Query(description="today where none is given")] = None,
    region: Annotated[str, Query(max_length=6, pattern="^[0-9]*$")] = "",
    stage: Annotated[str, Query(max_length=40, pattern="^[a-z_]*$")] = "",
) -> Asked:
    asked = Asked(first or half_a_year_before(today), last or today, region, stage)
    if not timedelta(0) <= asked.last - asked.first <= LONGEST:
        raise InputError("期间", f"{asked.first}至{asked.last}", "起日不能晚于止日，且不超过十年")
    return asked


Period = Annotated[Asked, Depends(period)]


@router.get("", response_model=Figures, responses={STILL: {"model": Progress}})
def figures(request: Request, office: TheOffice, overseer: Overseer, asked: Period) -> Any:
    """Counted while you wait where cases are few; else 202 tells how far it is: ask again."""
    work = counting(request, overseer, asked)
    if not work.over:
        return JSONResponse({"finished": False, "percent": work.percent}, STILL)
    if work.failed:
        return problem(500)
    rated = ratings_told(office, scope(overseer, Right.OVERSEE), first=asked.first, last=asked.last)
    return {**work.result, "rated": rated, "districts": districts(office)}


@router.get("/excel", response_class=Response, responses={200: A_BOOK})
def excel(
    request: Request,
    office: TheOffice,
    overseer: Overseer,
    exporter: Exporter,
    now: Now,
    asked: Period,
) -> Response:
    """The same as a workbook; who took it is entered in the office's log."""
    work = counting(request, overseer, asked, wait=True)
    if work.result is None:
        return problem(500)
    note(office, "exported", by=exporter.id, at=now, about="oversight")
    name = f"oversight-{asked.first}-{asked.last}.xlsx"
    return as_file(oversight_sheet(work.result), name, EXCEL)
