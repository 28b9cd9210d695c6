"""缓急: the five groups of a desk, each one range of the order in which tasks are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rebuild.errors import InputError
from rebuild.law.list_lamps import FEW
from rebuild.store.tables_work import NO_LIMIT, OVER, STOPPED
from rebuild.store.work_list import FIRST, LAST

GROUPS = ("overdue", "today", "soon", "normal", "stopped")
ENDED = "over"
SPANS = frozenset({*GROUPS, ENDED, "within_days", "ended_this_month", "open", ""})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The days at which one group ends and the next begins, counted once for a whole list."""

    today: str
    tomorrow: str
    after_soon: str  # the first day that is no longer soon
    month: tuple[str, str]  # between which the cases stand that ended this month

    def span(self, group: str) -> tuple[str, str]:
        """From which urgency a group reaches to which, the second not included."""
        if group not in SPANS:
            raise InputError("时限", f"没有“{group[:40]}”这一组")
        return {
            "overdue": (FIRST, self.today),
            "today": (self.today, self.tomorrow),
            "soon": (self.tomorrow, self.after_soon),
            "within_days": (self.today, self.after_soon),
            "normal": (self.after_soon, STOPPED),
            "stopped": (STOPPED, OVER),
            ENDED: (OVER, LAST),
            "ended_this_month": self.month,
            "open": (FIRST, OVER),
            "": (FIRST, LAST),
        }[group]

    def group(self, urgency: str) -> str:
        """In which group a task stands."""
        if urgency >= STOPPED:
            return ENDED if urgency >= OVER else "stopped"
        if urgency >= self.after_soon:
            return "normal"
        if urgency >= self.today:
            return "today" if urgency < self.tomorrow else "soon"
        return "overdue"


def boundaries(on: date, works: Callable[[date], bool]) -> Boundaries:
    """Soon is whatever falls due before the fourth working day to come; `works` knows working days."""
    day, worked = on, 0
    while worked <= FEW:
        day += _ONE_DAY
        worked += works(day)
    return Boundaries(on.isoformat(), (on + _ONE_DAY).isoformat(), day.isoformat(), month_of(on))


def last_day(urgency: str) -> date | None:
    """The day a task falls due; none where there is no limit or it does not run."""
    return date.fromisoformat(urgency) if urgency < NO_LIMIT else None


def ended_on(urgency: str) -> date:
    """The day a case that is over came to its end."""
    return date.fromisoformat(urgency.removeprefix(OVER))


def month_of(on: date) -> tuple[str, str]:
    """From which urgency to which the cases stand that ended in the month of a day."""
    first = on.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return f"{OVER}{first.isoformat()}", f"{OVER}{following.isoformat()}"
