"""The ornament of a certificate, drawn from measures: frame, divider, and the ring where a seal will go.

The frame is our own: a 灯笼锦 lattice as in a Sichuan window. No guilloche, no emblem, nothing that
could be taken for an organ's stock or for a seal. All lengths in millimetres.
"""

import math
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

OUTER, OUTER_LINE = 9.0, 0.42
BAND_START, BAND = 10.31, 6.0  # outer rule 9 ± 0.21, gap 1.1
INNER, INNER_LINE = 17.2, 0.2
FINE = 0.12
CORNER, STEP = 14.0, 3.2
UNIT = 12.0


@dataclass(frozen=True)
class _Side:
    """One side of the frame as a strip: along it runs `along`, across it `across`, 0 on the outer edge."""

    x: float
    y: float
    dx: tuple[float, float]
    dy: tuple[float, float]
    length: float

    def point(self, along: float, across: float) -> str:
        x = self.x + along * self.dx[0] + across * self.dy[0]
        y = self.y + along * self.dx[1] + across * self.dy[1]
        return f"{x:.2f} {y:.2f}"

    def line(self, *points: tuple[float, float]) -> str:
        return "M" + "L".join(self.point(*point) for point in points)

    def along(self, left: float, right: float, across: float) -> str:
        """A line along the side: one step of one figure, which is read twice as fast as a point."""
        return f"M{self.point(left, across)}{self._step(self.dx, right - left)}"

    def over(self, place: float, top: float, bottom: float) -> str:
        return f"M{self.point(place, top)}{self._step(self.dy, bottom - top)}"

    def box(self, left: float, top: float, right: float, bottom: float) -> str:
        wide, high = right - left, bottom - top
        steps = ((self.dx, wide), (self.dy, high), (self.dx, -wide))
        return f"M{self.point(left, top)}{''.join(self._step(*step) for step in steps)}Z"

    def _step(self, direction: tuple[float, float], length: float) -> str:
        x, y = direction
        return f"h{x * length:.2f}" if x else f"v{y * length:.2f}"


@cache
def frame(width: float, height: float, *, hue: str) -> Markup:
    """The whole frame of a sheet, three paths: heavy, light, fine."""
    heavy = _rectangle(OUTER, OUTER, width - OUTER, height - OUTER)
    light = _stepped(INNER, INNER, width - INNER, height - INNER)
    fine = "".join(_lattice(side) + _corner(side) for side in _sides(width, height))
    return _drawing(width, height, hue, (heavy, OUTER_LINE), (light, INNER_LINE), (fine, FINE))


@cache
def plain_frame(width: float, height: float, *, hue: str) -> Markup:
    """Two plain lines, for annexes."""
    outer = _rectangle(OUTER, OUTER, width - OUTER, height - OUTER)
    inner = _rectangle(10.5, 10.5, width - 10.5, height - 10.5)
    return _drawing(width, height, hue, (outer, OUTER_LINE), (inner, FINE))


@cache
def divider(length: float, *, hue: str) -> Markup:
    """An upright line with a lozenge at each end; 4 mm wide, `length` high."""
    line = f"M2 5V{length - 5:.2f}"
    ends = "".join(
        f"M2 {y:.2f}L3.9 {y + 2.5:.2f}L2 {y + 5:.2f}L0.1 {y + 2.5:.2f}Z" for y in (0, length - 5)
    )
    return _drawing(4, length, hue, (line + ends, INNER_LINE))


@cache
def ring(diameter: float = 42.0) -> Markup:
    """The place of a seal: round dots of 0.45 mm every 1.25 mm, grey. Never anything like a seal."""
    radius = diameter / 2 - 0.225
    dots = round(2 * math.pi * radius / 1.25)
    step = 2 * math.pi * radius / dots
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{d}mm" height="{d}mm" viewBox="0 0 {d} {d}">'
        '<circle cx="{c}" cy="{c}" r="{r:.3f}" fill="none" stroke="#8f8f8f" stroke-width="0.45"'
        ' stroke-linecap="round" stroke-dasharray="0.001 {s:.5f}"/></svg>'
    ).format(d=f"{diameter:g}", c=f"{diameter / 2:g}", r=radius, s=step - 0.001)


def _sides(width: float, height: float) -> tuple[_Side, ...]:
    start, across, down = BAND_START, width - 2 * BAND_START, height - 2 * BAND_START
    return (
        _Side(start, start, (1, 0), (0, 1), across),
        _Side(width - start, start, (0, 1), (-1, 0), down),
        _Side(width - start, height - start, (-1, 0), (0, -1), across),
        _Side(start, height - start, (0, -1), (1, 0), down),
    )


def _lattice(side: _Side) -> str:
    """The band between two corner blocks: a whole number of lanterns, about 12 mm each."""
    first, last = CORNER, side.length - CORNER
    count = round((last - first) / UNIT)
    unit = (last - first) / count
    parts = [side.along(first, last, 0), side.along(first, last, BAND)]
    parts += [_lantern(side, first + number * unit, unit) for number in range(count)]
    for number in range(count + 1):
        # The bars between two lanterns, in one piece; half a piece at either end.
        left = first + max(number - 0.27, 0) * unit
        right = first + min(number + 0.27, count) * unit
        parts += [side.along(left, right, bar * BAND) for bar in (0.38, 0.62)]
    return "".join(parts)


def _lantern(side: _Side, start: float, unit: float) -> str:
    left, right = start + 0.27 * unit, start + 0.73 * unit
    top, bottom, middle = 0.20 * BAND, 0.80 * BAND, start + unit / 2
    parts = [
        side.box(left, top, right, bottom),
        side.box(left + 0.75, top + 0.75, right - 0.75, bottom - 0.75),
        side.over(middle, 0, top),
        side.over(middle, bottom, BAND),
    ]
    for post in (start + 0.12 * unit, start + 0.88 * unit):
        parts += [side.over(post, 0, 0.38 * BAND), side.over(post, 0.62 * BAND, BAND)]
    return "".join(parts)


def _corner(side: _Side) -> str:
    """The block at the side's beginning: an L with two Ls inside, a double lozenge in its elbow."""
    parts = [_elbow(side, inset) for inset in (0.0, 1.0, 1.75)]
    middle = BAND / 2
    for radius in (0.95, 0.5):
        corners = [
            (middle - radius, middle),
            (middle, middle - radius),
            (middle + radius, middle),
            (middle, middle + radius),
        ]
        parts.append(side.line(*corners) + "Z")
    end = CORNER - 2.6
    parts += [
        side.line((middle + 1.9, middle), (end, middle)),
        side.line((middle, middle + 1.9), (middle, end)),
    ]
    return "".join(parts)


def _elbow(side: _Side, inset: float) -> str:
    near, far, end = inset, BAND - inset, CORNER - inset
    return (
        side.line((near, near), (end, near), (end, far), (far, far), (far, end), (near, end)) + "Z"
    )


def _rectangle(left: float, top: float, right: float, bottom: float) -> str:
    return f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}Z"


def _stepped(left: float, top: float, right: float, bottom: float) -> str:
    """A rectangle whose corners step in twice 委角."""
    step, double = STEP, 2 * STEP
    points = [
        (left + double, top), (right - double, top), (right - double, top + step), (right - step, top + step),
        (right - step, top + double), (right, top + double), (right, bottom - double), (right - step, bottom - double),
        (right - step, bottom - step), (right - double, bottom - step), (right - double, bottom), (left + double, bottom),
        (left + double, bottom - step), (left + step, bottom - step), (left + step, bottom - double), (left, bottom - double),
        (left, top + double), (left + step, top + double), (left + step, top + step), (left + double, top + step),
    ]  # fmt: skip
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def _drawing(width: float, height: float, hue: str, *paths: tuple[str, float]) -> Markup:
    drawn = Markup("").join(
        Markup('<path d="{}" stroke-width="{:g}"/>').format(path, line) for path, line in paths
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}"'
        ' fill="none" stroke="{hue}" stroke-linejoin="miter">{drawn}</svg>'
    ).format(w=f"{width:g}", h=f"{height:g}", hue=hue, drawn=drawn)
