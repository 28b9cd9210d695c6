"""Which client asks, with whose rights; a token in the Authorization header and nothing else lets one in."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from rebuild.errors import NotFound
from rebuild.services.look_up import Found, look_up
from rebuild.services.office import Office
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.services.tokens import client_of
from rebuild.web.api.sent import NUL

_BEARER = HTTPBearer(auto_error=False, description="接口令牌，由管理员发放")


def office_of(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def today_of(request: Request) -> date:
    today: date = request.app.state.now().date()
    return today


def now_of(request: Request) -> datetime:
    now: datetime = request.app.state.now()
    return now


def client(
    request: Request,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Person:
    app = request.app.state
    person = client_of(app.office, given.credentials, now=app.now()) if given else None
    if person is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    asked = (value for _, value in request.query_params.multi_items())
    if NUL in request.scope["path"] or any(NUL in value for value in asked):
        raise HTTPException(400)  # no database keeps it, so that it names nothing
    return person


Client = Annotated[Person, Depends(client)]
TheOffice = Annotated[Office, Depends(office_of)]
Now = Annotated[datetime, Depends(now_of)]
Today = Annotated[date, Depends(today_of)]
Number = Annotated[str, Path(max_length=60, examples=["WF-510105-2024-0001"])]
Name = Annotated[str, Path(max_length=60, pattern="^[a-z0-9_]+$")]
Word = Annotated[str, Query(max_length=60)]
DryRun = Annotated[bool, Query(description="try it, and write nothing")]
On = Annotated[date | None, Query(description="as of this day; today where none is given")]


def key_of(
    person: Client,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            max_length=100,
            pattern="^[!-~]*$",
            description="the same request under the same key is carried out once",
        ),
    ] = "",
) -> str:
    """A client's own key, apart from those of other clients and of the forms of the pages."""
    return f"api {person.id} {key}" if key else ""


Key = Annotated[str, Depends(key_of)]


def with_right(right: Right) -> Callable[[Person], Person]:
    """A dependency for what is about no one case."""

    def allowed(person: Client) -> Person:
        if not may(person, right):
            raise HTTPException(403)
        return person

    return allowed


def case_for(office: Office, person: Person, number: str, right: Right = Right.SEE_CASE) -> Found:
    """A case the client may see; where there is none and where it may not, the same answer."""
    found = look_up(office, number)
    if not may(person, right, Subject(found.stored.region, number)):
        raise NotFound(f"没有编号为「{number}」的案件，请核对案号")
    return found
