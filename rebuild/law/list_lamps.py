"""清单上的灯: how pressing a case is on a work list, from the nearest last day of its time limits.

Few things are imported here, because a list at a terminal should not wait for the rest of the law.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

ListLamp = Literal["normal", "soon", "today", "overdue", "stopped"]
LABELS: dict[ListLamp, str] = {
    "normal": "正常",
    "soon": "将到期",
    "today": "今日到期",
    "overdue": "已超期",
    "stopped": "停表",
}
FEW = 3  # working days, as for the lamp of a single time limit
_ONE_DAY = timedelta(days=1)


def list_lamp(
    due: date | None, *, stopped: bool, on: date, works: Callable[[date], bool]
) -> ListLamp | None:
    """Overdue after the last day, soon in its last three working days; none where no time limit is open.

    `due` is the nearest last day of those that run; a case whose open limits all stand still is stopped.
    `works` says of a day whether it is a working day.
    """
    if due is None:
        return "stopped" if stopped else None
    if due < on:
        return "overdue"
    if due == on:
        return "today"
    return "soon" if _within(on, due, works) else "normal"


def _within(on: date, due: date, works: Callable[[date], bool]) -> bool:
    left = 0
    day = on
    while day < due:
        day += _ONE_DAY
        left += works(day)
        if left > FEW:
            return False
    return True
