"""通知: tell other programs what has changed, signed, in order, again and again until they have taken it.

What is told is drawn from the ledger, so that nothing is told that did not happen and nothing that
happened is left out. No message holds a person's name: whoever wants more asks the API with a token.
"""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from rebuild.cases.codec import canonical
from rebuild.cases.events import DocumentIssued, StateEntered
from rebuild.errors import InputError
from rebuild.services.office import Chance, Office
from rebuild.services.office_log import log
from rebuild.services.once import answered, keep_answer
from rebuild.services.persons import person_of
from rebuild.services.rights import Person, Right, Subject, may
from rebuild.store import cases, ledger, webhooks
from rebuild.store.ledger import OFFICE, Entry
from rebuild.store.session import Session
from rebuild.store.webhooks import Delivery, Webhook

STATE, DOCUMENT = "state_entered", "document_issued"
EVENTS = frozenset({STATE, DOCUMENT})
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
MOST_TRIES = 40  # about a week
SIGNATURE = "Rebuild-Signature"

Send = Callable[[str, bytes, dict[str, str]], int]
"""Posts a body to an address with headers; the status, or 0 where nobody answered."""


def make_webhook(
    office: Office,
    url: str,
    events: frozenset[str],
    client: Person,
    *,
    allowed_hosts: frozenset[str],
    now: datetime,
    chance: Chance,
    key: str = "",
) -> dict[str, Any]:
    """A new address to be told, from the present end of the ledger on; its secret is told once.

    Asked again under the same key, the same address is told without it.
    """
    _must_be_allowed(url, events, allowed_hosts)
    asked = {"what": "make_webhook", "url": url, "events": sorted(events)}
    name, secret = chance(6).hex(), chance(32).hex()
    with office.database.writing() as session:
        before = answered(session, key, asked)
        if before is not None:
            return {**before, "secret": ""}
        position, _ = ledger.head(session)
        webhook = Webhook(name, url, secret, events, client.id, position, client.id, now)
        webhooks.add(session, office.vault, webhook)
        log(session, "webhook_made", by=client.id, at=now, about=name, facts={"url": url})
        keep_answer(session, key, asked, webhook_told(webhook), at=now)
    return {**webhook_told(webhook), "secret": secret}


def stop_webhook(
    office: Office, webhook: str, client: Person, *, now: datetime, key: str = ""
) -> None:
    """Tell an address no more; one of somebody else's is not known."""
    asked = {"what": "stop_webhook", "webhook": webhook}
    with office.database.writing() as session:
        if answered(session, key, asked) is not None:
            return
        found = webhooks.find(session, office.vault, webhook)
        name = webhook if found and found.client == client.id else ""
        webhooks.stop(session, office.vault, name)
        log(session, "webhook_stopped", by=client.id, at=now, about=webhook)
        keep_answer(session, key, asked, webhook, at=now)


def webhooks_of(office: Office, client: Person) -> list[dict[str, Any]]:
    with office.database.reading() as session:
        known = tuple(webhooks.everything(session, office.vault))
    return [webhook_told(each) for each in known if each.client == client.id]


def webhook_told(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": sorted(webhook.events),
        "active": webhook.active,
        "position": webhook.position,
    }


def collect(office: Office, *, now: datetime) -> int:
    """Put into the outbox what happened since each address was last told; how many messages."""
    made = 0
    with office.database.writing() as session:
        for webhook in tuple(webhooks.everything(session, office.vault)):
            if not webhook.active:
                continue
            told_to = webhook.position
            person = person_of(session, webhook.client, now.date())
            for entry in webhooks.since(session, webhook.position):
                told_to = entry.position
                message = _message(session, webhook, person, entry)
                if message is not None:
                    body = canonical(message)
                    webhooks.send_later(session, Delivery(webhook.id, entry.position, body, now))
                    made += 1
            if told_to != webhook.position:
                webhooks.put(session, office.vault, replace(webhook, position=told_to))
    return made


def deliver(office: Office, send: Send, *, now: datetime) -> tuple[int, int]:
    """Try everything that is to be tried now; how many were taken, and how many were not."""
    with office.database.reading() as session:
        waiting = webhooks.waiting(session, now=now)
        known = {each.id: each for each in webhooks.everything(session, office.vault)}
    taken = 0
    for delivery in waiting:
        webhook = known[delivery.webhook]
        status = send(webhook.url, delivery.body, headers_for(webhook, delivery, now))
        after = _after(delivery, status, now)
        taken += after.done_at is not None and 200 <= status < 300
        with office.database.writing() as session:
            webhooks.send_later(session, after)
    return taken, len(waiting) - taken


def headers_for(webhook: Webhook, delivery: Delivery, now: datetime) -> dict[str, str]:
    """The signature is over instant and body, so that an old message can't be sent again as a new one."""
    instant = str(int(now.timestamp()))
    signed = instant.encode() + b"." + delivery.body
    signature = hmac.new(webhook.secret.encode(), signed, "sha256").hexdigest()
    return {
        "Content-Type": "application/json",
        SIGNATURE: f"t={instant},v1={signature}",
        "Rebuild-Delivery": f"{webhook.id}-{delivery.position}",
    }


def _after(delivery: Delivery, status: int, now: datetime) -> Delivery:
    """A message after a try: done, or to be tried again after twice the time, or given up."""
    tries = delivery.tries + 1
    if 200 <= status < 300 or tries >= MOST_TRIES:
        return replace(delivery, tries=tries, done_at=now, last_status=str(status))
    wait = min(FIRST_WAIT * 2 ** min(tries - 1, 20), LONGEST_WAIT)
    return replace(delivery, tries=tries, next_at=now + wait, last_status=str(status))


def _message(
    session: Session, webhook: Webhook, person: Person | None, entry: Entry
) -> dict[str, Any] | None:
    if entry.case == OFFICE or person is None:
        return None
    stored = cases.find(session, entry.case)
    subject = Subject(stored.region, entry.case) if stored else Subject("")
    if not may(person, Right.SEE_CASE, subject):
        return None
    changes = [each for each in _changes(entry) if each["event"] in webhook.events]
    if not changes:
        return None
    return {
        "id": f"{webhook.id}-{entry.position}",
        "case": entry.case,
        "position": entry.position,
        "at": entry.at.isoformat(),
        "changes": changes,
    }


def _changes(entry: Entry) -> Iterator[dict[str, Any]]:
    for event in entry.events:
        if isinstance(event, StateEntered):
            since = event.since.isoformat()
            yield {"event": STATE, "seat": event.seat, "run": event.run, "state": event.state, "since": since}  # fmt: skip
        elif isinstance(event, DocumentIssued):
            paper = event.document
            yield {
                "event": DOCUMENT,
                "document": paper.id,
                "kind": paper.kind,
                "number": paper.number,
                "date": paper.issued_on.isoformat(),
            }


def _must_be_allowed(url: str, events: frozenset[str], allowed_hosts: frozenset[str]) -> None:
    place = urlsplit(url)
    if place.scheme not in ("http", "https") or not place.hostname or place.username:
        raise InputError("url", "不是可以使用的地址", "请写 https:// 开头的地址")
    if place.netloc not in allowed_hosts and place.hostname not in allowed_hosts:
        raise InputError(
            "url",
            f"主机“{place.hostname[:80]}”不在允许之列",
            "请管理员把它加入 REBUILD_WEBHOOK_HOSTS",
        )
    if not events or not events <= EVENTS:
        raise InputError(
            "events", "没有选择，或有不认识的项", f"可以写 {'、'.join(sorted(EVENTS))}"
        )
