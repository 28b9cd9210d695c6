"""动态口令: a second factor on one's own telephone; a code opens once."""

import hmac
import re
from base64 import b32encode
from collections.abc import Callable
from datetime import datetime

from pyotp import TOTP

from rebuild.documents.qr import qr_image

SECONDS = 30
ISSUER = "原址重建审批"
_SECRET = re.compile(r"[A-Z2-7]{32}")  # twenty bytes, as `new_secret` writes them


def new_secret(chance: Callable[[int], bytes]) -> str:
    return b32encode(chance(20)).decode()


def is_secret(text: str) -> bool:
    """Whether it can be one that a form was given; what a form sends back may be anything."""
    return _SECRET.fullmatch(text) is not None


def address_of(secret: str, person: str) -> str:
    """What an authenticator reads from a QR code."""
    return TOTP(secret).provisioning_uri(name=person, issuer_name=ISSUER)


def picture_of(secret: str, person: str) -> str:
    """The QR code of it, as the address of a picture."""
    return qr_image(address_of(secret, person))


def opened_by(secret: str, code: str, *, now: datetime, last: int) -> int | None:
    """The half minute a code belongs to; None where it is wrong, too old, or was used before."""
    totp = TOTP(secret)
    this = int(now.timestamp()) // SECONDS
    for half_minute in (this, this - 1, this + 1):
        right = totp.at(half_minute * SECONDS)
        if hmac.compare_digest(right.encode(), code.strip().encode()) and half_minute > last:
            return half_minute
    return None
