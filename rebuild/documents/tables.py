"""Tables inside letters: over as many pages as they need, on every page a whole number of its lines high."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
