"""管理: organs and seals, the calendar, definitions, health, the ledger, tokens, the office's own log."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Form as Field

from rebuild.errors import InputError
from rebuild.services.calendar_told import calendar_told, preview_year
from rebuild.services.check_ledger import check_ledger
from rebuild.services.definitions_told import changes_between, definitions_told, folders_told
from rebuild.services.examine import examine
from rebuild.services.law_page import newest_of
from rebuild.services.log_told import log_told
from rebuild.services.rights import Right
from rebuild.services.tokens import NewToken, make_token, revoke_token, tokens_told
from rebuild.web.access import Checked, Confirmed, Visitor, with_right
from rebuild.web.last_check import FILE, LastCheck
from rebuild.web.show import show

router = APIRouter(prefix="/admin", include_in_schema=False)
Administrator = Annotated[Visitor, Depends(with_right(Right.ADMINISTER))]
LENT = tuple(each for each in Right if each is not Right.ADMINISTER)


@router.get("")
def overview(request: Request, visitor: Administrator) -> Response:
    return show(request, "admin/overview.html")


@router.get("/organs")
def organs(request: Request, visitor: Administrator) -> Response:
    workflow = newest_of(request.app.state.office).workflow
    return show(request, "admin/organs.html", workflow=workflow)


@router.get("/calendar")
def calendar(request: Request, visitor: Administrator) -> Response:
    told = calendar_told(request.app.state.office.calendar)
    return show(request, "admin/calendar.html", calendar=told, preview=None, year="", text="")


@router.post("/calendar")
def preview(
    request: Request,
    visitor: Checked,
    administrator: Administrator,
    year: int = Field(ge=2000, le=2100),
    text: str = Field("", max_length=200_000),
) -> Response:
    """What a year's file would move; it takes effect by being put in the calendar's folder."""
    office = request.app.state.office
    found = preview_year(office, year, text)
    told = calendar_told(office.calendar)
    return show(request, "admin/calendar.html", calendar=told, preview=found, year=year, text=text)


@router.get("/workflows")
def definitions(
    request: Request,
    visitor: Administrator,
    workflow: str = Query("", max_length=60),
    before: int = Query(0, ge=0, le=10_000),
    after: int = Query(0, ge=0, le=10_000),
) -> Response:
    office = request.app.state.office
    changes = (
        changes_between(office.database, workflow, before=before, after=after)
        if workflow and before and after
        else None
    )
    return show(
        request,
        "admin/workflows.html",
        published=definitions_told(office),
        folders=folders_told(),
        changes=changes,
        compared=(workflow, before, after),
    )


@router.get("/health")
def health(request: Request, visitor: Administrator) -> Response:
    app = request.app.state
    found = examine(data=app.settings.data, database=app.settings.database, on=app.now().date())
    return show(request, "admin/health.html", checks=found)


@router.get("/ledger")
def ledger(request: Request, visitor: Administrator) -> Response:
    return show(request, "admin/ledger.html", work=_last_check(request).find())


@router.post("/ledger")
def verify(
    request: Request, visitor: Checked, administrator: Administrator, deep: str = Field("")
) -> Response:
    """Begin a check beside the pages; the page it leads to tells how far it is."""
    app = request.app.state
    _last_check(request).begin(lambda: check_ledger(app.office, deep=bool(deep)), now=app.now())
    return Response(status_code=303, headers={"Location": "/admin/ledger"})


@router.get("/log")
def log(
    request: Request, visitor: Administrator, page: int = Query(1, ge=1, le=100_000)
) -> Response:
    return show(request, "admin/log.html", log=log_told(request.app.state.office, page=page))


@router.get("/tokens")
def tokens(request: Request, visitor: Administrator) -> Response:
    return _tokens(request)


@router.post("/tokens")
def new_token(
    request: Request,
    visitor: Confirmed,
    administrator: Administrator,
    scopes: Annotated[list[str], Field(default_factory=list)],
    client: str = Field("", max_length=80),
    person: str = Field("", max_length=60),
    ends_on: str = Field("", max_length=20),
) -> Response:
    """The secret is on this page and never again."""
    app = request.app.state
    try:
        wanted = NewToken(client.strip(), person.strip(), frozenset(scopes), _day(ends_on))
        _, secret = make_token(
            app.office, wanted, by=visitor.person.id, now=app.now(), chance=app.chance
        )
    except InputError as error:
        typed = {"client": client, "person": person, "ends_on": ends_on, "scopes": scopes}
        return _tokens(request, status=422, wrong=str(error), typed=typed)
    return _tokens(request, secret=secret)


@router.post("/tokens/{token}/revoke")
def end_token(
    request: Request, visitor: Checked, administrator: Administrator, token: str
) -> Response:
    app = request.app.state
    revoke_token(app.office, token, by=visitor.person.id, now=app.now())
    return Response(status_code=303, headers={"Location": "/admin/tokens"})


def _tokens(
    request: Request,
    *,
    status: int = 200,
    secret: str = "",
    wrong: str = "",
    typed: dict[str, Any] | None = None,
) -> Response:
    app = request.app.state
    default = {
        "client": "",
        "person": "",
        "scopes": [Right.SEE_CASE.value],
        "ends_on": (app.now().date() + timedelta(days=90)).isoformat(),
    }
    return show(
        request,
        "admin/tokens.html",
        status=status,
        tokens=tokens_told(app.office),
        rights=[each.value for each in LENT],
        secret=secret,
        wrong=wrong,
        typed=typed or default,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("截止日期", f"“{text}”不是日期", "例如 2026-12-31") from error


def _last_check(request: Request) -> LastCheck:
    return LastCheck(request.app.state.office.data / FILE)
