"""登录、退出、再次确认密码: the doors of the desk."""

from time import monotonic, sleep
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Form as Field
from fastapi.responses import RedirectResponse

from rebuild.services import sign_in
from rebuild.services.sample_people import sample_people
from rebuild.services.sign_in import Attempt, Entered
from rebuild.web.access import Checked, SignedIn, visitor_of
from rebuild.web.holding import cookie_name, hand_out, own_address, patience, take_back
from rebuild.web.rate import limited
from rebuild.web.show import show

router = APIRouter(include_in_schema=False)
AT_THE_DOOR = Depends(limited(burst=20, every=3))
Onward = Annotated[str, Query(alias="next", max_length=2000)]
PostedOnward = Annotated[str, Field(alias="next", max_length=2000)]
NO_SOONER = 0.7  # seconds; every refusal takes as long, whether there is such a name or not


@router.get("/sign-in")
def ask(request: Request, onward: Onward = "/") -> Response:
    if visitor_of(request) is not None:
        return RedirectResponse(own_address(onward), 303)
    return _asked(request, onward=onward)


@router.post("/sign-in", dependencies=[AT_THE_DOOR])
def enter(
    request: Request,
    name: str = Field("", max_length=60),
    password: str = Field("", max_length=200),
    onward: PostedOnward = "/",
) -> Response:
    app, began = request.app.state, monotonic()
    attempt = Attempt(
        name.strip(), password, app.now(), request.headers.get("user-agent", ""), _address(request)
    )
    entered = sign_in.sign_in(app.office, attempt, patience(app.settings), app.chance)
    if entered is None:
        sleep(max(0.0, NO_SOONER - (monotonic() - began)))
        return _asked(request, onward=onward, name=attempt.name, refused=True, status=401)
    return _let_in(request, entered, onward)


@router.get("/sign-in/code")
def ask_code(request: Request, onward: Onward = "/") -> Response:
    return show(request, "people/code.html", next=own_address(onward), refused=False)


@router.post("/sign-in/code", dependencies=[AT_THE_DOOR])
def enter_code(
    request: Request,
    code: str = Field("", max_length=12),
    onward: PostedOnward = "/",
) -> Response:
    app = request.app.state
    held = request.cookies.get(cookie_name(request), "")
    entered = sign_in.second_factor(
        app.office, held, code, now=app.now(), patience=patience(app.settings), chance=app.chance
    )
    if entered is None:
        return show(request, "people/code.html", status=401, next=own_address(onward), refused=True)
    return _let_in(request, entered, onward)


@router.post("/sign-out")
def leave(request: Request, visitor: Checked) -> Response:
    sign_in.sign_out(request.app.state.office, visitor.held, now=request.app.state.now())
    response = RedirectResponse("/sign-in", 303)
    take_back(request, response)
    return response


@router.get("/confirm-password")
def ask_again(request: Request, visitor: SignedIn, onward: Onward = "/") -> Response:
    return show(request, "people/confirm.html", next=own_address(onward), wrong=False)


@router.post("/confirm-password", dependencies=[AT_THE_DOOR])
def confirm(
    request: Request,
    visitor: Checked,
    password: str = Field("", max_length=200),
    onward: PostedOnward = "/",
) -> Response:
    app = request.app.state
    if not sign_in.confirm(app.office, visitor.held, password, now=app.now()):
        return show(
            request, "people/confirm.html", status=401, next=own_address(onward), wrong=True
        )
    return RedirectResponse(own_address(onward), 303)


def _asked(
    request: Request, *, onward: str, name: str = "", refused: bool = False, status: int = 200
) -> Response:
    app = request.app.state
    samples = sample_people(app.office) if app.demo else None
    return show(
        request,
        "people/sign_in.html",
        status=status,
        next=own_address(onward),
        name=name,
        refused=refused,
        samples=samples,
    )


def _let_in(request: Request, entered: Entered, onward: str) -> Response:
    """A session of their own, new; what the browser held before is worth nothing any more."""
    app = request.app.state
    before = request.cookies.get(cookie_name(request), "")
    if before:
        sign_in.sign_out(app.office, before, now=app.now())
    to = own_address(onward)
    if entered.half:
        to = "/sign-in/code" + (f"?next={to}" if to != "/" else "")
    elif entered.must_change:
        to = "/account/password"
    response = RedirectResponse(to, 303)
    hand_out(request, response, entered.held)
    return response


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
