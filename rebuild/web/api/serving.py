"""Service of papers: what is issued and not yet served, and many households served in one act."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from rebuild.errors import InputError
from rebuild.services.actions_told import asked as asked_of
from rebuild.services.rights import Person, Right
from rebuild.services.serving import (
    each_household,
    each_household_again,
    households_to_serve,
    served_answers,
    to_serve,
)
from rebuild.web.api.acting import Deed, carry_out, wanted_by
from rebuild.web.api.answers import Answer, Line, Outcome, Told
from rebuild.web.api.client import (
    Client,
    Key,
    Now,
    Number,
    TheOffice,
    Today,
    case_for,
    with_right,
)
from rebuild.web.api.sent import Sent

router = APIRouter(prefix="/service", tags=["service"])
Reader = Annotated[Person, Depends(with_right(Right.SEE_CASE))]
Method = Literal["direct", "family", "left", "electronic", "post", "agent", "announce"]


class ToServe(Line):
    """A case with papers to serve: which, how many are left, and by which action it is recorded."""

    since: str
    each: bool = Field(
        description="to every household: `POST /service/{number}` records many at once"
    )
    unserved: int
    serve_seat: str
    serve_action: str


class Queue(Answer):
    rows: list[ToServe]
    next: str


class Households(Answer):
    """Households not yet served, names masked, and what is asked for each."""

    seat: str
    action: str
    kind: str
    seen: int
    households: list[Told]
    columns: list[Told]


class Service(Sent):
    """How one household was served; proofs by the names that `columns` gives them."""

    unit: str = Field(max_length=40)
    method: Method = "direct"
    on: date | None = None
    receiver: str = Field("", max_length=60)
    proofs: dict[str, str] = Field(default_factory=dict, max_length=20)

    def row(self, today: date) -> dict[str, str]:
        served_on = (self.on or today).isoformat()
        return {**self.proofs, "method": self.method, "on": served_on, "receiver": self.receiver}


class Served(Deed):
    """Every household that was served; each is addressed to all its owners by the office itself."""

    households: list[Service] = Field(min_length=1, max_length=1000)


@router.get("", response_model=Queue)
def queue(
    office: TheOffice,
    reader: Reader,
    today: Today,
    after: Annotated[str, Query(max_length=60)] = "",
) -> Told:
    """送达: papers not yet served, by case number."""
    return to_serve(office, reader, on=today, after=after)


@router.get("/{number}", response_model=Households)
def households(office: TheOffice, client: Client, number: Number) -> Told:
    """What is to be served to each household of this case, and to which."""
    found = case_for(office, client, number, Right.ACT)
    way = each_household(found.plan, found.case)
    return {
        "seat": way.seat,
        "action": way.action,
        "label": way.label,
        "kind": way.kind,
        "seen": found.stored.version,
        "households": households_to_serve(found, way),
        "columns": [asked_of(each) for each in way.columns],
    }


@router.post("/{number}", response_model=Outcome)
def serving(
    request: Request,
    office: TheOffice,
    client: Client,
    today: Today,
    now: Now,
    number: Number,
    key: Key,
    asked: Served,
) -> Any:
    """Seventeen households in one act: all of them recorded, or none and every reason why not."""
    found = case_for(office, client, number, Right.ACT)
    way = each_household_again(found.plan, found.case)
    rows = _rows(asked, {each.unit for each in found.case.households}, today)
    answers = served_answers(found.case, way, rows)
    place = way.seat, way.action
    wanted = wanted_by(found, client, place, answers, asked, today=today, now=now, key=key)
    said = asked.model_dump(mode="json", exclude={"seen", "dry_run"})
    return carry_out(request, found, replace(wanted, said=said))


def _rows(asked: Served, units: set[str], today: date) -> Mapping[str, Mapping[str, str]]:
    for place, each in enumerate(asked.households):
        if each.unit not in units:
            raise InputError(f"households.{place}.unit", f"没有“{each.unit}”这一户", "请核对房号")
    return {each.unit: each.row(asked.on or today) for each in asked.households}
