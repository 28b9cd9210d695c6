"""The folder of holiday notices, one YAML file a year, read into one Calendar."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rebuild.engine.places import Fault, Node, read_yaml
from rebuild.errors import DefinitionError
from rebuild.law.calendar import Calendar, Holiday, Notice, YearData

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_HOLIDAY = 15  # days; a slip of the pen in a month would make a longer one


def load_calendars(folder: Path) -> Calendar:
    """Read every year in the folder; all faults of all files are told at once."""
    faults: list[str] = []
    years: list[YearData] = []
    for path in sorted(folder.glob("*.yaml")):
        reader = _YearReader()
        document, unreadable = read_yaml(path, shown=str(path))
        year = reader.year(document, path.stem) if document and not unreadable else None
        faults += map(str, sorted((*unreadable, *reader.faults)))
        if year is not None:
            years.append(year)
    if not years and not faults:
        faults.append(f"{folder}: no calendar here; add one file a year, such as 2026.yaml")
    if faults:
        raise DefinitionError(tuple(faults))
    return Calendar.of(years)


class _YearReader:
    """One file as a year, and everything in it that cannot be a holiday notice."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def year(self, document: Node, stem: str) -> YearData | None:
        if not self._has(document, {"year", "notice", "holidays", "make_up"}):
            return None
        year = document.at("year").value
        if not isinstance(year, int) or str(year) != stem:
            self._fault(document.at("year"), f"year must be the name of the file, {stem}")
            return None
        notice = self._notice(document.at("notice"))
        holidays = [(row, self._holiday(row)) for row in document.at("holidays").items()]
        make_up = [(row, self._day(row)) for row in document.at("make_up").items()]
        if self.faults or notice is None:
            return None
        read = YearData(
            year,
            notice,
            holidays=tuple(holiday for _, holiday in holidays if holiday),
            make_up=tuple(day for _, day in make_up if day),
        )
        self._check(read, [row for row, _ in holidays], [row for row, _ in make_up])
        return None if self.faults else read

    def _notice(self, node: Node) -> Notice | None:
        if not self._has(node, {"title", "issued_on"}, optional={"number"}):
            return None
        issued_on = self._day(node.at("issued_on"))
        number = node.entries().get("number")
        if issued_on is None:
            return None
        return Notice(
            title=str(node.at("title").value),
            number=str(number.value) if number else None,
            issued_on=issued_on,
        )

    def _holiday(self, node: Node) -> Holiday | None:
        if not self._has(node, {"name", "first", "last"}):
            return None
        first, last = self._day(node.at("first")), self._day(node.at("last"))
        if first is None or last is None:
            return None
        if not 0 <= (last - first).days < _LONGEST_HOLIDAY:
            self._fault(node, f"{first} to {last} is no stretch of days off")
            return None
        return Holiday(str(node.at("name").value), first, last)

    def _check(self, read: YearData, rows: Iterable[Node], make_up: Iterable[Node]) -> None:
        off: set[date] = set()
        for holiday, row in zip(read.holidays, rows, strict=True):
            if holiday.last.year != read.year:
                self._fault(row, f"{holiday.name} does not end in {read.year}")
            if not off.isdisjoint(holiday.days()):
                self._fault(row, f"{holiday.name} overlaps a holiday written above")
            off.update(holiday.days())
        worked: set[date] = set()
        for day, row in zip(read.make_up, make_up, strict=True):
            if day.year != read.year or day.weekday() < 5:
                self._fault(row, f"{day} is not a Saturday or Sunday of {read.year}")
            if day in off or day in worked:
                self._fault(row, f"{day} is a holiday, or is written twice")
            worked.add(day)

    def _day(self, node: Node) -> date | None:
        text = str(node.value)
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:  # the thirtieth of February
            pass
        self._fault(node, f"{text} is no day; write it as 2026-10-01")
        return None

    def _has(self, node: Node, keys: set[str], *, optional: Iterable[str] = ()) -> bool:
        """Whether a mapping has these keys, and no others."""
        missing = keys - node.entries().keys()
        unknown = node.entries().keys() - keys - set(optional)
        for key in sorted(missing):
            self._fault(node, f"'{key}' is missing")
        for key in sorted(unknown):
            self._fault(node.at(key), f"unknown key '{key}', expected {', '.join(sorted(keys))}")
        return not missing and not unknown

    def _fault(self, node: Node, problem: str) -> None:
        self.faults.append(Fault(node.shown, problem))
