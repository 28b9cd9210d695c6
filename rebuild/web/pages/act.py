"""Acting on a case: a form of its own for each action, its dry run, its draft, its confirmation, the act itself."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from rebuild.engine.definition import SECRET
from rebuild.errors import Conflict, NotFound
from rebuild.law.areas import Area
from rebuild.services.act import act
from rebuild.services.acting_page import Place
from rebuild.services.drafts import drop_draft, keep_draft
from rebuild.services.irreversible import irreversible
from rebuild.services.meanwhile import meanwhile
from rebuild.services.preview import preview
from rebuild.web.access import AGAIN, Checked, Confirmed, Form, SignedIn, Visitor, may_see
from rebuild.web.acting import Desk, Sheet, begun, desk_of, page, sent
from rebuild.web.holding import patience
from rebuild.web.show import show
from rebuild.web.typed_day import ON, day_wrong

router = APIRouter(include_in_schema=False)
HERE = "/cases/{number}/act/{seat}/{action}"
UNREADABLE = 422


def _desk(request: Request, visitor: Visitor, number: str, place: Place) -> Desk:
    found = may_see(request, visitor, number)
    if found.plan.action(*place) is None:
        raise NotFound("没有这一页")
    return desk_of(request, visitor, found)


def looked_at(request: Request, visitor: SignedIn, number: str, seat: str, action: str) -> Desk:
    return _desk(request, visitor, number, (seat, action))


def posted(request: Request, visitor: Checked, number: str, seat: str, action: str) -> Desk:
    return _desk(request, visitor, number, (seat, action))


def sure(request: Request, visitor: Confirmed, number: str, seat: str, action: str) -> Desk:
    return _desk(request, visitor, number, (seat, action))


LookedAt = Annotated[Desk, Depends(looked_at)]
Posted = Annotated[Desk, Depends(posted)]
Sure = Annotated[Desk, Depends(sure)]


@router.get(HERE)
def form(desk: LookedAt, seat: str, action: str, run: int = 0) -> Response:
    return page(desk, begun(desk, (seat, action), run=run))


@router.post(HERE + "/preview")
def work_out(desk: Posted, seat: str, action: str, given: Form) -> Response:
    """What was typed, with its effect; what is still blank is no mistake yet."""
    sheet = sent(desk, (seat, action), given)
    return page(
        desk, replace(sheet, wrong=(*day_wrong(sheet.on, desk.today), *sheet.filled.mistaken))
    )


@router.post(HERE + "/draft")
def put_aside(desk: Posted, seat: str, action: str, given: Form) -> Response:
    sheet = sent(desk, (seat, action), given)
    typed = {**sheet.filled.sent, ON.name: sheet.on}
    app = desk.request.app.state
    keep_draft(app.office, desk.draft_place(sheet.place), typed, now=app.now())
    return RedirectResponse(f"/cases/{desk.found.case.number}?done=draft", 303)


@router.post(HERE + "/draft/delete")
def throw_away(desk: Posted, seat: str, action: str) -> Response:
    drop_draft(desk.request.app.state.office, desk.draft_place((seat, action)))
    return RedirectResponse(_address(desk, (seat, action)), 303)


@router.post(HERE)
def do(desk: Posted, seat: str, action: str, given: Form) -> Response:
    """Done at once, or, where it can't be taken back, asked about on a page of its own first."""
    sheet = sent(desk, (seat, action), given)
    wrong = (*day_wrong(sheet.on, desk.today), *sheet.filled.wrong)
    if wrong:
        return page(desk, replace(sheet, wrong=wrong), status=UNREADABLE)
    if irreversible(desk.found.plan, seat, desk.acts.action(sheet.place)):
        return _ask_again(desk, sheet)
    return _carry_out(desk, sheet)


@router.post(HERE + "/confirmed")
def do_surely(desk: Sure, seat: str, action: str, given: Form) -> Response:
    sheet = sent(desk, (seat, action), given)
    wrong = (*day_wrong(sheet.on, desk.today), *sheet.filled.wrong)
    if wrong:
        return page(desk, replace(sheet, wrong=wrong), status=UNREADABLE)
    return _carry_out(desk, sheet)


def _carry_out(desk: Desk, sheet: Sheet) -> Response:
    app = desk.request.app.state
    on = sheet.day(desk.today)
    assert on is not None, "an unreadable day was told of before"
    try:
        outcome = act(app.office, desk.asked(sheet, on=on))
    except Conflict as conflict:
        return _stale(desk, sheet, str(conflict))
    if not outcome.allowed:
        # Looked at anew: what had fallen due was done first, though the rest was refused.
        number = desk.found.case.number
        now = _desk(desk.request, desk.visitor, number, sheet.place)
        return page(now, replace(sheet, refused=outcome.findings), status=UNREADABLE)
    drop_draft(app.office, desk.draft_place(sheet.place))
    if outcome.issued and (press := getattr(app, "press", None)):
        press.wake()
    return RedirectResponse(f"/cases/{outcome.number}?done={outcome.version}", 303)


def _ask_again(desk: Desk, sheet: Sheet) -> Response:
    """What, to whom, of which size; what was typed goes along unseen."""
    app = desk.request.app.state
    on = sheet.day(desk.today)
    assert on is not None, "an unreadable day was told of before"
    if _is_stale(desk, sheet):
        return _stale(desk, sheet, "")
    told = preview(app.office, desk.found, desk.asked(sheet, on=on))
    if told["effect"] is None:
        # The rules say no already; the act itself enters the refusal and changes nothing.
        return _carry_out(desk, sheet)
    confirmed_at = desk.visitor.confirmed_at
    fresh = confirmed_at is not None and app.now() - confirmed_at < patience(app.settings).confirmed
    return show(
        desk.request,
        "case/confirm.html",
        case=desk.found.case,
        action=desk.acts.action(sheet.place),
        here=_address(desk, sheet.place),
        effect=told["effect"],
        on=on,
        typed=_carried(sheet),
        size=_size(desk, sheet),
        shown=_in_words(desk, sheet),
        password="" if fresh else AGAIN,
        minutes=app.settings.confirm_minutes,
    )


def _size(desk: Desk, sheet: Sheet) -> dict[str, str] | None:
    """How large the thing is: as the form says, else as it was drawn, else as it stands."""
    case = desk.found.case
    drawn = case.snapshots.get("designed")
    if drawn is None and case.building is None:
        return None
    area = drawn.gross_area if drawn else case.building.gross_area if case.building else 0
    storeys = drawn.storeys_above if drawn else case.building.storeys if case.building else 0
    asked = sheet.filled.answers.get("floor_area")
    return {"area": str(asked or Area(area)), "storeys": str(storeys)}


def _is_stale(desk: Desk, sheet: Sheet) -> bool:
    return sheet.seen is not None and sheet.seen != desk.found.stored.version


def _stale(desk: Desk, sheet: Sheet, said: str) -> Response:
    """Not done, because somebody was quicker: who did what, and a way to go on with what was typed."""
    app = desk.request.app.state
    seen = sheet.seen if sheet.seen is not None else desk.found.stored.version
    found = may_see(desk.request, desk.visitor, desk.found.case.number)
    return show(
        desk.request,
        "case/stale.html",
        status=409,
        case=found.case,
        action=desk.acts.action(sheet.place),
        here=_address(desk, sheet.place),
        done=meanwhile(app.office, found, seen),
        said=said,
        typed={**sheet.filled.sent, ON.name: sheet.on},
        shown=_in_words(desk, sheet),
    )


def _in_words(desk: Desk, sheet: Sheet) -> list[tuple[str, str]]:
    """What was typed, beside what was asked; what is personal stays out of sight."""
    fields = desk.acts.action(sheet.place).asks
    answers = sheet.filled.answers
    return [
        (each.label, str(answers[each.name]))
        for each in fields
        if each.name in answers and each.type not in (*SECRET, "list", "points", "choice")
    ]


def _carried(sheet: Sheet) -> dict[str, str]:
    """Everything a form sent, to be sent once more."""
    return {
        **sheet.filled.sent,
        ON.name: sheet.on,
        "key": sheet.key,
        "seen": "" if sheet.seen is None else str(sheet.seen),
        "run": str(sheet.run),
    }


def _address(desk: Desk, place: Place) -> str:
    return f"/cases/{desk.found.case.number}/act/{place[0]}/{place[1]}"
