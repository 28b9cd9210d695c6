"""工作日（快读）: which days are worked, from the holiday notices as they are usually written, line by line.

`calendars.py` reads any YAML and tells every fault; loading what it needs takes longer than a whole list.
So a list reads here the form in which the notices are written, and nothing else: a line in any other
form, and the answer is None.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

_LINE = re.compile(
    r"(?P<holiday>  - \{name: [^,{}]+, first: (?P<first>\d{4}-\d\d-\d\d), last: (?P<last>\d{4}-\d\d-\d\d)\})"
    r"|(?P<make_up>  - (?P<day>\d{4}-\d\d-\d\d))"
    r"|(?P<other>#.*|year: \d{4}|notice:|  (?:title|number|issued_on): .*|holidays:(?: \[\])?|make_up:(?: \[\])?|)"
)
_SATURDAY = 5
_LONGEST = 366


def working_days(folder: Path) -> Callable[[date], bool] | None:
    """Says of a day whether it is worked; None where a notice is written in another form, or there is none."""
    rest: set[date] = set()
    worked: set[date] = set()
    files = sorted(folder.glob("*.yaml"))
    try:
        plain = files and all(
            _read(line.rstrip(), rest, worked)
            for file in files
            for line in file.read_text("utf-8").splitlines()
        )
    except (OSError, ValueError):
        return None
    if not plain:
        return None
    return lambda day: day in worked or (day.weekday() < _SATURDAY and day not in rest)


def _read(line: str, rest: set[date], worked: set[date]) -> bool:
    found = _LINE.fullmatch(line)
    if found is None:
        return False
    if found["make_up"]:
        worked.add(date.fromisoformat(found["day"]))
    elif found["holiday"]:
        first, last = date.fromisoformat(found["first"]), date.fromisoformat(found["last"])
        length = (last - first).days + 1
        rest.update(first + timedelta(each) for each in range(min(length, _LONGEST)))
    return True
