"""立案: the form of a new case, made from the first action of its workflow; opened once however often it is sent."""

from datetime import date
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rebuild.errors import Conflict, NotFound
from rebuild.law.rule import Finding
from rebuild.services.citing import cited, finding_told
from rebuild.services.open_case import Opening, open_case
from rebuild.services.opening_form import OpeningForm, opening_forms
from rebuild.services.project import MAIN
from rebuild.web.access import Checked, Form, SignedIn, Visitor
from rebuild.web.acting import KEY_BYTES
from rebuild.web.fields import Drawing, drawn
from rebuild.web.forms import Filled, Wrong, read_form
from rebuild.web.show import show
from rebuild.web.typed_day import ON, day_typed, day_wrong

router = APIRouter(include_in_schema=False)
UNREADABLE = 422


@router.get("/cases/new")
def new(request: Request, visitor: SignedIn, workflow: str = "") -> Response:
    return _page(request, _chosen(request, visitor, workflow), Filled(), {})


@router.post("/cases/new")
def opened(request: Request, visitor: Checked, given: Form) -> Response:
    app = request.app.state
    pairs = [(name, text) for name, text in given.multi_items() if isinstance(text, str)]
    plain = dict(pairs)
    form = _chosen(request, visitor, plain.get("workflow", ""))
    filled = read_form(form.action.asks, pairs)
    today = app.now().date()
    wrong = (*day_wrong(plain.get(ON.name, ""), today), *filled.wrong)
    if "more" in plain:
        return _page(request, form, filled, plain)
    if wrong:
        return _page(request, form, filled, plain, wrong=wrong)
    region = plain.get("region", "")
    if region not in form.regions:
        raise NotFound("没有这一页")
    on = day_typed(plain.get(ON.name, ""), today)
    assert on is not None, "an unreadable day was told of before"
    return _open(request, visitor, form, filled, plain, region, on)


def _open(
    request: Request,
    visitor: Visitor,
    form: OpeningForm,
    filled: Filled,
    plain: dict[str, str],
    region: str,
    on: date,
) -> Response:
    app, person = request.app.state, visitor.person
    opening = Opening(
        form.workflow, region, filled.answers, person.actor, on, app.now(),
        key=plain.get("key", "")[:100], person=person,
    )  # fmt: skip
    try:
        outcome = open_case(app.office, opening)
    except Conflict:
        return _page(request, form, filled, {**plain, "key": ""})
    if not outcome.allowed:
        return _page(request, form, filled, plain, refused=outcome.findings)
    return RedirectResponse(f"/cases/{outcome.number}?done={outcome.version}", 303)


def _chosen(request: Request, visitor: Visitor, workflow: str) -> OpeningForm:
    """The workflow named, or the only one there is; whoever may open none finds no such page."""
    forms = opening_forms(request.app.state.office, visitor.person)
    for form in forms:
        if not workflow or form.workflow == workflow:
            return form
    raise NotFound("没有这一页")


def _page(
    request: Request,
    form: OpeningForm,
    filled: Filled,
    plain: dict[str, str],
    *,
    wrong: tuple[Wrong, ...] = (),
    refused: tuple[Finding, ...] = (),
) -> Response:
    app, plan = request.app.state, form.plan
    more = {plain["more"]: 1} if plain.get("more") else {}
    said = Filled(filled.typed, wrong=wrong, begun=filled.begun)
    return show(
        request,
        "case/new.html",
        status=UNREADABLE if wrong or refused else 200,
        title=plan.workflow.title,
        workflow=form.workflow,
        label=form.action.label,
        regions=form.regions,
        region=plain.get("region", form.regions[0]),
        on=plain.get(ON.name) or app.now().date().isoformat(),
        on_error=next((each.problem for each in wrong if each.name == ON.name), ""),
        key=plain.get("key") or app.chance(KEY_BYTES).hex(),
        fields=drawn(form.action.asks, Drawing(said, partial(cited, plan.workflow), more)),
        errors=[{"field": each.id, "words": each.words} for each in wrong],
        refused=[finding_told(plan, MAIN, each) for each in refused],
    )
