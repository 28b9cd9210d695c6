"""送达: papers not yet served; seventeen households are served in one form."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from rebuild.cases.facts import Json
from rebuild.engine.definition import Field
from rebuild.errors import Conflict
from rebuild.services.act import Asked, act
from rebuild.services.citing import finding_told
from rebuild.services.look_up import Found
from rebuild.services.rights import Right
from rebuild.services.serving import (
    EachHousehold,
    each_household,
    households_to_serve,
    served_answers,
    to_serve,
)
from rebuild.web.access import Checked, Form, SignedIn, Visitor, may_see
from rebuild.web.pages.lists import address
from rebuild.web.show import show

router = APIRouter(prefix="/service", include_in_schema=False)
KEY_BYTES = 16
OF_THE_ROW = ("unit", "addressee", "method", "on", "receiver")
Rows = dict[str, dict[str, str]]


@router.get("")
def papers_to_serve(
    request: Request,
    visitor: SignedIn,
    after: Annotated[str, Query(max_length=60)] = "",
    served: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    app = request.app.state
    page = to_serve(app.office, visitor.person, on=app.now().date(), after=after)
    following = address("/service", {"after": page["next"]})
    return show(
        request,
        "lists/service.html",
        rows=page["rows"],
        following=following if page["next"] else "",
        first="/service" if after else "",
        served=served,
    )


@router.get("/{number}")
def sheet(
    request: Request,
    visitor: SignedIn,
    number: str,
    method: Annotated[str, Query(max_length=20)] = "direct",
    on: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    found = may_see(request, visitor, number, Right.ACT)
    way = each_household(found.plan, found.case)
    today = request.app.state.now().date().isoformat()
    filled = {
        each["unit"]: {"method": method, "on": on or today, "in": "1"}
        for each in households_to_serve(found, way)
    }
    return _sheet(request, found, way, filled, method=method, on=on or today)


@router.post("/{number}")
def serve(request: Request, visitor: Checked, number: str, form: Form) -> Response:
    found = may_see(request, visitor, number, Right.ACT)
    way = each_household(found.plan, found.case)
    rows = _rows(form, found, way)
    chosen = {
        unit: {name: text for name, text in row.items() if name != "in"}
        for unit, row in rows.items()
        if row.get("in")
    }
    try:
        outcome = act(request.app.state.office, _asked(request, visitor, found, way, form, chosen))
    except Conflict as error:
        return _sheet(request, found, way, rows, wrong=str(error), status=409)
    if outcome.allowed:
        return RedirectResponse(f"/service?served={len(chosen)}", 303)
    findings = [finding_told(found.plan, way.seat, each) for each in outcome.findings]
    return _sheet(request, found, way, rows, findings=findings, status=422)


def _asked(
    request: Request,
    visitor: Visitor,
    found: Found,
    way: EachHousehold,
    form: FormData,
    chosen: Rows,
) -> Asked:
    now = request.app.state.now()
    seen = str(form.get("seen", ""))
    return Asked(
        found.case.number,
        way.seat,
        way.action,
        served_answers(found.case, way, chosen),
        visitor.person.actor,
        now.date(),
        now,
        seen=int(seen) if seen.isdecimal() else found.stored.version,
        key=str(form.get("key", ""))[:100],
        person=visitor.person,
    )


def _rows(form: FormData, found: Found, way: EachHousehold) -> Rows:
    """What was typed for each household; a field is named by its column and the place of its row."""
    names = ["in", *(column.name for column in way.columns if column.name != "addressee")]
    rows: Rows = {}
    for place in range(len(found.case.households)):
        row = {name: str(form.get(f"{name}-{place}", "")).strip() for name in names}
        if row.get("unit"):
            rows[row.pop("unit")] = row
    return rows


def _sheet(
    request: Request,
    found: Found,
    way: EachHousehold,
    filled: Rows,
    *,
    method: str = "",
    on: str = "",
    findings: list[dict[str, Json]] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    columns = {column.name: column for column in way.columns}
    return show(
        request,
        "lists/serve_each.html",
        status=status,
        found=found,
        way=way,
        households=households_to_serve(found, way),
        filled=filled,
        methods=columns["method"].choices,
        proofs=[_proof(column) for column in way.columns if column.name not in OF_THE_ROW],
        method=method,
        on=on,
        findings=findings or [],
        wrong=wrong,
        key=request.app.state.chance(KEY_BYTES).hex(),
        seen=found.stored.version,
    )


def _proof(column: Field) -> dict[str, str]:
    return {
        "name": column.name,
        "label": column.label,
        "help": column.help,
        "type": "date" if column.type == "date" else "text",
    }
