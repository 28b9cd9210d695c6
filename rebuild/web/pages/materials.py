"""申请材料: papers handed in, and files uploaded for a case; a file goes out only as a file, never as a page of ours."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from rebuild.errors import InputError, NotFound
from rebuild.services.look_up import Found
from rebuild.services.materials_page import materials_page
from rebuild.services.receiving import Handed
from rebuild.services.rights import Right, Subject, may
from rebuild.services.uploads import Upload, fetch_upload, remove, take_in, uploads_told
from rebuild.web.access import Checked, Form, SignedIn, Visitor
from rebuild.web.files import as_file, bounds, chunks_of
from rebuild.web.tabs import open_tab, tab_page

router = APIRouter(prefix="/cases/{number}", include_in_schema=False)
MOST_AT_ONCE = 20
UNREADABLE = 422


@router.get("/materials")
def materials(request: Request, visitor: SignedIn, number: str) -> Response:
    return _page(request, visitor, open_tab(request, visitor, number, "materials"))


@router.post("/uploads")
def upload(request: Request, visitor: Checked, number: str, form: Form) -> Response:
    """Each file on its own: what is wrong with one does not keep the others out."""
    found = open_tab(request, visitor, number, "materials")
    if not may(visitor.person, Right.ACT, Subject(found.stored.region, number)):
        raise NotFound("没有这一页")
    kept, wrong = take_files(request, visitor, number, form)
    if wrong or not kept:
        nothing = ["还没有选择文件"] if not wrong else []
        return _page(request, visitor, found, wrong=wrong or nothing, status=UNREADABLE)
    return RedirectResponse(f"/cases/{number}/materials?done={len(kept)}#uploads", 303)


@router.get("/uploads/{upload}")
def download(request: Request, visitor: SignedIn, number: str, upload: str) -> Response:
    """Attachments carry what people are called and where they live: for those who may see people, and whoever sent it."""
    found = open_tab(request, visitor, number, "materials")
    kept, content = fetch_upload(request.app.state.office, number, upload)
    sees = may(visitor.person, Right.SEE_PEOPLE, Subject(found.stored.region, number))
    if not sees and kept.made_by != visitor.person.id:
        raise NotFound("没有这份附件")
    return as_file(content, kept.name, kept.media_type)


@router.post("/uploads/{upload}/remove")
def take_off(request: Request, visitor: Checked, number: str, upload: str) -> Response:
    found = open_tab(request, visitor, number, "materials")
    app = request.app.state
    try:
        remove(app.office, number, upload, person=visitor.person, now=app.now())
    except InputError as error:
        return _page(request, visitor, found, wrong=[f"{error}"], status=UNREADABLE)
    return RedirectResponse(f"/cases/{number}/materials#uploads", 303)


def take_files(
    request: Request, visitor: Visitor, number: str, form: FormData, *, sheets: bool = False
) -> tuple[list[Upload], list[str]]:
    """The files of a form, kept one by one; and what is wrong with those that are not."""
    app = request.app.state
    kept: list[Upload] = []
    wrong: list[str] = []
    for file in form.getlist("file")[:MOST_AT_ONCE]:
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        handed = Handed(number, file.filename, visitor.person, app.now(), sheets)
        try:
            kept.append(
                take_in(app.office, handed, chunks_of(file.file), bounds(app.settings), app.chance)
            )
        except InputError as error:
            wrong.append(f"{error}")
    return kept, wrong


def _page(
    request: Request,
    visitor: Visitor,
    found: Found,
    *,
    wrong: list[str] | None = None,
    status: int = 200,
) -> Response:
    app, number = request.app.state, found.case.number
    subject = Subject(found.stored.region, number)
    return tab_page(
        request,
        visitor,
        found,
        "materials",
        status=status,
        handed_in=materials_page(found),
        uploads=uploads_told(app.office, number),
        opens=may(visitor.person, Right.SEE_PEOPLE, subject),
        acts=may(visitor.person, Right.ACT, subject),
        wrong=wrong or [],
        most=app.settings.upload_mb,
    )
