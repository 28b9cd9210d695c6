"""案号: which cases somebody means who types a number, or only its last digits."""

import re
from datetime import date

from rebuild.documents.numbers import case_numbering
from rebuild.store import numbers
from rebuild.store.session import Session

_WHOLE = re.compile(r"[A-Za-z]+-\d{6}-\d{4}-\d+")
_LAST_DIGITS = re.compile(r"\d{4,7}")
_SERIES = "case "


def numbers_meant(session: Session, sought: str) -> tuple[str, ...]:
    """The numbers there can be for it; none where it is no number, such as that of a house."""
    if _WHOLE.fullmatch(sought):
        return (sought.upper(),)
    if not _LAST_DIGITS.fullmatch(sought):
        return ()
    count = int(sought)
    return tuple(
        case_numbering(series.removeprefix(_SERIES), date(int(period), 1, 1)).write(count)
        for series, period, last in numbers.counters(session, _SERIES)
        if 0 < count <= last
    )
