"""Exports to Excel: begun for a list as it is chosen, watched, fetched within the hour by whoever began it."""

from datetime import datetime
from pathlib import Path as File
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import FileResponse
from pydantic import Field

from rebuild.errors import NotFound
from rebuild.services.export_cases import export_cases
from rebuild.services.once import first_answer
from rebuild.services.rights import Person, Right
from rebuild.services.work_lists import Chosen
from rebuild.web.api.answers import Progress, Told
from rebuild.web.api.client import Key, Now, TheOffice, with_right
from rebuild.web.api.desk import Lamp, Sort
from rebuild.web.api.roll import A_BOOK
from rebuild.web.api.sent import Sent
from rebuild.web.exports import Export, Exports, Tell
from rebuild.web.files import EXCEL

router = APIRouter(prefix="/exports", tags=["exports"])
Exporter = Annotated[Person, Depends(with_right(Right.EXPORT))]
Name = Annotated[str, Path(max_length=64)]
ID_BYTES = 16


class ToExport(Sent):
    """Which cases, chosen as in `GET /cases`."""

    stage: str = Field("", max_length=60)
    state: str = Field("", max_length=60)
    lamp: Lamp = ""
    region: str = Field("", max_length=6)
    turn: str = Field("", max_length=60)
    search: str = Field("", max_length=60)
    sort: Sort = ""

    def chosen(self) -> Chosen:
        usual = "due" if self.lamp or self.turn else "newest"
        return Chosen(
            self.stage, self.state, self.lamp, self.region, self.turn, self.search.strip(),
            self.sort or usual,
        )  # fmt: skip


class Exporting(Progress):
    """How far an export is; `wrong` says why it could not be made."""

    id: str
    wrong: str


@router.post("", status_code=202, response_model=Exporting)
def begin(
    request: Request, office: TheOffice, exporter: Exporter, now: Now, key: Key, asked: ToExport
) -> Told:
    """Begin one beside the answer; who took which cases is entered in the office's log when it is done."""
    made = request.app.state.chance(ID_BYTES).hex()
    wanted = {"what": "export", **asked.model_dump()}
    name = str(first_answer(office, key, wanted, made, at=now))
    begun = _all(office.data).find(name, owner_of(exporter))
    if begun is not None:
        return told(begun)

    def work(path: File, tell: Tell) -> int:
        return export_cases(office, exporter, asked.chosen(), path, now=now, tell=tell)

    return told(_all(office.data).begin(name, owner_of(exporter), work, now=now))


@router.get("/{export}", response_model=Exporting)
def watch(office: TheOffice, exporter: Exporter, export: Name) -> Told:
    """How far it is."""
    return told(_of(office.data, exporter, export))


@router.get("/{export}/file", response_class=FileResponse, responses={200: A_BOOK})
def fetch(office: TheOffice, exporter: Exporter, export: Name) -> Response:
    """The workbook, once it is finished, for an hour."""
    found = _of(office.data, exporter, export)
    file = _all(office.data).file(found)
    if not found.finished or found.wrong or not file.is_file():
        raise NotFound("没有这份导出，或者还没有做完")
    asked_at = datetime.fromisoformat(found.asked_at)
    return FileResponse(file, media_type=EXCEL, filename=f"cases-{asked_at:%Y%m%d-%H%M}.xlsx")


def owner_of(exporter: Person) -> str:
    """What a token's client began is not what the person began at a screen."""
    return f"api {exporter.id}"


def told(export: Export) -> Told:
    whole = 100 if export.finished else 99
    percent = min(whole, export.done * 100 // export.total) if export.total else 0
    return {
        "id": export.id,
        "finished": export.finished,
        "percent": 100 if export.finished else percent,
        "wrong": export.wrong,
    }


def _all(data: File) -> Exports:
    return Exports(data / "exports")


def _of(data: File, exporter: Person, name: str) -> Export:
    found = _all(data).find(name, owner_of(exporter))
    if found is None:
        raise NotFound("没有这份导出")
    return found
