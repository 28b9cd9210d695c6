"""工作台: what is open, by urgency: one's own first, each with its next step and the days that are left."""

from fastapi import APIRouter, Request, Response

from rebuild.services.opening_form import opening_forms
from rebuild.services.rights import Right, may
from rebuild.services.workbench import workbench
from rebuild.web.access import signed_in
from rebuild.web.show import show

router = APIRouter(include_in_schema=False)


@router.get("/")
def desk(request: Request) -> Response:
    visitor = signed_in(request)  # asked here: a dependency would wait for a thread of its own
    app = request.app.state
    told = workbench(app.office, visitor.person, on=app.now().date())
    return show(
        request,
        "lists/workbench.html",
        **told,
        may_export=may(visitor.person, Right.EXPORT),
        may_hand_over=may(visitor.person, Right.HAND_OVER),
        may_open=bool(opening_forms(app.office, visitor.person)),
    )
