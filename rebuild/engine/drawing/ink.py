"""Ink: boxes, roads and words of a diagram as SVG; attributes only, so that it may stand in a page as it is."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from rebuild.engine.drawing.text import width_of

INK9, INK7, INK3, INK1 = "#10263A", "#1B4B72", "#A9C0D3", "#E8EFF5"
TEXT, TEXT2, CONTROL, RULE, STRONG = "#17222C", "#4A5A68", "#64737F", "#D3DAE0", "#9AA7B2"
AMBER, PAPER = "#C27600", "#FFFFFF"
FONTS = "Rebuild Hei, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
ARROW, NOTE_SIZE = 7.0, 11.5

Point = tuple[float, float]


class Link(NamedTuple):
    """Where a state of a drawing in a page leads, and what is said of it to whoever cannot see it."""

    to: str
    says: str


@dataclass(frozen=True, slots=True)
class Road:
    """How a road is drawn."""

    colour: str = CONTROL
    width: float = 1.2
    dashed: bool = False


MAIN = Road(INK7, 2.2)
SIDE = Road()
BACK = Road(dashed=True)
AHEAD = Road(STRONG, 1.4)
WALKED_BACK = Road(AMBER, 1.6)


@dataclass(frozen=True, slots=True)
class Look:
    """How a state's box is drawn."""

    fill: str = PAPER
    border: str = CONTROL
    text: str = TEXT
    note: str = TEXT2
    width: float = 1.2
    dashed: bool = False
    bold: bool = False
    framed: bool = False  # two frames, the inner one filled: the present state


PASSED = Look(fill=INK1, border=INK7)
PRESENT = Look(fill=INK9, border=INK9, text=PAPER, note=PAPER, bold=True, framed=True)
TO_COME = Look()
ON_MAIN = Look(border=INK7, width=1.8)
ASIDE = Look(border=STRONG, text=TEXT2, dashed=True)


@dataclass(slots=True)
class Ink:
    """What has been drawn so far, and how far it reaches."""

    marks: list[str] = field(default_factory=list)
    right: float = 0
    bottom: float = 0
    leads: bool = False  # whether anything in it is a link

    @contextmanager
    def leading_to(self, link: Link | None) -> Iterator[None]:
        """What is drawn inside is a link; without one it is drawn as it is."""
        if link is None:
            yield
            return
        self.leads = True
        self.marks.append(f'<a href="{escape(link.to)}" aria-label="{escape(link.says)}">')
        yield
        self.marks.append("</a>")

    def words(
        self,
        at: Point,
        text: str,
        *,
        size: float = 12,
        colour: str = TEXT2,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        x, y = at
        span = width_of(text, size)
        self._reach(x + (span if anchor == "start" else span / 2 if anchor == "middle" else 0), y)
        weight = ' font-weight="700"' if bold else ""
        self.marks.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour}" '
            f'text-anchor="{anchor}"{weight}>{escape(text)}</text>'
        )

    def block(
        self,
        at: Point,
        lines: Iterable[str],
        *,
        size: float = 12,
        leading: float = 16,
        anchor: str = "start",
    ) -> None:
        """Lines of text, the first with its foot at the point."""
        for count, line in enumerate(lines):
            self.words((at[0], at[1] + count * leading), line, size=size, anchor=anchor)

    def rectangle(
        self,
        at: Point,
        size: Point,
        *,
        fill: str = "none",
        border: str = "none",
        width: float = 1.2,
        dashed: bool = False,
    ) -> None:
        self._reach(at[0] + size[0], at[1] + size[1])
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self.marks.append(
            f'<rect x="{_n(at[0])}" y="{_n(at[1])}" width="{_n(size[0])}" height="{_n(size[1])}" '
            f'fill="{fill}" stroke="{border}" stroke-width="{_n(width)}"{dash}/>'
        )

    def rule(self, start: Point, end: Point, *, colour: str = RULE) -> None:
        """A fine straight line that divides."""
        self._reach(*end)
        self.marks.append(
            f'<path d="M{_n(start[0])} {_n(start[1])} L{_n(end[0])} {_n(end[1])}" stroke="{colour}" stroke-width="1"/>'
        )

    def state(
        self,
        at: Point,
        size: Point,
        lines: Sequence[str],
        *,
        look: Look,
        final: bool = False,
        note: str = "",
        type_size: float = 14,
    ) -> None:
        """A state: its name on one line or more, a note beneath, two frames where it is an end."""
        (x, y), (wide, high) = at, size
        if look.framed:
            # Inside, so that roads end at the same border as everywhere.
            self.rectangle(at, size, fill=PAPER, border=INK9, width=1.6)
            self.rectangle((x + 4, y + 4), (wide - 8, high - 8), fill=look.fill)
        else:
            self.rectangle(
                at, size, fill=look.fill, border=look.border, width=look.width, dashed=look.dashed
            )
        if final:
            inset, inner = (7, PAPER) if look.framed else (3, look.border)
            self.rectangle(
                (x + inset, y + inset), (wide - 2 * inset, high - 2 * inset), border=inner, width=1
            )
        leading = type_size + 3
        total = leading * len(lines) + (14 if note else 0)
        foot = y + (high - total) / 2 + type_size - 1
        for count, line in enumerate(lines):
            self.words(
                (x + wide / 2, foot + count * leading),
                line,
                size=type_size,
                colour=look.text,
                anchor="middle",
                bold=look.bold,
            )
        if note:
            below = foot + leading * (len(lines) - 1) + 16
            self.words(
                (x + wide / 2, below), note, size=NOTE_SIZE, colour=look.note, anchor="middle"
            )

    def road(self, points: Sequence[Point], *, road: Road = SIDE, arrow: bool = True) -> None:
        """A way along points, ending in an arrow; the line stops where the arrow begins."""
        points = [p for p, q in zip(points, [None, *points[:-1]], strict=True) if p != q]
        for x, y in points:
            self._reach(x, y)
        (x1, y1), (x2, y2) = points[-2:]
        dx, dy = _sign(x2 - x1), _sign(y2 - y1)
        drawn = [*points[:-1], (x2 - dx * ARROW * 0.8, y2 - dy * ARROW * 0.8)] if arrow else points
        path = " ".join(f"{'L' if i else 'M'}{_n(x)} {_n(y)}" for i, (x, y) in enumerate(drawn))
        dash = ' stroke-dasharray="5 3"' if road.dashed else ""
        self.marks.append(
            f'<path d="{path}" fill="none" stroke="{road.colour}" stroke-width="{_n(road.width)}"{dash}/>'
        )
        if arrow:
            wing = ARROW / 2
            corners = (
                (x2, y2),
                (x2 - dx * ARROW + dy * wing, y2 - dy * ARROW + dx * wing),
                (x2 - dx * ARROW - dy * wing, y2 - dy * ARROW - dx * wing),
            )
            shape = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
            self.marks.append(f'<polygon points="{shape}" fill="{road.colour}"/>')

    def svg(self, title: str, *, margin: float = 16) -> str:
        """The whole drawing, on paper as large as it needs."""
        wide, high = self.right + margin, self.bottom + margin
        role = "group" if self.leads else "img"  # nothing within a picture can be reached
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(wide)} {_n(high)}" '
                f'width="{_n(wide)}" height="{_n(high)}" role="{role}" font-family="{FONTS}">',
                f"<title>{escape(title)}</title>",
                f'<rect width="100%" height="100%" fill="{PAPER}"/>',
                *self.marks,
                "</svg>",
            )
        )

    def _reach(self, x: float, y: float) -> None:
        self.right, self.bottom = max(self.right, x), max(self.bottom, y)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
