"""工作日: which days an office works, by the State Council's holiday notice of each year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from rebuild.errors import DefinitionError

WEEKEND = "休息日"
ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice a year's rest days come from."""

    title: str
    number: str | None
    issued_on: date


@dataclass(frozen=True, slots=True)
class Holiday:
    """One unbroken stretch of days off, both ends included."""

    name: str
    first: date
    last: date

    def days(self) -> Iterable[date]:
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


@dataclass(frozen=True, slots=True)
class YearData:
    """What one notice says; 元旦 of a year may begin on the last days of the year before."""

    year: int
    notice: Notice
    holidays: tuple[Holiday, ...]
    make_up: tuple[date, ...]  # 调休上班: Saturdays and Sundays worked


@dataclass(frozen=True, slots=True)
class Calendar:
    """Rest days and make-up days of the published years.

    In a year without a notice Monday to Friday count as working, and `known` is False: whoever
    counts through such a year marks the answer provisional.
    """

    years: tuple[YearData, ...] = field(compare=False)  # the version already stands for them
    version: str
    _known: frozenset[int] = field(compare=False, repr=False)
    _holidays: Mapping[date, str] = field(compare=False, repr=False)
    _make_up: frozenset[date] = field(compare=False, repr=False)

    @classmethod
    def of(cls, years: Iterable[YearData]) -> "Calendar":
        ordered = tuple(sorted(years, key=lambda data: data.year))
        known = frozenset(data.year for data in ordered)
        if len(known) < len(ordered):
            raise DefinitionError(("a year of the calendar is given twice",))
        return cls(
            years=ordered,
            version=sha256(repr(ordered).encode()).hexdigest()[:12],
            _known=known,
            _holidays={
                day: holiday.name
                for data in ordered
                for holiday in data.holidays
                for day in holiday.days()
            },
            _make_up=frozenset(day for data in ordered for day in data.make_up),
        )

    def known(self, day: date) -> bool:
        """Whether the notice for the year of this day has been published."""
        return day.year in self._known

    def known_through(self, first: date, last: date) -> bool:
        """Whether every year that these days touch has been published."""
        return all(year in self._known for year in range(first.year, last.year + 1))

    def rest_reason(self, day: date) -> str | None:
        """Why nobody works that day: the holiday's name, or 休息日 for a plain weekend."""
        if day in self._make_up:
            return None
        holiday = self._holidays.get(day)
        if holiday is not None:
            return holiday
        return WEEKEND if day.weekday() >= _SATURDAY else None

    def is_working_day(self, day: date) -> bool:
        return day in self._make_up or (day.weekday() < _SATURDAY and day not in self._holidays)

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        return self.working_day_from(day + ONE_DAY)

    def working_day_from(self, day: date) -> date:
        """This day if it is worked, otherwise the first working day after it (民法典203)."""
        while self.rest_reason(day) is not None:
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day before this one."""
        day -= ONE_DAY
        while self.rest_reason(day) is not None:
            day -= ONE_DAY
        return day
