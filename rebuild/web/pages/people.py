"""人员管理: who works here, in which roles and districts, into which cases, and who stands in for whom."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Form as Field
from fastapi.responses import RedirectResponse

from rebuild.errors import Conflict, InputError, NotFound
from rebuild.services import letting_in, own_account, staffing
from rebuild.services.people_told import deputies_told, people_told, person_told
from rebuild.services.posts import organs_there_are, roles_there_are
from rebuild.services.rights import Right
from rebuild.services.staffing import Hand, NewPerson
from rebuild.web.access import Confirmed, Visitor, with_right
from rebuild.web.show import show

router = APIRouter(
    prefix="/admin/people",
    include_in_schema=False,
    dependencies=[Depends(with_right(Right.ADMINISTER))],
)
Word = Annotated[str, Field(max_length=60)]
Words = Annotated[str, Field(max_length=400)]
Roles = Annotated[list[str], Field()]


@router.get("")
def people(request: Request) -> Response:
    app = request.app.state
    everybody = people_told(app.office, now=app.now())
    deputies = deputies_told(app.office, today=app.now().date())
    organs = organs_there_are(app.office)
    return show(request, "people/people.html", people=everybody, deputies=deputies, organs=organs)


@router.get("/new")
def ask_new(request: Request) -> Response:
    return _new(request, NewPerson("", "", frozenset()), None)


@router.post("/new")
def add(
    request: Request,
    visitor: Confirmed,
    user: Word = "",
    name: Word = "",
    organ: Word = "",
    regions: Words = "",
    role: Roles = [],  # noqa: B006  FastAPI copies it
) -> Response:
    app = request.app.state
    new = NewPerson(user.strip(), name, frozenset(role), organ, frozenset(_listed(regions)))
    try:
        password = staffing.add_person(app.office, new, _hand(request, visitor), app.chance)
    except (InputError, Conflict) as error:
        return _new(request, new, error)
    return show(request, "people/given.html", user=new.id, name=name, password=password)


@router.get("/{user}")
def one(request: Request, user: str) -> Response:
    return _one(request, user)


@router.post("/{user}")
def change(
    request: Request,
    visitor: Confirmed,
    user: str,
    name: Word = "",
    organ: Word = "",
    regions: Words = "",
    role: Roles = [],  # noqa: B006  FastAPI copies it
) -> Response:
    try:
        staffing.change_person(
            request.app.state.office, user, _hand(request, visitor),
            name=name, roles=role, organ=organ, regions=_listed(regions),
        )  # fmt: skip
    except (InputError, Conflict) as error:
        return _one(request, user, error)
    return _back(user)


@router.post("/{user}/disable")
def disable(request: Request, visitor: Confirmed, user: str) -> Response:
    try:
        staffing.disable(request.app.state.office, user, _hand(request, visitor))
    except Conflict as error:
        return _one(request, user, error)
    return _back(user)


@router.post("/{user}/enable")
def enable(request: Request, visitor: Confirmed, user: str) -> Response:
    staffing.enable(request.app.state.office, user, _hand(request, visitor))
    return _back(user)


@router.post("/{user}/password")
def reset(request: Request, visitor: Confirmed, user: str) -> Response:
    app = request.app.state
    password = staffing.reset_password(app.office, user, _hand(request, visitor), app.chance)
    return show(request, "people/given.html", user=user, name="", password=password)


@router.post("/{user}/cases")
def let_in(request: Request, visitor: Confirmed, user: str, number: Word = "") -> Response:
    try:
        letting_in.let_in(request.app.state.office, user, number.strip(), _hand(request, visitor))
    except NotFound as error:
        return _one(request, user, error)
    return _back(user)


@router.post("/{user}/cases/{number}/end")
def let_out(request: Request, visitor: Confirmed, user: str, number: str) -> Response:
    letting_in.let_out(request.app.state.office, user, number, _hand(request, visitor))
    return _back(user)


@router.post("/{user}/deputies")
def appoint(
    request: Request,
    visitor: Confirmed,
    user: str,
    deputy: Word = "",
    first: Word = "",
    last: Word = "",
) -> Response:
    app = request.app.state
    try:
        own_account.appoint_deputy(
            app.office, user, deputy, first=_day("起日", first), last=_day("止日", last),
            hand=_hand(request, visitor), chance=app.chance,
        )  # fmt: skip
    except (InputError, NotFound) as error:
        return _one(request, user, error)
    return _back(user)


@router.post("/{user}/deputies/{appointment}/end")
def end_deputy(request: Request, visitor: Confirmed, user: str, appointment: str) -> Response:
    own_account.end_deputy(request.app.state.office, appointment, _hand(request, visitor))
    return _back(user)


def _new(request: Request, new: NewPerson, trouble: Exception | None) -> Response:
    office = request.app.state.office
    return show(
        request,
        "people/new.html",
        status=422 if trouble else 200,
        new=new,
        roles=roles_there_are(office),
        organs=organs_there_are(office),
        trouble=trouble,
    )


def _one(request: Request, user: str, trouble: Exception | None = None) -> Response:
    app = request.app.state
    person, deputies, colleagues = person_told(app.office, user, now=app.now())
    return show(
        request,
        "people/person.html",
        status=422 if trouble else 200,
        person=person,
        deputies=deputies,
        colleagues=colleagues,
        roles=roles_there_are(app.office),
        organs=organs_there_are(app.office),
        trouble=trouble,
    )


def _hand(request: Request, visitor: Visitor) -> Hand:
    return Hand(request.app.state.now(), visitor.person)


def _back(user: str) -> Response:
    return RedirectResponse(f"/admin/people/{user}?done=yes", 303)


def _listed(given: str) -> list[str]:
    return given.replace("，", " ").replace("、", " ").replace(",", " ").split()


def _day(what: str, given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError(what, f"“{given}”不是日期", "请写成 2024-02-05") from None
