"""好差评: five grades, a few words, no name."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from rebuild.errors import InputError
from rebuild.services.rating import STARS, TAGS, Said, rate, service_named
from rebuild.web.rate import limited
from rebuild.web.show import show

router = APIRouter(prefix="/rate", include_in_schema=False)
Within = Annotated[None, Depends(limited(burst=20, every=3))]
ADDRESS = "/{number}/{seat}/{run}/{code}"


@router.get(ADDRESS)
def ask(
    request: Request,
    number: str,
    seat: str,
    run: int,
    code: str,
    within: Within,
    thanks: bool = False,
) -> Response:
    office = request.app.state.office
    service = service_named(office, number=number, seat=seat, run=run, code=code)
    return _page(request, service, thanks=thanks)


@router.post(ADDRESS)
def say(
    request: Request,
    number: str,
    seat: str,
    run: int,
    code: str,
    within: Within,
    tags: Annotated[list[str], Form(default_factory=list)],
    stars: int = Form(0),
    words: str = Form("", max_length=5000),
) -> Response:
    app = request.app.state
    said = Said(number, seat, run, code, stars, tuple(tags), words)
    try:
        rate(app.office, said, now=app.now())
    except InputError as error:
        service = service_named(app.office, number=number, seat=seat, run=run, code=code)
        return _page(request, service, stars=stars, words=words, wrong=str(error), status=422)
    return RedirectResponse(f"{request.url.path}?thanks=true", 303)


def _page(
    request: Request,
    service: dict[str, object],
    *,
    thanks: bool = False,
    stars: int = 0,
    words: str = "",
    wrong: str = "",
    status: int = 200,
) -> Response:
    return show(
        request,
        "public/rating.html",
        status=status,
        service=service,
        grades=STARS,
        tags=TAGS,
        thanks=thanks,
        stars=stars,
        words=words,
        wrong=wrong,
    )
