"""What of a page stays from one print to the next, and what is filled in: a page description taken apart.

A page that asks for it (<meta name="layout" content="frozen">) is laid out once for all pages that
differ from it in nothing but their title, their pictures and the text of their boxes. A box is a
div, td or th that holds one line: text, and spans for the runs of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

ASKED = '<meta name="layout" content="frozen">'
BOX = "data-box"
"""The attribute that numbers the boxes in a page laid out to be frozen."""

_CHANGING = re.compile(
    r"<title>(?P<title>[^<]*)</title>"
    r'|<img src="(?P<picture>[^"]*)" alt="[^"]*"'
    r"|<(?P<tag>div|td|th)\b[^>]*>(?P<text>[^<]*(?:</?span[^>]*>[^<]*)*)(?=</(?P=tag)>)"
)
_TAG = re.compile(r"(<[^>]*>)")

Chain = tuple[str, ...]
"""The spans around a run, as they are written."""


@dataclass(frozen=True)
class Sheet:
    """A page description in two parts: what is laid out once, and what is filled in."""

    skeleton: str
    title: str
    pictures: tuple[str, ...]
    boxes: tuple[str, ...]
    numbered: tuple[int, ...]
    """Where in the description a box may be given its number."""

    @property
    def head(self) -> str:
        """What decides which style sheets there are."""
        return self.skeleton[: self.skeleton.index("<body")]


@dataclass(frozen=True)
class Run:
    """A run as it goes onto the paper: strings of glyphs by font and size, and how wide it is."""

    strings: tuple[tuple[str, float, str], ...]
    glyphs: tuple[tuple[Any, int, str], ...]
    """Font, number and character of each glyph."""
    width: float

    @cached_property
    def shown(self) -> tuple[tuple[str, float, bytes], ...]:
        """The strings as the operators that show them."""
        return tuple((font, size, f"[{text}] TJ".encode()) for font, size, text in self.strings)


@dataclass(frozen=True)
class Drawn:
    """A run at its place, in its colour."""

    run: Run
    x: float
    y: float
    colour: Any

    @cached_property
    def place(self) -> bytes:
        """The operator that moves the pen there."""
        return f"1 0 0 -1 {_figure(self.x)} {_figure(self.y)} Tm".encode()


@dataclass(frozen=True)
class Place:
    """The line of a box: where it starts, how wide it may be, how it is aligned, on which baseline."""

    left: float
    width: float
    share: float
    """How much of the room left over stands before the line: 0, a half, or all."""
    baseline: float
    wraps: bool
    collapses: bool
    styles: Mapping[Chain, tuple[Any, tuple[float, ...]]]
    """For the spans around a run: its style, and what each span adds before its first run."""


def _figure(value: float) -> str:
    """A number as the engine writes it."""
    return str(int(value)) if float(value).is_integer() else f"{value:f}".rstrip("0")


def read(html: str, *, edition: str = "") -> Sheet | None:
    """A page taken apart; None where it does not ask for it.

    `edition` is whatever else decides how the page is laid out: the state of its style sheets.
    """
    if ASKED not in html:
        return None
    skeleton, boxes, pictures, numbered = [edition], list[str](), list[str](), list[int]()
    title, end = "", 0
    for found in _CHANGING.finditer(html):
        if found["tag"]:
            if not _TAG.sub("", found["text"]).strip():
                continue
            kind, upto = "text", found.end("text")
            boxes.append(found["text"])
            numbered.append(found.start("text") - 1)
        elif found["picture"]:
            kind, upto = "picture", found.end()
            pictures.append(found["picture"])
        else:
            kind, upto = "title", found.end("title")
            title = unescape(found["title"])
        skeleton += (html[end : found.start(kind)], "\0")
        end = upto
    skeleton.append(html[end:])
    return Sheet("".join(skeleton), title, tuple(pictures), tuple(boxes), tuple(numbered))


def with_numbers(html: str, sheet: Sheet) -> str:
    """The page with its boxes numbered, so that they are known again among what was laid out."""
    parts, end = list[str](), 0
    for number, place in enumerate(sheet.numbered):
        parts += (html[end:place], f' {BOX}="{number}"')
        end = place
    return "".join((*parts, html[end:]))


def runs(box: str) -> Iterator[tuple[Chain, int, str]]:
    """The runs of a box: the spans around each, how many of them were open before, and its text."""
    chain: list[str] = []
    kept = 0
    for part in _TAG.split(box):
        if part.startswith("</"):
            chain.pop()
            kept = min(kept, len(chain))
        elif part.startswith("<"):
            chain.append(part)
        elif part:
            yield tuple(chain), kept, unescape(part)
            kept = len(chain)


def set_line(
    box: str, place: Place, shape: Callable[[Any, str], Run | None]
) -> tuple[Drawn, ...] | None:
    """The line of a box with another text; None where only the engine knows how it would be set."""
    row = list(runs(box))
    text = "".join(part for _, _, part in row)
    if place.collapses and (text != " ".join(text.split(" ")).strip() or "  " in text):
        return None
    x, parts = place.left, []
    for chain, kept, part in row:
        style, before = place.styles.get(chain, (None, ()))
        run = shape(style, part) if style is not None else None
        if run is None:
            return None
        x += sum(before[kept:])
        parts.append((x, run, style.colour))
        x += run.width
    room = place.width - (x - place.left)
    if room < 0 and place.wraps:
        return None
    offset = max(room, 0.0) * place.share
    return tuple(Drawn(run, x + offset, place.baseline, colour) for x, run, colour in parts)
