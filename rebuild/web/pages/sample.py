"""样张: colours, type, parts and states of the desk on one page, for whoever builds a page."""

from fastapi import APIRouter, Request, Response

from rebuild.web.show import show

router = APIRouter(include_in_schema=False)


@router.get("/sample")
def sample(request: Request) -> Response:
    return show(request, "sample.html")
