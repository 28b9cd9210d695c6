"""Webhooks: addresses that are told of changes, signed, and again until they have taken it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from rebuild.services.rights import Person, Right
from rebuild.services.webhooks import make_webhook, stop_webhook, webhooks_of
from rebuild.web.api.answers import Answer
from rebuild.web.api.client import Key, Now, TheOffice, with_right
from rebuild.web.api.sent import Sent

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
Owner = Annotated[Person, Depends(with_right(Right.SEE_CASE))]


class ToTell(Sent):
    """Where to, and of what: `state_entered`, `document_issued`."""

    url: str = Field(max_length=500, examples=["https://platform.example/rebuild"])
    events: set[str] = Field(max_length=10, examples=[["state_entered", "document_issued"]])


class Webhook(Answer):
    """An address that is told, and how far in the ledger it has been."""

    id: str
    url: str
    events: list[str]
    active: bool
    position: int


class Made(Webhook):
    """A new one; `secret` is empty where the same key had made it before."""

    secret: str


@router.get("", response_model=list[Webhook])
def listing(office: TheOffice, owner: Owner) -> list[dict[str, Any]]:
    """The client's own."""
    return webhooks_of(office, owner)


@router.post("", status_code=201, response_model=Made)
def making(
    request: Request, office: TheOffice, owner: Owner, now: Now, key: Key, asked: ToTell
) -> dict[str, Any]:
    """`secret` signs every message and is told this once; see `Rebuild-Signature`."""
    app = request.app.state
    hosts = frozenset(
        filter(None, (each.strip() for each in app.settings.webhook_hosts.split(",")))
    )
    return make_webhook(
        office, asked.url, frozenset(asked.events), owner,
        allowed_hosts=hosts, now=now, chance=app.chance, key=key,
    )  # fmt: skip


@router.delete("/{webhook}", status_code=204, response_class=Response)
def stopping(
    office: TheOffice,
    owner: Owner,
    now: Now,
    key: Key,
    webhook: Annotated[str, Path(max_length=60)],
) -> Response:
    """Tell an address no more."""
    stop_webhook(office, webhook, owner, now=now, key=key)
    return Response(status_code=204)
