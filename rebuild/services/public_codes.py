"""查询码: what lets someone without an account see a case's progress, or rate a service, and nothing else.

A code is a keyed hash of what it opens, so that nothing has to be stored and nobody can guess one
from another. It is told on paper: on the poster, on a household's slip.
"""

import hmac

from rebuild.documents.seal import plain_code
from rebuild.services.office import Office

STATUS, RATING = "status", "rating"


def status_code(office: Office, number: str) -> str:
    """The check code beside a case's number."""
    return office.signer.code(f"{STATUS} {number}")


def status_code_fits(office: Office, *, number: str, typed: str) -> bool:
    """Whether a typed check code belongs to a number; as quick for a wrong one as for the right one."""
    return _same(status_code(office, number), typed)


def rating_code(office: Office, *, number: str, seat: str, run: int) -> str:
    """What opens the rating of one finished service."""
    return office.signer.code(f"{RATING} {number} {seat} {run}")


def rating_code_fits(office: Office, *, number: str, seat: str, run: int, typed: str) -> bool:
    return _same(rating_code(office, number=number, seat=seat, run=run), typed)


def _same(code: str, typed: str) -> bool:
    # As bytes, because letters of any script may be typed and only those of ASCII can be compared as text.
    return hmac.compare_digest(code.encode(), plain_code(typed).encode())
