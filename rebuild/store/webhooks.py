"""通知: who is told of changes, how far they have been told, and what still has to reach them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam

from rebuild.cases.codec import canonical
from rebuild.errors import NotFound
from rebuild.store import ledger
from rebuild.store.keeping import Kept
from rebuild.store.people import Vault
from rebuild.store.session import Session
from rebuild.store.tables_desk import deliveries, webhooks


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told; `position` is how far in the ledger it has been told."""

    id: str
    url: str
    secret: str = field(repr=False)
    events: frozenset[str]
    client: str  # in whose name it was made, and whose rights decide what it is told of
    position: int
    made_by: str
    made_at: datetime
    active: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way; `next_at` is when it is tried again."""

    webhook: str
    position: int
    body: bytes
    next_at: datetime
    tries: int = 0
    done_at: datetime | None = None
    last_status: str = ""


def add(session: Session, vault: Vault, webhook: Webhook) -> None:
    _WEBHOOKS.add(session, **_row(vault, webhook))


def put(session: Session, vault: Vault, webhook: Webhook) -> None:
    _WEBHOOKS.put(session, **_row(vault, webhook))


def find(session: Session, vault: Vault, webhook: str) -> Webhook | None:
    found = _WEBHOOKS.find(session, id=webhook)
    return _webhook(vault, found) if found else None


def stop(session: Session, vault: Vault, webhook: str) -> Webhook:
    found = find(session, vault, webhook)
    if found is None:
        raise NotFound(f"没有编号为“{webhook[:40]}”的通知地址")
    ended = replace(found, active=False)
    put(session, vault, ended)
    return ended


def everything(session: Session, vault: Vault) -> Iterator[Webhook]:
    return (_webhook(vault, row) for row in _WEBHOOKS.everything(session))


def since(session: Session, position: int) -> Iterator[ledger.Entry]:
    """Every entry of the ledger after a position."""
    return (ledger.opened(each) for each in ledger.every_entry(session, after=position))


def send_later(session: Session, delivery: Delivery) -> None:
    _DELIVERIES.put(session, **_delivery_row(delivery))


def waiting(session: Session, *, now: datetime, size: int = 100) -> list[Delivery]:
    """What is to be tried now, the longest waiting first."""
    rows = _DELIVERIES.rows(session, _WAITING, now=now.isoformat(), size=size)
    return [_delivery(row) for row in rows]


def _row(vault: Vault, webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "url": webhook.url,
        "secret": vault.seal(webhook.secret, _place(webhook.id)),
        "events": canonical(sorted(webhook.events)).decode(),
        "client": webhook.client,
        "active": webhook.active,
        "position": webhook.position,
        "made_by": webhook.made_by,
        "made_at": webhook.made_at.isoformat(),
    }


def _webhook(vault: Vault, row: dict[str, Any]) -> Webhook:
    return Webhook(
        id=row["id"],
        url=row["url"],
        secret=vault.open(bytes(row["secret"]), _place(row["id"])),
        events=frozenset(json.loads(row["events"])),
        client=row["client"],
        position=row["position"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        active=row["active"],
    )


def _place(webhook: str) -> bytes:
    return f"webhook {webhook}".encode()


def _delivery_row(delivery: Delivery) -> dict[str, Any]:
    return {
        "webhook_id": delivery.webhook,
        "position": delivery.position,
        "body": delivery.body,
        "tries": delivery.tries,
        "next_at": delivery.next_at.isoformat(),
        "done_at": delivery.done_at.isoformat() if delivery.done_at else None,
        "last_status": delivery.last_status,
    }


def _delivery(row: dict[str, Any]) -> Delivery:
    return Delivery(
        webhook=row["webhook_id"],
        position=row["position"],
        body=bytes(row["body"]),
        next_at=datetime.fromisoformat(row["next_at"]),
        tries=row["tries"],
        done_at=datetime.fromisoformat(row["done_at"]) if row["done_at"] else None,
        last_status=row["last_status"],
    )


_WEBHOOKS = Kept(webhooks)
_DELIVERIES = Kept(deliveries)
_WAITING = _DELIVERIES.seek(
    deliveries.c.done_at.is_(None),
    deliveries.c.next_at <= bindparam("now"),
    order=(deliveries.c.next_at, deliveries.c.webhook_id, deliveries.c.position),
    size=True,
)
