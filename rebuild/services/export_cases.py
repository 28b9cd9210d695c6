"""导出办件: the list as it was chosen, as an Excel file; every text stays text, whatever it begins with."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from rebuild.cases.facts import Json
from rebuild.errors import InputError
from rebuild.law.list_lamps import LABELS
from rebuild.services.office import Office
from rebuild.services.office_log import log
from rebuild.services.rights import Person, Right
from rebuild.services.urgency import ENDED
from rebuild.services.work_lists import Chosen, count_lines, lines_of
from rebuild.services.work_told import Telling

MOST = 100_000
PAGE = 500
LAMPS: dict[str, str] = {**{str(name): label for name, label in LABELS.items()}, ENDED: "已办结"}
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("number", "编号", 24),
    ("address", "坐落", 44),
    ("applicant", "建设单位（个人）", 20),
    ("households", "户数", 6),
    ("region", "区县代码", 10),
    ("stage_label", "阶段", 14),
    ("state_label", "环节", 18),
    ("next", "下一步", 24),
    ("turn_label", "轮到谁", 24),
    ("handler_name", "经办人", 12),
    ("lamp_label", "时限", 10),
    ("due", "到期日", 12),
    ("left", "剩余日", 8),
    ("used", "已用日", 8),
    ("whole", "期限日", 8),
)
DATES = frozenset({"due"})
Tell = Callable[[int, int], None]


def export_cases(
    office: Office, person: Person, chosen: Chosen, path: Path, *, now: datetime, tell: Tell
) -> int:
    """Write the file, and enter in the office's log who took what; how many cases it holds.

    `tell` hears now and then how many of how many are written. Only cases in which somebody may
    export are taken, whatever else they may see.
    """
    with office.database.reading() as session:
        telling = Telling.of(session, office, person, now.date())
        total = count_lines(telling, chosen, Right.EXPORT)
        if total > MOST:
            raise InputError("导出", f"有 {total} 件，超出上限 {MOST} 件", "请先筛选")
        written = _write(path, _rows(telling, chosen), total, tell)
    with office.database.writing() as session:
        facts = {**_filters(chosen), "cases": written}
        log(session, "exported", by=person.id, at=now, about="办件列表", facts=facts)
    return written


def _rows(telling: Telling, chosen: Chosen) -> Iterator[dict[str, Json]]:
    asked = replace(chosen, after=("", ""), limit=PAGE)
    while True:
        lines = lines_of(telling, asked, Right.EXPORT)
        for line in lines[:PAGE]:
            told = telling.line(line)
            yield {**told, "lamp_label": LAMPS[told["lamp"]]}
        if len(lines) <= PAGE:
            return
        asked = replace(asked, after=(lines[PAGE - 1].urgency, lines[PAGE - 1].number))


def _write(path: Path, rows: Iterator[dict[str, Json]], total: int, tell: Tell) -> int:
    # What a clerk typed may begin with = or http:; it is neither formula nor link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("办件")
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        for column, (_, label, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, label, bold)
        written = 0
        for row in rows:
            written += 1
            for column, (name, _, _) in enumerate(COLUMNS):
                _cell(sheet, written, column, row[name], day if name in DATES else None)
            if written % PAGE == 0:
                tell(written, total)
    tell(written, written)
    return written


def _cell(sheet: Any, row: int, column: int, value: Json, day: Any) -> None:
    if value is None or value == "":
        return
    if day is not None:
        sheet.write_datetime(row, column, date.fromisoformat(value), day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _filters(chosen: Chosen) -> dict[str, str]:
    names = ("stage", "state", "lamp", "region", "turn", "search")
    return {name: getattr(chosen, name) for name in names if getattr(chosen, name)}
