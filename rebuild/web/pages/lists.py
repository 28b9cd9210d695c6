"""待办, 已办, 办件列表: pages of cases, chosen by what stands in the address."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from rebuild.services.rights import Right, may
from rebuild.services.urgency import SPANS
from rebuild.services.work_lists import MINE, Chosen, choices, done_by, listed
from rebuild.web.access import signed_in
from rebuild.web.show import show

# Who is there is asked in each handler: a dependency would wait for a thread of its own.
router = APIRouter(include_in_schema=False)
SORTS = ("newest", "oldest", "due")
LONGEST = 60
Word = Annotated[str, Query(max_length=LONGEST)]


def chosen_cases(
    stage: Word = "",
    state: Word = "",
    lamp: Word = "",
    region: Word = "",
    turn: Word = "",
    search: Word = "",
    sort: Word = "",
    after: Annotated[str, Query(max_length=120)] = "",
) -> Chosen:
    """What the address asks for; an order or a lamp there is not is as if none were asked for."""
    urgency, _, number = _kept(after).partition(",")
    lamp = lamp if lamp in SPANS else ""
    usual = "due" if lamp or turn else "newest"
    return Chosen(
        stage=_kept(stage),
        state=_kept(state),
        lamp=lamp,
        region=_kept(region),
        turn=_kept(turn),
        search=_kept(search).strip(),
        sort=sort if sort in SORTS else usual,
        after=(urgency, number),
    )


def _kept(text: str) -> str:
    """PostgreSQL takes no NUL, not even to look for it; so it is read as bytes are that are no text."""
    return text.replace("\0", "\ufffd")


Asked = Annotated[Chosen, Depends(chosen_cases)]


@router.get("/cases")
def cases(request: Request, chosen: Asked) -> Response:
    visitor = signed_in(request)
    app = request.app.state
    page = listed(app.office, visitor.person, chosen, on=app.now().date())
    filters = filters_of(chosen)
    return show(
        request,
        "lists/cases.html",
        **page,
        **choices(app.office, visitor.person),
        chosen=chosen,
        filters=filters,
        without={name: address("/cases", {**filters, name: ""}) for name in filters},
        following=following("/cases", filters, page["next"]),
        first=address("/cases", filters) if any(chosen.after) else "",
        export=address("/export", filters),
        may_export=may(visitor.person, Right.EXPORT),
    )


@router.get("/mine")
def mine(request: Request, lamp: Word = "", after: Word = "") -> Response:
    visitor = signed_in(request)
    app = request.app.state
    urgency, _, number = _kept(after).partition(",")
    lamp = lamp if lamp in SPANS else ""
    chosen = Chosen(turn=MINE, lamp=lamp, after=(urgency, number))
    page = listed(app.office, visitor.person, chosen, on=app.now().date())
    filters = {"lamp": lamp} if lamp else {}
    return show(
        request,
        "lists/mine.html",
        **page,
        lamp=lamp,
        following=following("/mine", filters, page["next"]),
        first=address("/mine", filters) if after else "",
    )


@router.get("/done")
def done(request: Request, before: Annotated[int, Query(ge=0, le=2**62)] = 0) -> Response:
    visitor = signed_in(request)
    page = done_by(request.app.state.office, visitor.person, before=before)
    following = address("/done", {"before": str(page["next"])}) if page["next"] else ""
    return show(request, "lists/done.html", **page, following=following, first=bool(before))


def filters_of(chosen: Chosen) -> dict[str, str]:
    """What was chosen, as it stands in an address; an order that is the usual one is not told."""
    named = {
        name: getattr(chosen, name)
        for name in ("search", "stage", "state", "lamp", "region", "turn")
    }
    usual = "due" if chosen.lamp or chosen.turn else "newest"
    return {
        **{name: value for name, value in named.items() if value},
        **({"sort": chosen.sort} if chosen.sort != usual else {}),
    }


def address(path: str, filters: dict[str, str]) -> str:
    words = urlencode({name: value for name, value in filters.items() if value})
    return f"{path}?{words}" if words else path


def following(path: str, filters: dict[str, str], after: list[str] | None) -> str:
    """Where the next page is: what was chosen is kept."""
    return address(path, {**filters, "after": ",".join(after)}) if after else ""
