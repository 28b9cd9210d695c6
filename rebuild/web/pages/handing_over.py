"""移交办件: choose whose cases, which, to whom and why; look at it once more; done and entered."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from rebuild.errors import InputError
from rebuild.services.hand_over import (
    Charge,
    HandOver,
    charges_of,
    hand_over,
    must_be_whole,
    staff_told,
)
from rebuild.services.rights import Right
from rebuild.web.access import Checked, Confirmed, Form, Visitor, with_right
from rebuild.web.show import show

router = APIRouter(prefix="/hand-over", include_in_schema=False)
Mover = Annotated[Visitor, Depends(with_right(Right.HAND_OVER))]
LONGEST = 200


@router.get("")
def choose(
    request: Request,
    visitor: Mover,
    of: Annotated[str, Query(max_length=64)] = "",
    moved: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    return _page(request, visitor, HandOver((), of, "", ""), moved=moved)


@router.post("/confirm", dependencies=[Depends(with_right(Right.HAND_OVER))])
def confirm(request: Request, visitor: Checked, form: Form) -> Response:
    asked = _asked(form)
    try:
        must_be_whole(request.app.state.office, asked)
    except InputError as error:
        return _page(request, visitor, asked, wrong=error)
    people = {each["id"]: each["name"] for each in staff_told(request.app.state.office)}
    return show(request, "lists/hand_over_confirm.html", asked=asked, people=people)


@router.post("", dependencies=[Depends(with_right(Right.HAND_OVER))])
def carry_out(request: Request, visitor: Confirmed, form: Form) -> Response:
    app = request.app.state
    asked = _asked(form)
    try:
        moved = hand_over(app.office, visitor.person, asked, now=app.now())
    except InputError as error:
        return _page(request, visitor, asked, wrong=error)
    return RedirectResponse(f"/hand-over?moved={moved}", 303)


def _page(
    request: Request,
    visitor: Visitor,
    asked: HandOver,
    *,
    moved: int = 0,
    wrong: InputError | None = None,
) -> Response:
    app = request.app.state
    lines = charges_of(app.office, visitor.person, asked.of, now=app.now()) if asked.of else []
    chosen = {f"{charge.number} {charge.role}" for charge in asked.charges}
    return show(
        request,
        "lists/hand_over.html",
        status=400 if wrong else 200,
        asked=asked,
        chosen=chosen,
        lines=lines,
        people=staff_told(app.office),
        moved=moved,
        wrong=str(wrong) if wrong else "",
    )


def _asked(form: FormData) -> HandOver:
    charges = []
    for each in form.getlist("case"):
        number, _, role = str(each).partition(" ")
        charges.append(Charge(number, role))
    return HandOver(
        tuple(dict.fromkeys(charges)),
        str(form.get("of", "")),
        str(form.get("to", "")),
        str(form.get("reason", ""))[:LONGEST].strip(),
    )
