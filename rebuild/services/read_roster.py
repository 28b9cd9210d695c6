"""读名册: the rows of a roster as households with their owners, and everything wrong with them, by row and column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rebuild.cases.facts import Json
from rebuild.engine.answers import read_answers
from rebuild.engine.definition import Workflow
from rebuild.errors import InputError
from rebuild.services.read_table import MOST_ROWS, Line, csv_lines, read_content, xlsx_lines
from rebuild.services.roster_columns import Column, columns_of

_BETWEEN = re.compile(r"\s*[、，,；;\n]\s*")
_LOST_DIGITS = re.compile(r"[0-9]\.[0-9]+e\+[0-9]+")
_UNIT, _NAME, _SHARE, _HOLDING = "unit", "name", "share", "holding"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and in which cell; row 0 where it is no one row's."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"第{self.row}行" if self.row else "表头"
        return f"{place}“{self.column}”：{self.message}"


@dataclass(slots=True)
class Roster:
    """What a file says: households as the form asks for them, and the problems that forbid using them."""

    households: list[dict[str, Json]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    area: int = 0  # hundredths of a square metre, of the rows that can be read


def read_roster(path: Path, workflow: Workflow) -> Roster:
    """Read a CSV or XLSX file; all of its problems at once."""
    readers = {".csv": csv_lines, ".xlsx": xlsx_lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(path.name, "不认识这种文件", "请使用 .xlsx 或 .csv 文件")
    lines = [
        (line, [cell.strip() for cell in cells])
        for line, cells in reader(path.name, read_content(path))
        if any(map(str.strip, cells))
    ]
    if len(lines) < 2:
        raise InputError(path.name, "没有任何一户", "请用 rebuild roster template 生成模板后填写")
    if len(lines) > MOST_ROWS:
        raise InputError(path.name, f"超过{MOST_ROWS}行", "请分栋导入")
    reading = _Reading(columns_of(workflow))
    reading.headings(lines[0])
    if not reading.roster.problems:
        for line in lines[1:]:
            reading.row(line)
        reading.check_holdings()
    return reading.roster


@dataclass(slots=True)
class _Reading:
    """The file so far; `began` says on which row each unit was first written."""

    columns: tuple[Column, ...]
    roster: Roster = field(default_factory=Roster)
    places: dict[int, Column] = field(default_factory=dict)
    began: dict[str, int] = field(default_factory=dict)

    def headings(self, heading: Line) -> None:
        known = {column.heading: column for column in self.columns}
        for place, title in enumerate(heading[1]):
            # The template's marks of what must be filled in may have been typed over.
            column = known.get(title.strip("* ＊"))
            if column is None and title:
                self._wrong(0, title, f"不认识这一列。可以写{'、'.join(known)}")
            elif column is not None and column in self.places.values():
                self._wrong(0, title, "这一列重复，请只保留一列")
            elif column is not None:
                self.places[place] = column
        for column in self.columns:
            if column.required and column not in self.places.values():
                self._wrong(0, column.heading, "缺少这一列")

    def row(self, line: Line) -> None:
        row, cells = line
        if any(cells[max(self.places) + 1 :]):
            self._wrong(row, "表格以外", "比表头多出几格，请核对")
        given = {
            column.field.name if not column.of_owner else f"owner {column.field.name}": cells[place]
            for place, column in self.places.items()
            if place < len(cells) and cells[place]
        }
        unit = given.get(_UNIT, "")
        last = self.roster.households[-1] if self.roster.households else None
        # A merged cell leaves its unit to the first row alone; a row with an area begins a unit.
        if last is not None and (unit == last[_UNIT] if unit else "area" not in given):
            self._more_owners(row, given, last)
        else:
            self._household(row, given, unit)

    def check_holdings(self) -> None:
        """Shares mean nothing unless the unit is said to be held by shares."""
        for household in self.roster.households:
            owners = household["owners"]
            shared = len(owners) > 1 and any(_SHARE in owner for owner in owners)
            if shared and not household.get(_HOLDING):
                row = self.began[household[_UNIT]]
                self._wrong(row, "共有方式", "写了份额，请选择“按份共有”")

    def _household(self, row: int, given: Mapping[str, str], unit: str) -> None:
        if unit and unit in self.began:
            self._wrong(
                row, "房号", f"房号{unit}已写在第{self.began[unit]}行；同一户的各行应当相连"
            )
        self.began.setdefault(unit, row)
        household: dict[str, Json] = {_UNIT: unit}
        for column in self.columns:
            if not column.of_owner:
                value = given.get(column.field.name, "")
                self._check(row, column, value)
                if value:
                    household[column.field.name] = value
        household["owners"] = list(self._owners(row, given))
        self.roster.households.append(household)

    def _more_owners(self, row: int, given: Mapping[str, str], last: dict[str, Json]) -> None:
        """A further row of a unit: what it says of the unit must be what the first one says."""
        for column in self.columns:
            value = given.get(column.field.name, "") if not column.of_owner else ""
            if value and value != last.get(column.field.name):
                self._wrong(
                    row,
                    column.heading,
                    f"“{value}”与房号{last[_UNIT]}第一行的“{last.get(column.field.name, '')}”不一致",
                )
        last["owners"] += self._owners(row, given)

    def _owners(self, row: int, given: Mapping[str, str]) -> Iterator[dict[str, Json]]:
        own = {column.field.name: column for column in self.columns if column.of_owner}
        names = _split(given.get(f"owner {_NAME}", ""))
        if not names:
            self._wrong(row, own[_NAME].heading, "必填，尚未填写")
            return
        owners: list[dict[str, Json]] = [{} for _ in names]
        for name, column in own.items():
            value = given.get(f"owner {name}", "")
            parts = [value] if len(names) == 1 else _split(value)
            if value and len(parts) != len(names):
                self._wrong(
                    row,
                    column.heading,
                    f"写了{len(parts)}项，产权人有{len(names)}名，请按同样的顺序逐人填写",
                )
                continue
            for owner, part in zip(owners, parts, strict=False):
                self._check(row, column, part)
                if part:
                    owner[name] = part
        yield from owners

    def _check(self, row: int, column: Column, value: str) -> None:
        if _LOST_DIGITS.fullmatch(value):
            self._wrong(
                row, column.heading, "单元格是数字格式，末几位已经丢失，请设为文本后重新填写"
            )
            return
        read, complaints = read_answers((column.field,), {column.field.name: value})
        for complaint in complaints:
            self._wrong(row, column.heading, complaint.partition("：")[2])
        if column.field.type == "area":
            self.roster.area += read.get(column.field.name, 0)

    def _wrong(self, row: int, column: str, message: str) -> None:
        self.roster.problems.append(Problem(row, column, message))


def _split(value: str) -> list[str]:
    return [part for part in _BETWEEN.split(value) if part]
