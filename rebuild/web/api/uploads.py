"""Uploads: files of a case, streamed within the office's bounds, told by their digest, handed out as files only."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response, UploadFile

from rebuild.services.receiving import Handed
from rebuild.services.rights import Right
from rebuild.services.uploads import fetch_upload, remove, take_in, upload_told, uploads_told
from rebuild.web.api.answers import Answer, Told
from rebuild.web.api.client import Client, Key, Now, Number, TheOffice, case_for
from rebuild.web.files import as_file, bounds, chunks_of

router = APIRouter(prefix="/cases/{number}/uploads", tags=["uploads"])
Id = Annotated[str, Path(max_length=64)]
ANY_FILE = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}


class Uploaded(Answer):
    """One file: what it was found to be, how large, its digest, in which action it was handed in."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    by: str
    at: str
    in_action: str


@router.get("", response_model=list[Uploaded])
def listing(office: TheOffice, client: Client, number: Number) -> list[Told]:
    """Every file of the case, the newest first."""
    case_for(office, client, number)
    return uploads_told(office, number)


@router.post("", status_code=201, response_model=Uploaded)
def adding(
    request: Request,
    office: TheOffice,
    client: Client,
    now: Now,
    number: Number,
    key: Key,
    file: UploadFile,
) -> Told:
    """One file: a PDF, a JPEG or a PNG by its content, whatever it is called."""
    case_for(office, client, number, Right.ACT)
    app = request.app.state
    handed = Handed(number, file.filename or "", client, now, key=key)
    kept = take_in(office, handed, chunks_of(file.file), bounds(app.settings), app.chance)
    return upload_told(kept, {client.id: client.actor.name})


@router.get("/{upload}", response_class=Response, responses={200: ANY_FILE})
def fetching(office: TheOffice, client: Client, number: Number, upload: Id) -> Response:
    """The bytes, as a file to be saved. They say what people are called, so that takes `see_people`."""
    case_for(office, client, number, Right.SEE_PEOPLE)
    kept, content = fetch_upload(office, number, upload)
    return as_file(content, kept.name, kept.media_type)


@router.delete("/{upload}", status_code=204, response_class=Response)
def removing(
    office: TheOffice, client: Client, now: Now, number: Number, upload: Id, key: Key
) -> Response:
    """Take one's own file off the list, while it was handed in nowhere; the ledger keeps that it was there."""
    case_for(office, client, number, Right.ACT)
    remove(office, number, upload, person=client, now=now, key=key)
    return Response(status_code=204)
