"""Handing over: whose cases, which, to whom and why; looked at first with `dry_run`, done all of it or nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from rebuild.services.hand_over import (
    Charge,
    HandOver,
    charges_of,
    hand_over,
    staff_told,
    would_hand_over,
)
from rebuild.services.rights import Person, Right
from rebuild.web.api.answers import Answer, Line, Told
from rebuild.web.api.client import Key, Now, TheOffice, with_right
from rebuild.web.api.sent import Sent

router = APIRouter(prefix="/hand-over", tags=["desk"])
Mover = Annotated[Person, Depends(with_right(Right.HAND_OVER))]


class Staff(Answer):
    """Somebody one may hand over from, and unless they have left, to."""

    id: str
    name: str
    disabled: bool


class Held(Line):
    """A case that may be handed over, and the role in which it is handled."""

    role: str
    role_label: str
    named: bool = Field(description="whether they were named for it, or it waits for their role")


class OneCase(Sent):
    number: str = Field(max_length=60)
    role: str = Field(max_length=60)


class ToHandOver(Sent):
    """From whom, to whom, which cases, and why."""

    cases: list[OneCase] = Field(max_length=1000)
    of: str = Field(max_length=64)
    to: str = Field(max_length=64)
    reason: str = Field(max_length=200)
    dry_run: bool = False


class HandedOver(Answer):
    """How many were not theirs before."""

    moved: int
    dry_run: bool


@router.get("/staff", response_model=list[Staff])
def people(office: TheOffice, mover: Mover) -> list[Told]:
    """Everybody one may hand over from or to, whoever has left included."""
    return staff_told(office)


@router.get("", response_model=list[Held])
def charges(
    office: TheOffice, mover: Mover, now: Now, of: Annotated[str, Query(max_length=64)]
) -> list[Told]:
    """What may be handed over of somebody."""
    return charges_of(office, mover, of, now=now)


@router.post("", response_model=HandedOver)
def handing(office: TheOffice, mover: Mover, now: Now, key: Key, asked: ToHandOver) -> Told:
    """Name another for each of the cases, and enter it in the office's log; or only say whether it could be done."""
    charges = tuple(dict.fromkeys(Charge(each.number, each.role) for each in asked.cases))
    wanted = HandOver(charges, asked.of, asked.to, asked.reason.strip(), key)
    carry_out = would_hand_over if asked.dry_run else hand_over
    return {"moved": carry_out(office, mover, wanted, now=now), "dry_run": asked.dry_run}
