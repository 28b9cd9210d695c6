"""Where the text of a box stands in a page the engine laid out, and how its spans look.

Only what we can set ourselves is a place: one line of text and spans, in a box that holds nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from weasyprint.css.properties import INHERITED
from weasyprint.formatting_structure import boxes

from rebuild.documents.frozen import BOX, Chain, Drawn, Place, runs
from rebuild.documents.weasy_shaping import Shaper

_SHARES = {"left": 0.0, "start": 0.0, "center": 0.5, "right": 1.0, "end": 1.0}
_NEAR = 1e-6

Spans = dict[Chain, tuple[Any, tuple[float, ...]]]
"""For the spans around a run: its style, and what each of them adds before its first run."""


def numbered_blocks(document: Any) -> Iterator[tuple[int, Any]]:
    """The numbered boxes that hold one line and nothing else."""
    found: dict[int, list[Any]] = {}
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            number = box.element.get(BOX) if box.element is not None else None
            if number is not None and any(isinstance(c, boxes.LineBox) for c in box.children):
                found.setdefault(int(number), []).append(box)
    for number, blocks in found.items():
        if len(blocks) == 1 and len(blocks[0].children) == 1:
            yield number, blocks[0]


def context(block: Any, above: Mapping[Any, Any]) -> tuple[Any, ...]:
    """All that decides how a span in this block looks: what stands around it, and what it inherits."""
    path, element = [], block.element
    while element is not None:
        path.append((element.tag, element.get("class"), element.get("id")))
        element = above.get(element)
    return tuple(path), repr([block.style[name] for name in sorted(INHERITED)])


def place(
    box: str, block: Any, spans: Spans, noted: Mapping[int, Drawn], shaper: Shaper
) -> tuple[Place | None, tuple[Any, ...]]:
    """The place of a box whose texts are where its runs say; what its spans look like is learned on the way."""
    line = block.children[0]
    row, found = list(runs(box)), list(_texts(line))
    if [text for _, _, text in row] != [getattr(text, "text", None) for text, _ in found]:
        return None, ()
    if any(id(text) not in noted for text, _ in found) or not _simple(line.style):
        return None, ()
    baselines = [noted[id(text)].y for text, _ in found if text.text.strip()]
    if not baselines:
        return None, ()
    for (chain, _, _), (text, before) in zip(row, found, strict=True):
        if len(chain) != len(before) or None in before:
            return None, ()
        spans.setdefault(chain, (shaper.style(text.style), before))
    texts = tuple(text for text, _ in found)
    white_space = line.style["white_space"]
    found_at = Place(
        left=block.content_box_x(),
        width=block.width,
        share=_SHARES[_alignment(line.style)],
        baseline=baselines[0],
        wraps=white_space in ("normal", "pre-wrap", "pre-line"),
        collapses=white_space in ("normal", "nowrap", "pre-line"),
        styles=spans,
    )
    return found_at, texts


def _simple(style: Any) -> bool:
    return (
        _alignment(style) in _SHARES
        and style["text_transform"] == "none"
        and style["direction"] == "ltr"
    )


def _alignment(style: Any) -> str:
    """How a line that is its block's last is aligned."""
    last = style["text_align_last"]
    return str(style["text_align_all"] if last == "auto" else last)


def _texts(box: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The texts of a line, and what each span around them adds on its left; None where it adds more."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child, before
        elif isinstance(child, boxes.InlineBox):
            right = child.padding_right + child.border_right_width + child.margin_right
            left = child.padding_left + child.border_left_width + child.margin_left
            yield from _texts(child, (*before, None if right else left))
        else:
            yield child, (None,)


def in_a_row(seats: Sequence[int]) -> bool:
    """Whether nothing else was drawn between the texts of a line."""
    return list(seats) == list(range(seats[0], seats[0] + len(seats)))


def alike(ours: Sequence[Drawn], theirs: Sequence[Drawn]) -> bool:
    """Whether a line came out as the engine drew it."""
    for one, other in zip(ours, theirs, strict=True):
        if (one.run.strings, one.run.glyphs) != (other.run.strings, other.run.glyphs):
            return False
        if one.run.strings and max(abs(one.x - other.x), abs(one.y - other.y)) > _NEAR:
            return False
    return True
