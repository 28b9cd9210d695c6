"""业主与表决: the buildings whose owners are deciding."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from rebuild.services.votes_list import list_votes
from rebuild.web.access import SignedIn
from rebuild.web.pages.lists import following
from rebuild.web.show import show

router = APIRouter(include_in_schema=False)


@router.get("/votes")
def votes(
    request: Request, visitor: SignedIn, after: Annotated[str, Query(max_length=120)] = ""
) -> Response:
    app = request.app.state
    urgency, _, number = after.partition(",")
    page = list_votes(app.office, visitor.person, on=app.now().date(), after=(urgency, number))
    return show(
        request,
        "lists/votes.html",
        lines=page["lines"],
        following=following("/votes", {}, page["next"]),
        first="/votes" if after else "",
    )
