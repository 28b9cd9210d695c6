"""Texts as outlines: the glyphs themselves, for an engraver who has none of our fonts. All lengths in millimetres."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from rebuild.documents import fonts
from rebuild.documents.boxes import balanced, pieces
from rebuild.documents.linebreak import cells
from rebuild.errors import PrintError

_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def outlined(
    text: str,
    *,
    label: str,
    x: float,
    baseline: float,
    width: float,
    sizes: Sequence[float],
    role: str = "song-bold",
    em: float = 0.0,
    anchor: str = "start",
) -> Markup:
    """One line as one path, at the first of the sizes at which it is no wider than `width`.

    `x` is its left end, its middle or its right end, as `anchor` says. PrintError where it fits at no
    size, or where no face has a character: a stone cannot be corrected.
    """
    _refuse_unknown(text, role=role)
    size = _first_fitting(text, label=label, width=width, sizes=sizes, role=role, em=em)
    left = x - _ANCHORS[anchor] * _width(text, size=size, role=role, em=em)
    commands = []
    for char in text:
        commands.append(fonts.outline(char, role=role, size=size, x=left, baseline=baseline))
        left += fonts.face_of(char, role=role).widths[char] * size / 1000 + em * size
    return Markup('<path d="{}"/>').format("".join(commands))


def outline_width(text: str, *, size: float, role: str = "song-bold", em: float = 0.0) -> float:
    """How wide `outlined` would set it, so that a column can be made to hold its widest text."""
    _refuse_unknown(text, role=role)
    return _width(text, size=size, role=role, em=em)


def title_lines(
    text: str, *, label: str, width: float, lines_at: Mapping[float, int], em: float = 0.0
) -> tuple[float, tuple[str, ...]]:
    """The size of a title and its lines; `lines_at` says how many lines there is room for at which size.

    It parts between the place and the work, if need be one size smaller, else into lines about
    equally long.
    """
    sizes = list(lines_at)
    for place, larger in enumerate(sizes):
        ways = [(size, _joined(text, size, width, em)) for size in sizes[place : place + 2]]
        for size, lines in (*ways, (larger, _even(text, larger, width, em))):
            fit = all(_width(line, size=size, role="song-bold", em=em) <= width for line in lines)
            if fit and len(lines) <= lines_at[size]:
                return size, tuple(lines)
    raise PrintError(f"“{label}”太长，按最小字号也刻不下：{text}。请使用规范简称后重新打印。")


def _joined(text: str, size: float, width: float, em: float) -> list[str]:
    """The elements of a name, as many on a line as it holds."""
    lines: list[str] = []
    for piece in pieces(text):
        joined = lines[-1] + piece if lines else piece
        if lines and _width(joined, size=size, role="song-bold", em=em) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def _even(text: str, size: float, width: float, em: float) -> list[str]:
    lines = balanced(text, width, size=size * (1 + em), role="song-bold")
    return ["".join(cell.char for cell in line) for line in lines]


def _first_fitting(
    text: str, *, label: str, width: float, sizes: Iterable[float], role: str, em: float
) -> float:
    needed = 0.0
    for size in sizes:
        needed = _width(text, size=size, role=role, em=em)
        if needed <= width:
            return size
    raise PrintError(
        f"“{label}”刻不下“{text}”：按最小字号需要{needed:.0f}毫米，只有{width:.0f}毫米。"
        "请使用规范简称后重新打印。"
    )


def _width(text: str, *, size: float, role: str, em: float) -> float:
    row = cells(text, role=role, size=size)
    return sum(cell.width for cell in row) + em * size * max(len(row) - 1, 0)


def _refuse_unknown(text: str, *, role: str) -> None:
    absent = [c for c in dict.fromkeys(text) if c not in fonts.face_of(c, role=role).widths]
    if absent:
        named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in absent)
        raise PrintError(f"字库中没有{named}，刻不出来，因此未打印。请核对用字，或者由管理员补字。")
