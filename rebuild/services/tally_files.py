"""The files a vote is handed in as (YAML, JSON, CSV, XLSX), each read into the same plain rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rebuild.errors import InputError
from rebuild.services.handed_yaml import IN_WORDS, YamlFault, YamlMap, parse
from rebuild.services.read_table import (
    MOST_ROWS,
    Line,
    csv_lines,
    read_content,
    text_of,
    xlsx_lines,
)

_HEADINGS = {
    "unit": "unit", "房号": "unit", "单元": "unit", "户号": "unit", "室号": "unit",
    "area": "area", "面积": "area", "专有部分面积": "area",
    "owners": "owners", "产权人": "owners", "业主": "owners",
    "ballot": "ballot", "表决": "ballot", "表决意见": "ballot",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One unit as written: where it stands in the file, and its fields."""

    where: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as written: what is said of the whole, and its rows."""

    head: Mapping[str, Any]
    rows: tuple[Row, ...]


def read_sheet(path: Path) -> Sheet:
    """Read a file by its ending; nothing in it is interpreted yet."""
    readers = {".yaml": _yaml, ".yml": _yaml, ".json": _json, ".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(path.name, "不认识这种文件", "请使用 .yaml、.json、.csv 或 .xlsx 文件")
    sheet = reader(path.name, read_content(path))
    if not sheet.rows:
        raise InputError(path.name, "没有任何一户", "请每户填写一行")
    if len(sheet.rows) > MOST_ROWS:
        raise InputError(path.name, f"共{len(sheet.rows)}户，超过{MOST_ROWS}户", "请分栋计票")
    return sheet


def _yaml(name: str, content: bytes) -> Sheet:
    read = parse(text_of(name, content))
    if isinstance(read, YamlFault):
        detail = f"：{read.detail}" if read.kind == "duplicate_key" else ""
        where = f"{name}第{read.line}行"
        raise InputError(where, IN_WORDS[read.kind] + detail, "请改正后再试")
    return _listed(name, read)


def _json(name: str, content: bytes) -> Sheet:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            raise InputError(name, f"同一个键写了两次：{_repeated(pairs)}", "请只保留一个")
        return fields

    try:
        read = json.loads(
            text_of(name, content),
            object_pairs_hook=once,
            parse_float=str,  # a figure stays the text that was written
            parse_int=str,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        where = f"{name}第{error.lineno}行第{error.colno}列"
        raise InputError(where, "不是正确的JSON写法", "请改正后再试") from None
    except RecursionError:
        raise InputError(name, "层次过深", "请改正后再试") from None
    return _listed(name, read)


def _repeated(pairs: Sequence[tuple[str, Any]]) -> str:
    names = [key for key, _ in pairs]
    return next(key for key in names if names.count(key) > 1)


def _listed(name: str, read: Any) -> Sheet:
    """What YAML and JSON share: a mapping with a list of units."""
    if not isinstance(read, dict) or not isinstance(read.get("units"), list):
        raise InputError(name, "没有 units 一项", "请在 units 下逐户填写")
    rows = []
    for place, fields in enumerate(read["units"], start=1):
        line = f"（第{fields.line}行）" if isinstance(fields, YamlMap) else ""
        where = f"{name}第{place}户{line}"
        if not isinstance(fields, dict):
            raise InputError(where, "不是一户的各项内容", "请填写 unit、area、owners、ballot")
        rows.append(Row(where, fields))
    return Sheet({key: value for key, value in read.items() if key != "units"}, tuple(rows))


def _csv(name: str, content: bytes) -> Sheet:
    return _table(name, csv_lines(name, content))


def _xlsx(name: str, content: bytes) -> Sheet:
    return _table(name, xlsx_lines(name, content))


def _table(name: str, lines: Sequence[Line]) -> Sheet:
    """What CSV and XLSX share: a heading, then a row a unit; empty rows are passed over."""
    filled = [
        (line, [cell.strip() for cell in cells])
        for line, cells in lines
        if any(map(str.strip, cells))
    ]
    if not filled:
        raise InputError(name, "没有内容", "请填写表头和各户")
    line, heading = filled[0]
    while not heading[-1]:
        heading.pop()
    columns = _columns(f"{name}第{line}行", heading)
    rows = []
    for line, cells in filled[1:]:
        if any(cells[len(heading) :]):
            raise InputError(f"{name}第{line}行", "比表头多出几格", "请核对表头、逗号和引号")
        fields = {key: cells[place] for key, place in columns.items() if place < len(cells)}
        rows.append(Row(f"{name}第{line}行", fields))
    return Sheet({}, tuple(rows))


def _columns(where: str, heading: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, title in enumerate(heading):
        key = _HEADINGS.get(title.lower())
        if key in columns:
            raise InputError(where, f"“{title}”一列重复", "请只保留一列")
        if key is not None:
            columns[key] = place
    missing = [key for key in ("unit", "area", "owners", "ballot") if key not in columns]
    if missing:
        raise InputError(
            where, f"缺少{'、'.join(missing)}一列", "表头应有 unit、area、owners、ballot"
        )
    return columns
