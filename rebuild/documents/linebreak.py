"""Where a line of Chinese may end: measured cells, squeezed punctuation, tokens that never part.

Widths are in points. The rules are those of Chinese book setting: no line starts with a closing
mark or ends with an opening one; two marks that meet keep one empty half between them; a mark at
the end of a line counts half; a figure never leaves its unit, nor a year its month.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rebuild.documents.fonts import face_of

FIGURE_SCALE = 0.97
"""Figures, Latin letters, ㎡ and 〔〕 in a line of Kai are Song, a little smaller."""

_CLOSING = frozenset("，。、；：？！）》」』】〕〉”’")
_OPENING = frozenset("（《「『【〔〈“‘")
_NO_START = _CLOSING | frozenset("·…—％%㎡℃‰,.;:!?)]}ー々")
_NO_END = _OPENING | frozenset("([{")
_FIGURE_LIKE = frozenset("㎡㎥㎜〔〕℃‰№×÷±≥≤")

_UNIT = (
    "平方米|立方米|个月|个|万元|毫米|工作日|单元|小时|分钟|"
    "[㎡㎥㎜元户层栋室号页份项条款日月年米％%‰℃亩人名件次幢级时分张张倍周岁]"
)
_NUMERAL = "[一二三四五六七八九十百千〇零两]"
_HARD = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|[㐀-鿿]?〔\d{4}〕\d+号?"
    rf"|[第约共]?\d[\d.,:/-]*(?:{_UNIT})?"
    r"|工作日|自然日|[!-~]+|——|……"
)
_SOFT = re.compile(
    rf"第{_NUMERAL}+[条款项章编节]"
    r"|\d+个(?:工作日|自然日)"
    rf"|{_NUMERAL}+(?:个工作日|个月|工作日|日内|日|年|户|层|名|份)"
    r"|[㐀-鿿]{2,6}〔\d{4}〕\d+号"
)
NEVER, LAST_RESORT, SOFT, FREE = range(4)


@dataclass(frozen=True)
class Cell:
    """One character as it will stand on the paper."""

    char: str
    face: str
    """The role that draws it: the line's own, song for figures in Kai, rare."""
    size: float
    width: float
    half: float
    """The width with its empty half cut off (`halt`); the full width where there is none."""
    halved: bool = False
    half_figure: bool = False
    """Whether `hwid` is on: every figure exactly half an em."""

    @property
    def advance(self) -> float:
        return self.half if self.halved else self.width

    @property
    def gap(self) -> float:
        """Its share of letter-spacing: figures and Latin letters half of what a character gets."""
        return 0.5 if self.char.isascii() else 1.0


def cells(text: str, *, role: str, size: float, half_figures: bool = False) -> tuple[Cell, ...]:
    """Measures a text, and halves the marks that meet."""
    plain = [_cell(char, role, size, half_figures) for char in text]
    for place, char in enumerate(text):
        if char in _CLOSING or char in _OPENING:
            after = text[place + 1 : place + 2]
            before = text[place - 1 : place] if place else ""
            if _meets(before, char, after):
                plain[place] = replace(plain[place], halved=True)
    return tuple(plain)


def break_lines(
    row: Sequence[Cell],
    *,
    measure: float,
    first_indent: float = 0.0,
    tracking: float = 0.0,
    squeeze: bool = True,
) -> list[tuple[Cell, ...]]:
    """Cuts the cells into lines no wider than the measure, squeezed by a third of a character at most."""
    grades = _grades("".join(cell.char for cell in row))
    lines: list[tuple[int, int]] = []
    start = 0
    while start < len(row):
        room = measure - (first_indent if not lines else 0.0)
        slack = row[start].size / 3 if squeeze else 0.01
        end = _line_end(row, start, grades, room=room, slack=slack, tracking=tracking)
        lines.append((start, end))
        start = end
    if squeeze:
        _share_stretch(row, lines, grades, rooms=(measure - first_indent, measure), step=tracking)
    _avoid_single_character(row, lines, grades)
    return [_trim(row[begin:end]) for begin, end in lines]


def width_of(line: Sequence[Cell], *, tracking: float = 0.0) -> float:
    """How wide a line stands, without the spacing after its last character."""
    return sum(cell.advance for cell in line) + tracking * sum(cell.gap for cell in line[:-1])


@lru_cache(maxsize=1 << 14)
def _cell(char: str, role: str, size: float, half_figures: bool) -> Cell:
    face = face_of(char, role=role)
    drawn_by = role
    if face.name == "RebuildSongRare-Regular":
        drawn_by = "rare"
    elif role == "kai" and face.name == "RebuildSong-Regular":
        drawn_by = "song"
        if char.isascii() or char in _FIGURE_LIKE:
            size *= FIGURE_SCALE
    half_figure = half_figures and char.isdigit() and char in face.half_figures
    width = face.half_figures[char] if half_figure else face.widths.get(char, 1000)
    half = face.halved.get(char, width)
    return Cell(
        char, drawn_by, size, width * size / 1000, half * size / 1000,
        halved=char in "〔〕", half_figure=half_figure,
    )  # fmt: skip


def _meets(before: str, char: str, after: str) -> bool:
    if char in _CLOSING:
        return bool(after) and (after in _CLOSING or after in _OPENING)
    return char in _OPENING and bool(before) and before in _OPENING


def _grades(text: str) -> list[int]:
    """How willingly a line ends after each character."""
    grades = [FREE] * len(text)
    for found in _SOFT.finditer(text):
        for place in range(found.start(), found.end() - 1):
            grades[place] = SOFT
    for found in _HARD.finditer(text):
        for place in range(found.start(), found.end() - 1):
            may_part = text[place] in "〕-/" and text[place + 1] != "/"
            grades[place] = LAST_RESORT if may_part else NEVER
    for place in range(len(text) - 1):
        if text[place + 1] in _NO_START or text[place] in _NO_END:
            grades[place] = NEVER
    return grades


def _line_end(
    row: Sequence[Cell],
    start: int,
    grades: Sequence[int],
    *,
    room: float,
    slack: float,
    tracking: float,
) -> int:
    """The place after the last cell of the line that begins at `start`."""
    best = dict.fromkeys((LAST_RESORT, SOFT, FREE), (start, room))
    used, furthest = 0.0, start + 1
    for place in range(start, len(row)):
        cell = row[place]
        advance = cell.half if place == start and cell.char in _OPENING else cell.advance
        ended = used + (cell.half if cell.char in _CLOSING else advance)
        if ended > room + slack:
            break
        furthest = place + 1
        for grade in range(LAST_RESORT, grades[place] + 1):
            best[grade] = (place + 1, room - ended)
        used += advance + tracking * cell.gap
    else:
        return len(row)
    em = row[start].size
    # A line stretched by more than this looks worse than what the break would part.
    for grade, stretch in ((FREE, 1.3 * em), (SOFT, 3 * em), (LAST_RESORT, room / 2)):
        end, left = best[grade]
        if end > start and left <= stretch:
            return end
    ends = [end for end, _ in best.values() if end > start]
    return max(ends, default=max(furthest, start + 1))


def _share_stretch(
    row: Sequence[Cell],
    lines: list[tuple[int, int]],
    grades: Sequence[int],
    *,
    rooms: tuple[float, float],
    step: float,
) -> None:
    """Where a date leaves a line too loose, the line above hands down up to three characters."""

    def slack(begin: int, end: int, room: float) -> float:
        return room - width_of(_trim(row[begin:end]), tracking=step)

    for number in range(1, len(lines) - 1):
        (begin, end), (_, last) = lines[number - 1 : number + 1]
        above = rooms[number > 1]
        loosest = slack(end, last, rooms[1])
        if loosest <= 2 * row[end].size:
            continue
        for place in range(end - 1, max(begin, end - 4), -1):
            pair = slack(begin, place, above), slack(place, last, rooms[1])
            if grades[place - 1] == FREE and pair[1] >= 0 and max(pair) < loosest:
                loosest = max(pair)
                lines[number - 1 : number + 1] = [(begin, place), (place, last)]


def _avoid_single_character(
    row: Sequence[Cell], lines: list[tuple[int, int]], grades: Sequence[int]
) -> None:
    """Hands a character down, where the last line would hold one alone."""
    if len(lines) < 2:
        return
    (begin, end), (_, last) = lines[-2:]
    words = [cell for cell in row[end:last] if cell.char not in _CLOSING]
    if len(words) > 1:
        return
    for earlier in range(end - 1, max(begin + 1, end - 4), -1):
        if grades[earlier - 1] == FREE:
            lines[-2:] = [(begin, earlier), (earlier, last)]
            return


def _trim(line: Sequence[Cell]) -> tuple[Cell, ...]:
    """Halves a mark at either edge, and drops the spaces a break leaves behind."""
    kept = list(line)
    while len(kept) > 1 and kept[-1].char == " ":
        kept.pop()
    if kept and kept[0].char in _OPENING:
        kept[0] = replace(kept[0], halved=True)
    if kept and kept[-1].char in _CLOSING:
        kept[-1] = replace(kept[-1], halved=True)
    return tuple(kept)
