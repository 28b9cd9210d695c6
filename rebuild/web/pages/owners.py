"""业主与表决: ballots of a whole house on one sheet with the count beside it; visits, posting and objections below."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from rebuild.cases.facts import Run
from rebuild.errors import Conflict, NotFound
from rebuild.law.owners import ROUND
from rebuild.services.act import Asked, act
from rebuild.services.act_with_files import act_with, named
from rebuild.services.citing import finding_told
from rebuild.services.look_up import Found
from rebuild.services.meanwhile import meanwhile
from rebuild.services.owners_page import owners_page, with_ballots
from rebuild.services.read_ballots import Typed, read_ballots
from rebuild.services.tally_shown import tally_shown
from rebuild.web.access import Checked, Form, SignedIn, Visitor
from rebuild.web.acting import Sheet, desk_of, page, sent
from rebuild.web.forms import read_form
from rebuild.web.pages.materials import take_files
from rebuild.web.show import part
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}/owners", include_in_schema=False)
CAST = "cast"
# What stands as a small form on the page itself; everything else is done on 办理.
PHOTOGRAPH = "photograph_posting"
QUICK = frozenset({"log_visit", "object", "answer_objection"})
KEY_BYTES = 16
UNREADABLE, STALE = 422, 409


def looked_at(request: Request, visitor: SignedIn, number: str) -> Found:
    return open_tab(request, visitor, number, "owners")


def posted(request: Request, visitor: Checked, number: str) -> Found:
    return open_tab(request, visitor, number, "owners")


LookedAt = Annotated[Found, Depends(looked_at)]
Posted = Annotated[Found, Depends(posted)]


@router.get("")
def owners(request: Request, visitor: SignedIn, found: LookedAt) -> Response:
    if found.case.run(ROUND) is None:
        return RedirectResponse(f"/cases/{found.case.number}/owners/roll", 303)
    return _page(request, visitor, found, {})


@router.post("/tally")
def tally(request: Request, found: Posted, form: Form) -> Response:
    """The count with what is on the sheet now, and nothing written."""
    run = _run(found)
    on = request.app.state.now().date()
    typed = read_ballots(found.case, run, _texts(form), on=on)
    case = with_ballots(found.case, run, tuple(typed.ballots))
    told = tally_shown(case, run, found.plan.limits, on=on)
    return part(request, "case/tally.html", tally=told, tried=len(typed.ballots))


@router.post("/ballots")
def enter(request: Request, visitor: Checked, found: Posted, form: Form) -> Response:
    """Every line that is new or changed, in one act; nothing of it where anything stands in the way."""
    app, run = request.app.state, _run(found)
    now, texts = app.now(), _texts(form)
    typed = read_ballots(found.case, run, texts, on=now.date())
    if typed.problems or not typed.answers:
        return _page(request, visitor, found, texts, typed=typed, status=UNREADABLE)
    seen = texts.get("seen", "")
    asked = Asked(
        found.case.number, ROUND, CAST, {"ballots": typed.answers}, visitor.person.actor,
        now.date(), now, seen=int(seen) if seen.isdecimal() else None,
        key=texts.get("key", "")[:100], person=visitor.person,
    )  # fmt: skip
    try:
        outcome = act(app.office, asked)
    except Conflict:
        fresh = open_tab(request, visitor, found.case.number, "owners")
        done = meanwhile(app.office, fresh, asked.seen or 0)
        return _page(request, visitor, fresh, texts, typed=typed, done=done, status=STALE)
    if not outcome.allowed:
        refused = [finding_told(found.plan, ROUND, each) for each in outcome.findings]
        return _page(
            request, visitor, found, texts, typed=typed, refused=refused, status=UNREADABLE
        )
    return RedirectResponse(f"/cases/{outcome.number}/owners?done={len(typed.answers)}", 303)


@router.post("/photographs")
def photograph(request: Request, visitor: Checked, found: Posted, form: Form) -> Response:
    """A photograph of the posting is kept as a file, and entered under its digest."""
    kept, wrong = take_files(request, visitor, found.case.number, form)
    if not kept:
        problem = {"field": "photo-file", "words": "；".join(wrong) or "还没有选择照片"}
        typed = Typed(problems=[problem])
        return _page(request, visitor, found, {}, typed=typed, status=UNREADABLE)
    desk = desk_of(request, visitor, found)
    rows = {
        f"a.photos.{place}.{name}": value
        for place, each in enumerate(kept)
        for name, value in (("taken_on", str(form.get("taken_on", ""))), ("file", named(each)))
    }
    place = (ROUND, PHOTOGRAPH)
    filled = read_form(desk.acts.action(place).asks, rows.items())
    sheet = Sheet(place, filled, wrong=filled.wrong)
    if filled.wrong:
        return page(desk, sheet, status=UNREADABLE)
    asked = replace(desk.asked(sheet, on=desk.today), seen=None)
    outcome = act_with(request.app.state.office, asked, kept)
    if not outcome.allowed:
        return page(desk, replace(sheet, refused=outcome.findings), status=UNREADABLE)
    return RedirectResponse(f"/cases/{outcome.number}/owners#posting", 303)


@router.post("/{action}")
def quick(request: Request, visitor: Checked, found: Posted, action: str, form: Form) -> Response:
    """A visit, an objection, an answer to one; what is wrong is told on the action's own form."""
    if action not in QUICK or found.plan.action(ROUND, action) is None:
        raise NotFound("没有这一页")
    desk = desk_of(request, visitor, found)
    sheet = sent(desk, (ROUND, action), form)
    if sheet.filled.wrong:
        return page(desk, replace(sheet, wrong=sheet.filled.wrong), status=UNREADABLE)
    outcome = act(request.app.state.office, replace(desk.asked(sheet, on=desk.today), seen=None))
    if not outcome.allowed:
        return page(desk, replace(sheet, refused=outcome.findings), status=UNREADABLE)
    return RedirectResponse(f"/cases/{outcome.number}/owners#{action}", 303)


def _page(
    request: Request,
    visitor: Visitor,
    found: Found,
    texts: dict[str, str],
    *,
    typed: Typed | None = None,
    refused: list[dict[str, object]] | None = None,
    done: list[dict[str, object]] | None = None,
    status: int = 200,
) -> Response:
    app = request.app.state
    told = owners_page(
        found,
        app.office.calendar,
        visitor.person,
        on=app.now().date(),
        typed=texts,
        tried=tuple(typed.ballots) if typed else (),
    )
    if told is None:
        return RedirectResponse(f"/cases/{found.case.number}/owners/roll", 303)
    return tab_page(
        request,
        visitor,
        found,
        "owners",
        status=status,
        vote=told,
        problems=typed.problems if typed else [],
        nothing=typed is not None and not typed.answers and not typed.problems,
        refused=refused or [],
        done_since=done or [],
        tried=len(typed.ballots) if typed else 0,
        key=app.chance(KEY_BYTES).hex(),
        seen=found.stored.version,
    )


def _run(found: Found) -> Run:
    run = found.case.run(ROUND)
    if run is None:
        raise NotFound("没有这一页")
    return run


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}
