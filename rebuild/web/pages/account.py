"""我的账号: what everybody may see and change of their own."""

from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi import Form as Field
from fastapi.responses import RedirectResponse

from rebuild.errors import InputError
from rebuild.services import own_account
from rebuild.services.account_told import account_told
from rebuild.services.second_factor import is_secret, new_secret, picture_of
from rebuild.services.staffing import Hand
from rebuild.web.access import Checked, Confirmed, SignedIn, Visitor
from rebuild.web.show import show

router = APIRouter(prefix="/account", include_in_schema=False)


@router.get("")
def account(request: Request, visitor: SignedIn) -> Response:
    return _account(request, visitor)


@router.get("/password")
def ask_password(request: Request, visitor: SignedIn) -> Response:
    return show(request, "people/password.html", trouble=None)


@router.post("/password")
def change_password(
    request: Request,
    visitor: Checked,
    old: str = Field("", max_length=200),
    new: str = Field("", max_length=200),
    again: str = Field("", max_length=200),
) -> Response:
    app = request.app.state
    try:
        if new != again:
            raise InputError("再输一次", "与新密码不同", "请重新输入")
        own_account.change_password(
            app.office, visitor.person.id, old, new, held=visitor.held, now=app.now(),
            chance=app.chance,
        )  # fmt: skip
    except InputError as error:
        return show(request, "people/password.html", status=422, trouble=error)
    return RedirectResponse("/account?done=password", 303)


@router.post("/sessions/{session}/end")
def end_session(request: Request, visitor: Checked, session: str) -> Response:
    app = request.app.state
    own_account.end_session(app.office, visitor.person.id, session, now=app.now())
    return RedirectResponse("/account?done=session", 303)


@router.get("/code")
def ask_code(request: Request, visitor: SignedIn) -> Response:
    secret = new_secret(request.app.state.chance)
    return _code(request, visitor, secret, None)


@router.post("/code")
def start_code(
    request: Request,
    visitor: Confirmed,
    secret: str = Field("", max_length=64),
    code: str = Field("", max_length=12),
) -> Response:
    app = request.app.state
    if not is_secret(secret):
        return RedirectResponse("/account/code", 303)
    try:
        own_account.start_second_factor(app.office, visitor.person.id, secret, code, now=app.now())
    except InputError as error:
        return _code(request, visitor, secret, error, status=422)
    return RedirectResponse("/account?done=code", 303)


@router.post("/code/stop")
def stop_code(request: Request, visitor: Confirmed) -> Response:
    app = request.app.state
    own_account.stop_second_factor(app.office, visitor.person.id, now=app.now())
    return RedirectResponse("/account?done=code", 303)


@router.post("/deputies")
def appoint(
    request: Request,
    visitor: Confirmed,
    deputy: str = Field("", max_length=40),
    first: str = Field("", max_length=10),
    last: str = Field("", max_length=10),
) -> Response:
    app = request.app.state
    person = visitor.person
    try:
        own_account.appoint_deputy(
            app.office, person.id, deputy, first=_day("起日", first), last=_day("止日", last),
            hand=Hand(app.now(), person), chance=app.chance,
        )  # fmt: skip
    except InputError as error:
        return _account(request, visitor, error, status=422)
    return RedirectResponse("/account?done=deputy", 303)


@router.post("/deputies/{appointment}/end")
def end_deputy(request: Request, visitor: Checked, appointment: str) -> Response:
    app = request.app.state
    own_account.end_deputy(app.office, appointment, Hand(app.now(), visitor.person))
    return RedirectResponse("/account?done=deputy", 303)


def _account(
    request: Request, visitor: Visitor, trouble: InputError | None = None, *, status: int = 200
) -> Response:
    app = request.app.state
    told = account_told(app.office, visitor.person, held=visitor.held, now=app.now())
    return show(request, "people/account.html", status=status, account=told, trouble=trouble)


def _code(
    request: Request,
    visitor: Visitor,
    secret: str,
    trouble: InputError | None,
    *,
    status: int = 200,
) -> Response:
    image = picture_of(secret, visitor.person.id)
    facts = {"secret": secret, "image": image, "trouble": trouble}
    return show(request, "people/second_factor.html", status=status, **facts)


def _day(what: str, given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError(what, f"“{given}”不是日期", "请写成 2024-02-05") from None
