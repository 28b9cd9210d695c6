"""Documents: their facts, their bytes, and whether a paper is ours."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response, UploadFile
from starlette.exceptions import HTTPException

from rebuild.errors import NotFound
from rebuild.services.document_named import document_named
from rebuild.services.printed_paper import printed_paper
from rebuild.services.rights import Right, Subject, may
from rebuild.services.verdict import verdict_on_code, verdict_on_file
from rebuild.web.api.client import Client, TheOffice, Today, case_for

router = APIRouter(tags=["documents"])
LARGEST = 50_000_000
Document = Annotated[str, Path(max_length=60, examples=["D-2024-000001"])]


@router.get("/documents/{document}")
def one(office: TheOffice, client: Client, document: Document) -> dict[str, Any]:
    """A document: number, date, whether it is printed, the hash of its bytes."""
    found = document_named(office, document)
    case_for(office, client, found["case"])
    return found


@router.get(
    "/documents/{document}/pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
def pdf(office: TheOffice, client: Client, document: Document) -> Response:
    """The bytes as they were printed once; what is addressed to one household takes `see_people`."""
    found = document_named(office, document)
    case = case_for(office, client, found["case"])
    subject = Subject(case.stored.region, case.case.number)
    if found["unit"] and not may(client, Right.SEE_PEOPLE, subject):
        raise NotFound("没有这份文书")
    headers = {"Content-Disposition": f'attachment; filename="{document}.pdf"'}
    return Response(printed_paper(office, document), media_type="application/pdf", headers=headers)


@router.get("/verify/{code}")
def by_code(
    office: TheOffice, client: Client, today: Today, code: Annotated[str, Path(max_length=200)]
) -> dict[str, Any]:
    """Whether a paper with this code is ours, unchanged, and in force; masked."""
    return verdict_on_code(office, code, on=today)


@router.post("/verify")
def by_file(office: TheOffice, client: Client, today: Today, file: UploadFile) -> dict[str, Any]:
    """The same of the very file."""
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise HTTPException(413)
    return verdict_on_file(office, content, on=today)
