"""Who is there and what they may: every page asks here, and nothing here decides without the policy."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from rebuild.errors import NotFound
from rebuild.services import sign_in
from rebuild.services.look_up import Found, look_up
from rebuild.services.posts import organs_there_are, roles_there_are
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.services.serving import count_to_serve
from rebuild.services.workbench import own_tasks
from rebuild.web.holding import cookie_name, own_address, patience
from rebuild.web.menu_counts import MenuCounts

MOST_FIELDS, MOST_FILES = 20_000, 60
AGAIN = "again"  # the field that the page that asks for the password once more adds to a form
CHANGES_PASSWORD = ("/account/password", "/sign-out")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in, as pages show them."""

    person: Person
    csrf: str
    confirmed_at: datetime | None
    name: str
    role_label: str
    organ_name: str
    stands_in_for: tuple[str, ...] = ()
    must_change: bool = False
    held: str = field(default="", repr=False)


class PasswordWanted(HTTPException):
    """The password once more; what was posted is kept, and posted again with it."""

    def __init__(self, posted: tuple[tuple[str, str], ...], *, wrong: bool) -> None:
        super().__init__(401)
        self.posted = posted
        self.wrong = wrong


def signed_in(request: Request) -> Visitor:
    """Who asks; whoever is nobody is sent to sign in, and then back to where they were going."""
    visitor = visitor_of(request)
    if visitor is None:
        raise HTTPException(303, headers={"Location": f"/sign-in?next={quote(_wanted(request))}"})
    if visitor.must_change and request.url.path not in CHANGES_PASSWORD:
        raise HTTPException(303, headers={"Location": "/account/password"})
    return visitor


def visitor_of(request: Request) -> Visitor | None:
    """Who asks, where it makes no difference whether anybody does."""
    held = request.cookies.get(cookie_name(request), "")
    if not held:
        return None
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is not None:
        return known
    app = request.app.state
    visit = sign_in.visit(app.office, held, now=app.now(), patience=patience(app.settings))
    if visit is None:
        return None
    visitor = _visitor(request, visit, held)
    request.state.visitor = visitor
    request.state.may = lambda right: may(visitor.person, Right(right))
    request.state.counts = MenuCounts(
        mine=lambda: own_tasks(app.office, visitor.person),
        service=lambda: count_to_serve(app.office, visitor.person),
    )
    return visitor


async def the_form(request: Request) -> FormData:
    """Everything that was posted, whatever its fields are called."""
    return await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES)


def checked(
    request: Request,
    visitor: Annotated[Visitor, Depends(signed_in)],
    form: Annotated[FormData, Depends(the_form)],
) -> Visitor:
    """Who posts, if it is a form of ours that they post."""
    token = form.get("csrf") or request.headers.get("x-csrf", "")
    if not isinstance(token, str) or not compare_digest(token.encode(), visitor.csrf.encode()):
        raise HTTPException(403)
    return visitor


def confirmed(
    request: Request,
    visitor: Annotated[Visitor, Depends(checked)],
    form: Annotated[FormData, Depends(the_form)],
) -> Visitor:
    """Who posts, if they gave their password within the last minutes; else it is asked for first."""
    app = request.app.state
    fresh = patience(app.settings).confirmed
    if visitor.confirmed_at is not None and app.now() - visitor.confirmed_at < fresh:
        return visitor
    password = form.get(AGAIN)
    if not isinstance(password, str) or not password:
        raise PasswordWanted(_texts(form), wrong=False)
    if not sign_in.confirm(app.office, visitor.held, password, now=app.now()):
        raise PasswordWanted(_texts(form), wrong=True)
    return visitor


def confirmed_page(request: Request, visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
    """As `confirmed`, for what is only fetched, such as a file: they are sent to give it, and back."""
    app = request.app.state
    fresh = patience(app.settings).confirmed
    if visitor.confirmed_at is not None and app.now() - visitor.confirmed_at < fresh:
        return visitor
    raise HTTPException(
        303, headers={"Location": f"/confirm-password?next={quote(_wanted(request))}"}
    )


SignedIn = Annotated[Visitor, Depends(signed_in)]
Checked = Annotated[Visitor, Depends(checked)]
Confirmed = Annotated[Visitor, Depends(confirmed)]
ConfirmedPage = Annotated[Visitor, Depends(confirmed_page)]
Form = Annotated[FormData, Depends(the_form)]


def with_right(right: Right) -> Callable[[Visitor], Visitor]:
    """A dependency for pages that are about no one case: whoever lacks the right finds no such page."""

    def allowed(visitor: SignedIn) -> Visitor:
        if not may(visitor.person, right):
            raise NotFound("没有这一页")
        return visitor

    return allowed


def may_see(
    request: Request, visitor: Visitor, number: str, right: Right = Right.SEE_CASE
) -> Found:
    """The case; where there is none and where it is none of theirs, the same page of nothing."""
    found = look_up(request.app.state.office, number)
    if not may(visitor.person, right, Subject(found.stored.region, number)):
        raise NotFound(f"没有编号为「{number}」的案件，请核对案号")
    return found


def _texts(form: FormData) -> tuple[tuple[str, str], ...]:
    """What was posted, but for files, which no page can hand back to a browser."""
    return tuple(
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name != AGAIN
    )


def _wanted(request: Request) -> str:
    if request.method != "GET":
        return own_address(request.headers.get("hx-current-path", "/"))
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _visitor(request: Request, visit: sign_in.Visit, held: str) -> Visitor:
    labels, organs = _words(request)
    actor = visit.person.actor
    return Visitor(
        person=visit.person,
        csrf=sign_in.csrf_of(held),
        confirmed_at=visit.session.confirmed_at,
        name=actor.name,
        role_label="、".join(labels.get(role, role) for role in sorted(actor.roles)),
        organ_name=organs.get(actor.organ, actor.organ),
        stands_in_for=tuple(each.name for each in visit.person.acting_for),
        must_change=visit.must_change,
        held=held,
    )


def _words(request: Request) -> tuple[dict[str, str], dict[str, str]]:
    """What roles and organs are called; read once, because every page needs it."""
    app = request.app.state
    known: tuple[dict[str, str], dict[str, str]] | None = getattr(app, "words", None)
    if known is None:
        known = dict(roles_there_are(app.office)), dict(organs_there_are(app.office))
        app.words = known
    return known
