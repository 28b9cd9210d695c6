"""Telling other programs: what happened is posted to the addresses that asked for it, from a thread beside the pages."""

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from rebuild.services.office import Office
from rebuild.services.webhooks import collect, deliver
from rebuild.web.worker import OnlyOne

LOG = logging.getLogger("rebuild.outbox")
PATIENCE = 10.0  # seconds that an address may take
LOOK_AGAIN = 15.0
NOBODY = 0  # the status where nobody answered


class _NoDetour(HTTPRedirectHandler):
    """A host that may be told may not send the message on to one that may not."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = build_opener(_NoDetour)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post it; the status of the answer, NOBODY where there was none."""
    request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310  only hosts that may be told get here
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError as error:
        LOG.info("%s: %s", url, error)
        return NOBODY


def tell_what_happened(office: Office, now: Callable[[], datetime], only_one: OnlyOne) -> bool:
    """One round of the outbox; whether more may wait."""
    if not only_one.is_me():
        return False
    collect(office, now=now())
    taken, _ = deliver(office, post, now=now())
    return taken > 0
