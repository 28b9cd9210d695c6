"""Typesetting: what templates call to set a text line by line, as safe HTML.

WeasyPrint justifies by widening spaces, which Chinese has none of; so we break the lines, print
each as a block, and give it the letter-spacing that fills the measure.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from rebuild.documents.linebreak import FIGURE_SCALE, Cell, break_lines, cells, width_of
from rebuild.errors import PrintError

POINTS_PER_MM = 72 / 25.4
GRID_SIZE, GRID_PITCH, GRID_CELL, GRID_WIDTH_MM = 16.0, 28.99, 15.79, 156.0
"""GB/T 9704: 22 lines of 28 characters in 156 × 225 mm, 三号 16 pt."""

# What an address or a project's name may part between: the larger places, then the spot in one piece.
_PLACE = re.compile(r".+?(?:特别行政区|自治区|自治州|街道办事处|街道|社区|[省州盟市县区旗镇乡村])")
_SPOT = re.compile(r"[^，；、。]*\d(?:室|单元|栋|幢|号院|号|层)")


def paragraph(
    text: str,
    *,
    width_mm: float,
    size_pt: float,
    pitch_pt: float,
    indent: float = 0,
    role: str = "song",
    tracking_pt: float = 0.0,
    half_figures: bool = False,
    justify: bool = True,
) -> Markup:
    """A paragraph flush on both sides; `indent` in characters. `justify=False` leaves the right edge ragged."""
    measure = width_mm * POINTS_PER_MM
    step = indent * (size_pt + tracking_pt)
    row = cells(str(text), role=role, size=size_pt, half_figures=half_figures)
    broken = break_lines(
        row, measure=measure, first_indent=step, tracking=tracking_pt, squeeze=justify
    )
    blocks = []
    for number, line in enumerate(broken):
        room = measure - (step if number == 0 else 0)
        last = number == len(broken) - 1
        spacing = tracking_pt if last or not justify else _spacing(line, room, tracking_pt)
        if last and width_of(line, tracking=spacing) > room:  # a squeezed last line
            spacing = _spacing(line, room, tracking_pt)
        blocks.append(
            _line(line, role=role, size=size_pt, spacing=spacing, indent=step * (number == 0))
        )
    return _block(blocks, role=role, size=size_pt, pitch=pitch_pt)


def grid(text: str, *, indent: float = 2, role: str = "song") -> Markup:
    """A paragraph of a letter, its characters in the 22 × 28 cells of the page."""
    return paragraph(
        text, width_mm=GRID_WIDTH_MM, size_pt=GRID_SIZE, pitch_pt=GRID_PITCH, indent=indent,
        role=role, tracking_pt=GRID_CELL - GRID_SIZE, half_figures=True,
    )  # fmt: skip


def inline(
    text: str, *, role: str = "song", size: float = 10.0, half_figures: bool = False
) -> Markup:
    """A run inside a line: meeting marks squeezed, 〔〕 at half width. The size is the surroundings'."""
    return _wrapped(
        cells(str(text), role=role, size=size, half_figures=half_figures), role=role, size=size
    )


def filled(text: str) -> Markup:
    """What was filled in, in Kai, its figures in Song; on one line, wherever that is."""
    return inline(text, role="kai")


def figures(text: str) -> Markup:
    """A figure of a column: every digit half an em, so that decimals stand under one another."""
    return inline(text, half_figures=True)


def boxed(
    text: str | Sequence[str],
    *,
    label: str,
    width_mm: float,
    height_mm: float,
    sizes: Sequence[float],
    pitch: float = 1.45,
    role: str = "kai",
) -> Markup:
    """A text in a box of fixed size, at the first of the sizes at which it fits; PrintError when at none.

    A text given as several parts starts a line with each. Places and names part between their
    elements first.
    """
    parts = [text] if isinstance(text, str) else list(text)
    measure = width_mm * POINTS_PER_MM
    needed = room = 0
    for size in sizes:
        room = int(height_mm * POINTS_PER_MM / (size * pitch))
        lines = [line for part in parts for line in _by_pieces(part, measure, size=size, role=role)]
        needed = len(lines)
        if needed <= max(room, 1):
            blocks = [_line(line, role=role, size=size, spacing=0.0) for line in lines]
            return _block(blocks, role=role, size=size, pitch=size * pitch)
    raise PrintError(
        f"“{label}”一栏放不下：按最小字号需要{needed}行，栏内最多{room}行。"
        "请精简该栏内容，或者将详细内容写入附件后重新打印。"
    )


def spread(label: str, *, to: int = 4) -> Markup:
    """A short label set as wide as one of four characters: 备　　注."""
    if len(label) >= to or len(label) < 2:
        return escape(label)
    space = (to - len(label)) / (len(label) - 1)
    return Markup('<span class="spread" style="letter-spacing:{:.3f}em">{}</span>{}').format(
        space, label[:-1], label[-1]
    )


def spaced(text: str, em: float) -> Markup:
    """A tracked title that still stands in the middle: the spacing after its last character is made up for."""
    return Markup('<span style="letter-spacing:{:.3f}em;padding-left:{:.3f}em">{}</span>').format(
        em, em, text
    )


def fitting_size(
    text: str,
    *,
    label: str,
    width_mm: float,
    sizes: Sequence[float],
    em: float = 0.0,
    role: str = "song-bold",
) -> float:
    """The first of the sizes at which a tracked title fits on one line; PrintError when at none."""
    for size in sizes:
        row = cells(text, role=role, size=size)
        if width_of(row, tracking=em * size) <= width_mm * POINTS_PER_MM:
            return size
    raise PrintError(f"“{label}”太长，一行排不下：{text}。请使用规范简称后重新打印。")


def signature_axis(organ: str, day: str) -> float:
    """Where organ and date stand one above the other, in mm from the left of a letter's type area.

    The date ends four cells before the right edge (GB/T 9704); a long name moves both to the left.
    """
    tracking = GRID_CELL - GRID_SIZE
    organ_mm, day_mm = (
        width_of(cells(text, role="song", size=GRID_SIZE, half_figures=True), tracking=tracking)
        / POINTS_PER_MM
        for text in (organ, day)
    )
    four_cells = 4 * GRID_CELL / POINTS_PER_MM
    return min(GRID_WIDTH_MM - four_cells - day_mm / 2, GRID_WIDTH_MM - organ_mm / 2)


def fits(text: str, *, label: str, width_mm: float, size_pt: float, role: str = "song") -> str:
    """The text itself, once it is sure to fit on one line; for cells of lists."""
    width = width_of(cells(text, role=role, size=size_pt)) / POINTS_PER_MM
    if width > width_mm:
        raise PrintError(
            f"“{label}”一栏放不下“{text}”：需要{width:.1f}毫米，栏宽{width_mm:g}毫米。请精简后重新打印。"
        )
    return text


def pieces(text: str) -> list[str]:
    """The elements an address or a project's name may part between: 四川省/成都市/青羊区/…/君平街89号院1栋."""
    parts: list[str] = []
    rest = text
    spot = _SPOT.match(rest)
    head, tail = (rest[: spot.end()], rest[spot.end() :]) if spot else (rest, "")
    while (place := _PLACE.match(head)) and place.end() < len(head):
        if re.search(r"\d", place.group()):
            break
        parts.append(place.group())
        head = head[place.end() :]
    parts += [part for part in (head, tail) if part]
    return _join_marks(parts)


def _join_marks(parts: list[str]) -> list[str]:
    """Keeps a mark with the piece it follows."""
    joined: list[str] = []
    for part in parts:
        mark = re.match(r"[，。、；：）》！？]+", part)
        if mark and joined:
            joined[-1] += mark.group()
            part = part[mark.end() :]
        if part:
            joined.append(part)
    return joined


def _by_pieces(text: str, measure: float, *, size: float, role: str) -> list[tuple[Cell, ...]]:
    """Ragged lines that part between pieces where that is enough, and by the ordinary rules where not."""
    whole = cells(text, role=role, size=size)
    if width_of(whole) <= measure:
        return [whole]
    lines: list[str] = []
    for piece in pieces(text):
        joined = lines[-1] + piece if lines else piece
        if lines and width_of(cells(joined, role=role, size=size)) <= measure:
            lines[-1] = joined
        else:
            lines.append(piece)
    ordinary = break_lines(whole, measure=measure, squeeze=False)
    set_lines = [
        line
        for part in lines
        for line in break_lines(cells(part, role=role, size=size), measure=measure, squeeze=False)
    ]
    return set_lines if len(set_lines) <= len(ordinary) else ordinary


def _spacing(line: Sequence[Cell], room: float, tracking: float) -> float:
    gaps = sum(cell.gap for cell in line[:-1])
    return tracking + (room - width_of(line, tracking=tracking)) / gaps if gaps else tracking


def _block(lines: Iterable[Markup], *, role: str, size: float, pitch: float) -> Markup:
    return Markup(
        '<div class="para {}" style="font-size:{:g}pt;line-height:{:.4g}pt">{}</div>'
    ).format("song" if role == "kai" else role, size, pitch, Markup("").join(lines))


def _line(
    line: Sequence[Cell], *, role: str, size: float, spacing: float, indent: float = 0.0
) -> Markup:
    style = f"letter-spacing:{spacing:.4f}pt" if abs(spacing) > 1e-4 else ""
    if indent:
        style += f";padding-left:{indent:.3f}pt"
    return Markup('<div class="ln"{}>{}</div>').format(
        Markup(' style="{}"').format(style) if style else "",
        _wrapped(line, role=role, size=size, spacing=spacing),
    )


def _wrapped(line: Sequence[Cell], *, role: str, size: float, spacing: float = 0.0) -> Markup:
    """The runs of a line; in Kai they stand in a span of their own, so that the line keeps Song's strut."""
    runs = Markup("").join(
        _run(tuple(group), classes, spacing=spacing)
        for classes, group in groupby(
            line, key=lambda cell: _classes(cell, role=role, size=size, spaced=abs(spacing) > 1e-4)
        )
    )
    return Markup('<span class="k">{}</span>').format(runs) if role == "kai" else runs


def _classes(cell: Cell, *, role: str, size: float, spaced: bool) -> str:
    names = []
    if cell.face not in (role,):
        names.append({"rare": "r", "song": "s"}[cell.face])
    if cell.size < size * (1 + FIGURE_SCALE) / 2:
        names.append("f")
    if cell.halved:
        names.append("h")
    if cell.half_figure:
        names.append("w")
    if spaced and cell.gap < 1:
        names.append("a")
    return " ".join(names)


def _run(run: Sequence[Cell], classes: str, *, spacing: float) -> Markup:
    text = escape("".join(cell.char for cell in run))
    if not classes:
        return text
    names = classes.split()
    style = Markup("")
    if "a" in names:
        names.remove("a")
        style = Markup(' style="letter-spacing:{:.4f}pt"').format(spacing / 2)
    kind = Markup(' class="{}"').format(" ".join(names)) if names else ""
    return Markup("<span{}{}>{}</span>").format(kind, style, text)
