"""查验: anyone holds a paper against what the office knows of it, by its code or by the very file."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from rebuild.services.verdict import UNKNOWN, verdict_on_code, verdict_on_file
from rebuild.web.rate import limited
from rebuild.web.show import show

router = APIRouter(prefix="/verify", include_in_schema=False)
Within = Annotated[None, Depends(limited(burst=30, every=2))]
LARGEST = 50_000_000  # bytes; no document of ours comes near it
CODE_SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@router.get("")
def ask(request: Request) -> Response:
    return show(request, "public/verify.html")


@router.post("")
def by_code(request: Request, code: str = Form("", max_length=200)) -> Response:
    """To the address that the QR code of the same paper leads to."""
    plain = "".join(sign for sign in code.upper() if sign in CODE_SIGNS)[:40]
    return RedirectResponse(f"/verify/{plain or '0'}", 303)


@router.post("/file")
def by_file(request: Request, file: UploadFile, within: Within) -> Response:
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise HTTPException(413)
    return _answer(request, verdict_on_file(request.app.state.office, content, on=_today(request)))


@router.get("/{code:path}")
def verdict(request: Request, code: str, within: Within) -> Response:
    return _answer(request, verdict_on_code(request.app.state.office, code, on=_today(request)))


def _answer(request: Request, told: dict[str, object]) -> Response:
    # Whether a code is unknown or no code at all, the same page answers with the same status.
    status = 404 if told["word"] == UNKNOWN else 200
    return show(
        request, "public/verdict.html", status=status, v=told, asked_at=request.app.state.now()
    )


def _today(request: Request) -> date:
    today: date = request.app.state.now().date()
    return today
