"""读电子表决结果表: the rows of a result sheet as ballots, and everything wrong with them, by row and column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from rebuild.cases.facts import Household, Json
from rebuild.engine.answers import read_answers
from rebuild.engine.definition import Field
from rebuild.errors import InputError
from rebuild.services.read_roster import Problem
from rebuild.services.read_table import MOST_ROWS, csv_lines, read_content, xlsx_lines

_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: [0-9:.]+)?")
# Words a platform may use where our form has one of its own.
_VOTES = {"不同意": "反对", "赞成": "同意", "无效": "废票"}
_UNIT, _OWNER, _VOTE = "unit", "owner", "vote"


@dataclass(slots=True)
class VoteSheet:
    """What a sheet says: the ballots that can be read, what is wrong, and columns nobody asks for."""

    rows: int = 0
    ballots: list[dict[str, Json]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    sha256: str = ""  # of the file's bytes as they were read


def read_votes(path: Path, columns: tuple[Field, ...], roll: tuple[Household, ...]) -> VoteSheet:
    """Read a CSV or XLSX sheet against the form and the roll; all of its problems at once."""
    readers = {".csv": csv_lines, ".xlsx": xlsx_lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(path.name, "不认识这种文件", "请使用 .xlsx 或 .csv 文件")
    content = read_content(path)
    lines = [
        (line, [cell.strip() for cell in cells])
        for line, cells in reader(path.name, content)
        if any(map(str.strip, cells))
    ]
    if len(lines) < 2:
        raise InputError(path.name, "没有任何一票", "请核对是否选错了工作表或者文件")
    if len(lines) > MOST_ROWS:
        raise InputError(path.name, f"超过{MOST_ROWS}行", "请分栋导入")
    reading = _Reading(roll={each.unit: {one.name for one in each.owners} for each in roll})
    reading.sheet.sha256 = sha256(content).hexdigest()
    reading.headings(lines[0][1], columns)
    if not reading.sheet.problems:
        for line, cells in lines[1:]:
            reading.row(line, cells)
    return reading.sheet


@dataclass(slots=True)
class _Reading:
    """The sheet so far; `began` says on which row each vote was first written."""

    roll: Mapping[str, set[str]]
    sheet: VoteSheet = field(default_factory=VoteSheet)
    places: dict[int, Field] = field(default_factory=dict)
    began: dict[tuple[str, str], int] = field(default_factory=dict)

    def headings(self, heading: list[str], columns: tuple[Field, ...]) -> None:
        known = {column.label: column for column in columns}
        for place, title in enumerate(heading):
            column = known.get(title.strip("* ＊"))
            if column is None:
                self.sheet.ignored += [title] if title else []
            elif column in self.places.values():
                self._wrong(0, title, "这一列重复，请只保留一列")
            else:
                self.places[place] = column
        for column in columns:
            if column.required and column not in self.places.values():
                self._wrong(0, column.label, "缺少这一列")

    def row(self, line: int, cells: list[str]) -> None:
        before = len(self.sheet.problems)
        ballot: dict[str, Json] = {}
        for place, column in self.places.items():
            value = _as_asked(column, cells[place] if place < len(cells) else "")
            _, complaints = read_answers((column,), {column.name: value})
            for complaint in complaints:
                self._wrong(line, column.label, complaint.partition("：")[2])
            if value:
                ballot[column.name] = value
        self._whose(line, str(ballot.get(_UNIT, "")), str(ballot.get(_OWNER, "")))
        self.sheet.rows += 1
        if len(self.sheet.problems) == before:
            self.sheet.ballots.append(ballot)

    def _whose(self, line: int, unit: str, owner: str) -> None:
        first = self.began.setdefault((unit, owner), line)
        if unit and first != line:
            self._wrong(
                line, "房号", f"房号{unit}{owner}已写在第{first}行，每户（每名共有人）只应有一票"
            )
        if unit and unit not in self.roll:
            self._wrong(line, "房号", f"房号{unit}不在业主名册内")
        elif unit and owner and owner not in self.roll[unit]:
            self._wrong(line, "共有人", f"{owner}不是房号{unit}的产权人")

    def _wrong(self, row: int, column: str, message: str) -> None:
        self.sheet.problems.append(Problem(row, column, message))


def _as_asked(column: Field, value: str) -> str:
    """A platform's way of writing, as the form has it: 2023/6/20, 不同意."""
    if column.type == "date" and (found := _DAY.fullmatch(value)):
        year, month, day = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return _VOTES.get(value, value) if column.name == _VOTE else value
