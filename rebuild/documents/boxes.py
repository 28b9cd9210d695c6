"""Texts in boxes of fixed size: what does not fit is refused, never dropped and never run over the edge."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from rebuild.documents.linebreak import Cell, break_lines, cells, width_of
from rebuild.documents.typeset import POINTS_PER_MM, block, line_block
from rebuild.errors import PrintError

_TIGHT = 1.25
"""The closest lines may stand, as a multiple of the type size."""

# What an address or a project's name may part between: the larger places, then the spot in one piece.
_PLACE = re.compile(r".+?(?:特别行政区|自治区|自治州|街道办事处|街道|社区|[省州盟市县区旗镇乡村])")
_SPOT = re.compile(r"[^，；、。]*\d(?:室|单元|栋|幢|号院|号|层)")

# Words of this office that a narrow cell should not part; anything else may break after any character.
_WORDS = re.compile(
    "安全|备案|办事|报告|补充|测绘|产权|成果|承诺|单位|档案|登记|地址|对比|方案|房屋|附件|复印件|盖章|高度"
    "|告知|工程|公示|共同|规划|合同|记录|建设|建筑|鉴定|监理|结果|决定|勘察|期限|签名|签章|清册|日期|设计"
    "|申请|身份|施工|授权|受理|说明|通知|图纸|危房|委托|位置|消防|项目|许可|验收|业主|影像|原件|原址|照片"
    "|证明|证书|指标|指南|质量|重建|住宅|面积|民法典|名单|材料"
)


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

    A text given as several parts starts a line with each, or runs on where that needs too much room.
    Places and names part between their elements first.
    """
    parts = [text] if isinstance(text, str) else list(text)
    measure = width_mm * POINTS_PER_MM
    needed = room = 0
    for arranged in (parts, ["".join(parts)]):
        for size in sizes:
            lines = [
                line
                for part in arranged
                for line in _by_pieces(part, measure, size=size, role=role)
            ]
            for leading in (pitch, min(pitch, _TIGHT)):
                needed, room = len(lines), int(height_mm * POINTS_PER_MM / (size * leading))
                if needed <= max(room, 1):
                    blocks = [line_block(line, role=role, size=size, spacing=0.0) for line in lines]
                    return block(blocks, role=role, size=size, pitch=size * leading)
    raise PrintError(
        f"“{label}”一栏放不下：按最小字号需要{needed}行，栏内最多{room}行。"
        "请精简该栏内容，或者将详细内容写入附件后重新打印。"
    )


def ragged(
    text: str, *, width_mm: float, size_pt: float, pitch_pt: float, role: str = "song"
) -> Markup:
    """A short text in a cell, its lines about equally long, parted after a mark where that can be."""
    lines = balanced(text, width_mm * POINTS_PER_MM, size=size_pt, role=role)
    blocks = [line_block(line, role=role, size=size_pt, spacing=0.0) for line in lines]
    return block(blocks, role=role, size=size_pt, pitch=pitch_pt)


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


def balanced(text: str, measure: float, *, size: float, role: str) -> list[tuple[Cell, ...]]:
    """Every line the text itself asks for (a line end in it), each broken evenly where it is too long."""
    asked = text.splitlines() or [""]
    return [
        line for part in asked for line in _even(part, measure, size=size, role=role)
    ]  # fmt: skip


def _even(text: str, measure: float, *, size: float, role: str) -> list[tuple[Cell, ...]]:
    row = cells(text, role=role, size=size)
    lines = break_lines(row, measure=measure, squeeze=False)
    if len(lines) == 1:
        return lines
    at_mark = [place for place, cell in enumerate(row[:-1], 1) if cell.char in "，、；。：）"]
    if len(lines) == 2:
        halves = [
            (
                break_lines(row[:place], measure=measure, squeeze=False),
                break_lines(row[place:], measure=measure, squeeze=False),
            )
            for place in at_mark
        ]
        fitting = [first + second for first, second in halves if len(first) == len(second) == 1]
        if fitting:
            return min(fitting, key=lambda pair: abs(width_of(pair[0]) - width_of(pair[1])))
    ways = [lines]
    narrow = measure
    while narrow > size:
        narrow -= size / 4
        tried = break_lines(row, measure=narrow, squeeze=False)
        if len(tried) > len(lines):
            break
        ways.append(tried)
    # Of equal ways: the widest where marks have shaped the lines, else the most even.
    return min(ways if at_mark else reversed(ways), key=_parted_words)


def _parted_words(lines: Sequence[Sequence[Cell]]) -> int:
    """How many words a way of breaking would part."""
    text = "".join(cell.char for line in lines for cell in line)
    inside = {
        place for word in _WORDS.finditer(text) for place in range(word.start() + 1, word.end())
    }
    ends, place = set(), 0
    for line in lines[:-1]:
        place += len(line)
        ends.add(place)
    return len(ends & inside)


def paginate(rows: Sequence[object], *, full: int, last: int) -> list[list[object]]:
    """Rows page by page: `full` on a page, `last` on the one that also holds sum, notes and seal."""
    rest, pages = list(rows), []
    while len(rest) > last:
        # A last page with one row on it would look like a mistake.
        take = min(full, len(rest) - min(5, last))
        pages.append(rest[:take])
        rest = rest[take:]
    return [*pages, rest]
