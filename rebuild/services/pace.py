"""快慢: how long each step took in this office before: the median of the stays that are over, in working days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from statistics import median_low

from rebuild.cases.facts import Case
from rebuild.law.calendar import Calendar
from rebuild.law.time_limits import Limit, Unit, due_date, working_days_between
from rebuild.services.office import Office
from rebuild.store import cases, lists

Place = tuple[str, str]  # seat, state
LOOKED_AT = 300  # cases; more would tell little else


@dataclass(frozen=True, slots=True)
class Pace:
    """How many working days a stay takes; `unknown` is for places nobody has left yet."""

    stays: Mapping[Place, int] = field(default_factory=dict)
    unknown: int | None = None  # None: all the time the law gives

    def until(self, calendar: Calendar, place: Place, *, entered: date) -> date | None:
        """When a stay is over at this pace; None where only the law says."""
        days = self.stays.get(place, self.unknown)
        if not days:
            return entered if days == 0 else None
        return due_date(calendar, entered, Limit(days, Unit.WORKING_DAYS)).due


ALL_THE_TIME = Pace()
AT_ONCE = Pace(unknown=0)


def usual_pace(office: Office) -> Pace:
    """As this office's cases went, the newest of them."""
    with office.database.reading() as session:
        page = lists.listing(session, newest_first=True, limit=LOOKED_AT)
    return pace_of(office.calendar, _folded(office, (row.number for row in page)))


def pace_of(calendar: Calendar, told: Iterable[Case]) -> Pace:
    """The median of every stay that is over in these cases."""
    lengths: dict[Place, list[int]] = defaultdict(list)
    for case in told:
        for runs in case.runs.values():
            for run in runs:
                for stay, following in pairwise(run.visits):
                    length = working_days_between(calendar, stay.since, following.since)
                    lengths[run.seat, stay.state].append(length)
    return Pace({place: median_low(each) for place, each in lengths.items()})


def _folded(office: Office, numbers: Iterable[str]) -> Iterator[Case]:
    for number in islice(numbers, LOOKED_AT):
        with office.database.reading() as session:
            yield cases.folded(session, cases.get(session, number))
