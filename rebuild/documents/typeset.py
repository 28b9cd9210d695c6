"""Typesetting: what templates call to set a text line by line, as safe HTML.

WeasyPrint justifies by widening spaces, which Chinese has none of; so we break the lines, print
each as a block, and give it the letter-spacing that fills the measure.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup, escape

from rebuild.documents.linebreak import FIGURE_SCALE, Cell, break_lines, cells, width_of

POINTS_PER_MM = 72 / 25.4
GRID_SIZE, GRID_PITCH, GRID_CELL, GRID_WIDTH_MM = 16.0, 28.99, 15.79, 156.0
"""GB/T 9704: 22 lines of 28 characters in 156 × 225 mm, 三号 16 pt."""


@lru_cache(maxsize=256)  # what a form says is set once for all its copies
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
            line_block(line, role=role, size=size_pt, spacing=spacing, indent=step * (number == 0))
        )
    return block(blocks, role=role, size=size_pt, pitch=pitch_pt)


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


def _spacing(line: Sequence[Cell], room: float, tracking: float) -> float:
    gaps = sum(cell.gap for cell in line[:-1])
    return tracking + (room - width_of(line, tracking=tracking)) / gaps if gaps else tracking


def block(lines: Iterable[Markup], *, role: str, size: float, pitch: float) -> Markup:
    kind = "song" if role == "kai" else role
    style = f"font-size:{size:g}pt;line-height:{pitch:.4g}pt"
    text = Markup("").join(lines)
    return Markup(f'<div class="para {kind}" style="{style}">{text}</div>')  # noqa: S704  all of it ours or escaped


def line_block(
    line: Sequence[Cell], *, role: str, size: float, spacing: float, indent: float = 0.0
) -> Markup:
    style = f"letter-spacing:{spacing:.4f}pt" if abs(spacing) > 1e-4 else ""
    if indent:
        style += f";padding-left:{indent:.3f}pt"
    styled = f' style="{style}"' if style else ""
    text = _wrapped(line, role=role, size=size, spacing=spacing)
    return Markup(f'<div class="ln"{styled}>{text}</div>')  # noqa: S704  escaped in _run


def _wrapped(line: Sequence[Cell], *, role: str, size: float, spacing: float = 0.0) -> Markup:
    """The runs of a line; in Kai they stand in a span of their own, so that the line keeps Song's strut."""
    spaced = abs(spacing) > 1e-4
    smaller = size * (1 + FIGURE_SCALE) / 2

    def looks(cell: Cell) -> tuple[str, bool, bool, bool, bool]:
        little, near = cell.size < smaller, spaced and cell.gap < 1
        return cell.face, little, cell.halved, cell.half_figure, near

    runs = "".join(
        _run("".join([cell.char for cell in group]), look, role=role, spacing=spacing)
        for look, group in groupby(line, key=looks)
    )
    return Markup(f'<span class="k">{runs}</span>' if role == "kai" else runs)  # noqa: S704  escaped in _run


def _run(run: str, look: tuple[str, bool, bool, bool, bool], *, role: str, spacing: float) -> str:
    face, little, halved, half_figure, near = look
    flags = ((little, "f"), (halved, "h"), (half_figure, "w"))
    names = [name for held, name in flags if held]
    if face != role:
        names.insert(0, {"rare": "r", "song": "s"}[face])
    text = escape(run)
    if not names and not near:
        return text
    kind = f' class="{" ".join(names)}"' if names else ""
    style = f' style="letter-spacing:{spacing / 2:.4f}pt"' if near else ""
    return f"<span{kind}{style}>{text}</span>"
