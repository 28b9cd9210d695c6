"""Acting: an action done, rehearsed or previewed; a paper served to many households in one act."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from pydantic import Field

from rebuild.errors import NotFound
from rebuild.services.act import Asked
from rebuild.services.act_told import outcome_told
from rebuild.services.act_with_files import act_with, files_of
from rebuild.services.look_up import Found
from rebuild.services.office import Office
from rebuild.services.preview import preview
from rebuild.services.rights import Person
from rebuild.services.uploads import Upload
from rebuild.web.api.answers import Answer, Finding, Outcome, Told
from rebuild.web.api.client import Client, Key, Name, Now, Number, TheOffice, Today, case_for
from rebuild.web.api.problems import problem
from rebuild.web.api.sent import Sent

router = APIRouter(prefix="/cases", tags=["acting"])


class Deed(Sent):
    """What every act is sent with: the version of the case that was seen, a rehearsal or the real thing."""

    seen: int | None = Field(None, ge=0, le=2**31)
    on: date | None = None
    dry_run: bool = False


class ToDo(Deed):
    """One action: its answers, which of several runs it is about, the files that are handed in with it."""

    answers: dict[str, Any] = Field(default_factory=dict, max_length=200)
    run: int | None = Field(None, ge=1, le=10_000)
    uploads: list[str] = Field(
        default_factory=list, max_length=60, description="of this case; from then on they stay"
    )


class Preview(Answer):
    """What would come of it; what must still be filled in is stood in for, and then `guessed` is true."""

    guessed: bool
    first: list[Told]
    findings: list[Finding]
    effect: Told | None


@router.post("/{number}/actions/{seat}/{action}", response_model=Outcome)
def doing(
    request: Request,
    office: TheOffice,
    client: Client,
    today: Today,
    now: Now,
    number: Number,
    seat: Name,
    action: Name,
    key: Key,
    asked: ToDo,
) -> Any:
    """Do it, or say every reason why not. Sent again with the same key, it gives the first answer again."""
    found = case_for(office, client, number)
    wanted = Asked(
        number, seat, action, asked.answers, client.actor, asked.on or today, now,
        seen=asked.seen, key=key, dry_run=asked.dry_run, run=asked.run or 0, person=client,
    )  # fmt: skip
    return carry_out(request, found, wanted, files_of(office, number, asked.uploads))


@router.post("/{number}/actions/{seat}/{action}/preview", response_model=Preview)
def work_out(
    office: TheOffice,
    client: Client,
    today: Today,
    now: Now,
    number: Number,
    seat: Name,
    action: Name,
    asked: ToDo,
) -> Told:
    """As the form shows it while it is filled in: next state, papers, last days; nothing is written."""
    found = case_for(office, client, number)
    must_be_known(found, seat, action)
    wanted = Asked(
        number, seat, action, asked.answers, client.actor, asked.on or today, now,
        run=asked.run or 0, person=client,
    )  # fmt: skip
    return preview(office, found, wanted)


def carry_out(request: Request, found: Found, asked: Asked, kept: tuple[Upload, ...] = ()) -> Any:
    """One act by the one door; what it issues is printed beside."""
    office: Office = request.app.state.office
    must_be_known(found, asked.seat, asked.action)
    if asked.dry_run:
        asked = replace(asked, key="")
    outcome = act_with(office, asked, kept)
    told = outcome_told(
        office, outcome, seat=asked.seat, action=asked.action, on=asked.on, dry_run=asked.dry_run
    )
    if not outcome.allowed:
        return problem(422, "现在不能办理", told["findings"])
    if outcome.issued and (press := getattr(request.app.state, "press", None)):
        press.wake()
    return told


def must_be_known(found: Found, seat: str, action: str) -> None:
    if found.plan.action(seat, action) is None:
        raise NotFound(f"没有办理事项 {seat}.{action}")


def wanted_by(
    found: Found,
    person: Person,
    place: tuple[str, str],
    answers: Mapping[str, Any],
    asked: Deed,
    *,
    today: date,
    now: datetime,
    key: str,
) -> Asked:
    """What an act that is put together here asks of the one door."""
    return Asked(
        found.case.number, *place, answers, person.actor, asked.on or today, now,
        seen=asked.seen, key=key, dry_run=asked.dry_run, person=person,
    )  # fmt: skip
