"""Tables over as many pages as they need: in letters on the grid, on sheets of fixed places by the height of their rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from rebuild.documents.boxes import balanced
from rebuild.documents.typeset import GRID_PITCH, POINTS_PER_MM, block, line_block
from rebuild.errors import PrintError

GRID_LINES = 22
"""Lines of a letter's page (GB/T 9704)."""
_SIZE, _PITCH = 10.5, 15.0
_HEAD_MM, _PADDING_MM, _ROW_AIR_MM, _GAP_MM = 7.0, 1.6, 1.9, 1.4


@dataclass(frozen=True)
class TableRow:
    """A row whose height is known before it is printed."""

    cells: tuple[Markup, ...]
    height_mm: float


@dataclass(frozen=True)
class TablePart:
    """What stands of a table on one page, and how many lines of the page it takes."""

    rows: tuple[TableRow, ...]
    lines: int


def line_count(paragraph: Markup) -> int:
    """How many lines of the page a text takes that was set line by line."""
    return str(paragraph).count('<div class="ln"')


def table_parts(
    texts: Sequence[Sequence[object]],
    *,
    widths_mm: Sequence[float],
    above: int,
    below: int = 0,
) -> list[TablePart]:
    """The rows, page by page, where `above` lines of the page stand over the table.

    No row breaks. A table with no room for a single row under the text above it begins a new page:
    its first part is then empty. `below` lines must follow on the page of the last row, as a
    signature must.
    """
    rows = [_row(row, widths_mm) for row in texts]
    parts: list[list[TableRow]] = [[]]
    room = GRID_LINES - above % GRID_LINES
    for number, row in enumerate(rows, 1):
        if _lines([*parts[-1], row]) > room:
            if _lines([row]) > GRID_LINES - below:
                raise PrintError(
                    f"表格第{number}行内容太长，一页排不下。请精简该行，或者分成几行填写后重新打印。"
                )
            parts.append([])
            room = GRID_LINES
        parts[-1].append(row)
    if _lines(parts[-1]) + below > room:
        last = parts.pop()
        parts += [last[: -min(2, len(last))], last[-min(2, len(last)) :]]
    return [TablePart(tuple(part), _lines(part)) for part in parts]


def _row(texts: Sequence[object], widths_mm: Sequence[float]) -> TableRow:
    counts = [1]
    cells = []
    for text, width in zip(texts, widths_mm, strict=True):
        measure = (width - 2 * _PADDING_MM) * POINTS_PER_MM
        lines = balanced(str(text), measure, size=_SIZE, role="song")
        counts.append(len(lines))
        blocks = [line_block(line, role="song", size=_SIZE, spacing=0.0) for line in lines]
        cells.append(block(blocks, role="song", size=_SIZE, pitch=_PITCH))
    return TableRow(tuple(cells), round(max(counts) * _PITCH / POINTS_PER_MM + _ROW_AIR_MM, 2))


def _lines(rows: Sequence[TableRow]) -> int:
    height = _HEAD_MM + sum(row.height_mm for row in rows) + 2 * _GAP_MM
    return math.ceil(height * POINTS_PER_MM / GRID_PITCH)


_KEPT = 3
"""Rows kept for the last sheet, where a single one would look like a mistake."""
_Rows = Sequence[tuple[object, float]]


def sheets_of(
    rows: Sequence[object],
    *,
    heights_mm: Sequence[float],
    rooms_mm: Sequence[float],
    below_mm: float,
    beside: int = 1,
    label: str,
) -> list[list[list[object]]]:
    """Rows of different heights, sheet by sheet, on each in `beside` tables side by side.

    A sheet has the room of its place in `rooms_mm`, the later ones the last of them. No row breaks;
    the sum, `below_mm` high, follows the last row on its sheet, and there the tables end evenly.
    """
    rest = list(zip(rows, heights_mm, strict=True))
    sheets: list[list[list[object]]] = []
    while True:
        final = len(sheets) >= len(rooms_mm) - 1
        room = rooms_mm[-1 if final else len(sheets)]
        tables = _ending(rest, room, below_mm, beside)
        if tables:
            return [*sheets, tables]
        count = sum(len(table) for table in _filled(rest, room)[:beside])
        count = min(count, max(len(rest) - _KEPT, 1 if len(rest) > 1 else 0))
        tallest = max(height for _, height in rest)
        if tallest + below_mm > rooms_mm[-1] or (final and not count):
            raise PrintError(
                f"“{label}”有一行需要{tallest:.0f}毫米高，一页排不下。请核对该行的人数后重新打印。"
            )
        sheets.append(_plain(_filled(rest[:count], room)) if count else [[]])
        rest = rest[count:]


def _ending(rest: _Rows, room: float, below: float, beside: int) -> list[list[object]] | None:
    """The tables of the last sheet, as low as they can be; None where rows and sum need another sheet."""
    for limit in (*accumulate(height for _, height in rest), room):
        if limit > room:
            break
        tables = _filled(rest, limit)
        ends = sum(height for _, height in tables[-1]) + below
        if len(tables) <= beside and ends <= limit + 0.01:
            return _plain(tables)
    return None


def _filled(rows: _Rows, room: float) -> list[list[tuple[object, float]]]:
    tables: list[list[tuple[object, float]]] = [[]]
    left = room
    for row, height in rows:
        # A hundredth of a millimetre for what adding decimals leaves over.
        if height > left + 0.01:
            tables.append([])
            left = room
        tables[-1].append((row, height))
        left -= height
    return tables


def _plain(tables: Sequence[_Rows]) -> list[list[object]]:
    return [[row for row, _ in table] for table in tables]
