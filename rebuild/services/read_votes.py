"""读电子表决结果表: the rows of a result sheet as ballots, and everything wrong with them, by row and column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """What a sheet says: ballots as the form asks for them, what is wrong, and columns nobody asks for."""

    ballots: list[dict[str, Json]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read_votes(path: Path, columns: tuple[Field, ...], roll: tuple[Household, ...]) -> VoteSheet:
    """Read a CSV or XLSX sheet against the form and the roll; all of its problems at once."""
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
        raise InputError(path.name, "没有任何一票", "请核对是否选错了工作表或者文件")
    if len(lines) > MOST_ROWS:
        raise InputError(path.name, f"超过{MOST_ROWS}行", "请分栋导入")
    sheet = VoteSheet()
    places = _places(sheet, lines[0][1], columns)
    if not sheet.problems:
        seen: dict[tuple[str, str], int] = {}
        for line, cells in lines[1:]:
            given = {
                each: cells[place]
                for place, each in places.items()
                if place < len(cells) and cells[place]
            }
            _row(sheet, line, given, roll, seen)
    return sheet


def _places(
    sheet: VoteSheet, heading: list[str], columns: tuple[Field, ...]
) -> Mapping[int, Field]:
    known = {column.label: column for column in columns}
    places: dict[int, Field] = {}
    for place, title in enumerate(heading):
        column = known.get(title.strip("* ＊"))
        if column is None:
            sheet.ignored += [title] if title else []
        elif column in places.values():
            sheet.problems.append(Problem(0, title, "这一列重复，请只保留一列"))
        else:
            places[place] = column
    sheet.problems += [
        Problem(0, column.label, "缺少这一列")
        for column in columns
        if column.required and column not in places.values()
    ]
    return places


def _row(
    sheet: VoteSheet,
    line: int,
    given: Mapping[Field, str],
    roll: tuple[Household, ...],
    seen: dict[tuple[str, str], int],
) -> None:
    ballot = {column.name: _as_asked(column, value) for column, value in given.items()}
    labels = {column.name: column.label for column in given}
    for column in given:
        _, complaints = read_answers((column,), {column.name: ballot[column.name]})
        for complaint in complaints:
            sheet.problems.append(Problem(line, column.label, complaint.partition("：")[2]))
    unit, owner = str(ballot.get(_UNIT, "")), str(ballot.get(_OWNER, ""))
    for name, label in ((_UNIT, "房号"), (_VOTE, "意见"), ("cast_on", "日期")):
        if name not in ballot:
            sheet.problems.append(Problem(line, label, "必填，尚未填写"))
    if (unit, owner) in seen:
        message = (
            f"房号{unit}{owner}已写在第{seen[unit, owner]}行，结果表中每户（每名共有人）只应有一票"
        )
        sheet.problems.append(Problem(line, labels.get(_UNIT, "房号"), message))
    seen.setdefault((unit, owner), line)
    names = {each.unit: {one.name for one in each.owners} for each in roll}
    if unit and unit not in names:
        sheet.problems.append(Problem(line, labels[_UNIT], f"房号{unit}不在业主名册内"))
    elif owner and owner not in names.get(unit, set()):
        sheet.problems.append(Problem(line, labels[_OWNER], f"{owner}不是房号{unit}的产权人"))
    sheet.ballots.append(ballot)


def _as_asked(column: Field, value: str) -> str:
    """A platform's way of writing, as the form has it: 2023/6/20, 不同意."""
    if column.type == "date" and (found := _DAY.fullmatch(value)):
        year, month, day = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return _VOTES.get(value, value) if column.name == _VOTE else value
