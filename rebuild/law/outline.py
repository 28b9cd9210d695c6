"""外轮廓: whether one outline stays within another, in whole millimetres, and by how much it does not.

Exact: no outline reaches beyond itself, however slanted, and no notch is too narrow to be seen.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import isqrt

Point = tuple[int, int]
Outline = tuple[Point, ...]
Exact = tuple[int | Fraction, int | Fraction]
Side = tuple[Point, Point]
Stretch = tuple[Exact, Exact]


# Pure, and asked again each time a page shows what blocks a case.
@lru_cache(maxsize=256)
def farthest_outside(inner: Outline, outer: Outline) -> int:
    """How far, in mm rounded up, the sides of `inner` reach beyond `outer`; 0 where they never do."""
    sides = _sides(outer)
    farthest = 0
    for start, end in _sides(inner):
        for stretch in _stretches(start, end, sides):
            if not _within(_middle(*stretch), sides):
                farthest = max(farthest, _farthest(stretch, sides, farthest))
    return farthest


def _sides(outline: Outline) -> tuple[Side, ...]:
    return tuple(zip(outline, (*outline[1:], outline[0]), strict=True))


def _stretches(start: Point, end: Point, sides: tuple[Side, ...]) -> Iterator[Stretch]:
    """A side cut where it meets the other outline: each piece lies within it, or outside, as a whole."""
    (ax, ay), (bx, by) = start, end
    cuts = {Fraction(0), Fraction(1)}
    for side in sides:
        cuts.update(_meetings(start, end, side))
    points: list[Exact] = [(ax + cut * (bx - ax), ay + cut * (by - ay)) for cut in sorted(cuts)]
    yield from pairwise(points)


def _meetings(start: Point, end: Point, side: Side) -> Iterator[Fraction]:
    """How far along from start to end a side is met, as fractions of the way."""
    (ax, ay), (bx, by) = start, end
    (cx, cy), (dx, dy) = side
    across = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if across:
        along = (cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)
        beside = (cx - ax) * (by - ay) - (cy - ay) * (bx - ax)
        if across < 0:
            across, along, beside = -across, -along, -beside
        if 0 <= along <= across and 0 <= beside <= across:
            yield Fraction(along, across)
        return
    # Parallel: they meet in a stretch or not at all, and a stretch begins and ends at a corner.
    length = (bx - ax) ** 2 + (by - ay) ** 2
    if length and (cx - ax) * (by - ay) == (cy - ay) * (bx - ax):
        for x, y in side:
            along = (x - ax) * (bx - ax) + (y - ay) * (by - ay)
            if 0 <= along <= length:
                yield Fraction(along, length)


def _farthest(stretch: Stretch, sides: tuple[Side, ...], known: int) -> int:
    """The farthest a stretch that lies outside gets from the outline, to the millimetre.

    The distance from one side is convex along a stretch, so it is greatest at an end; the farthest
    from all is at most what the best single side allows. Where that is not good enough, halve.
    """
    waiting, farthest = [stretch], known
    while waiting:
        start, end = waiting.pop()
        near = [_distance(start, side) for side in sides]
        far = [_distance(end, side) for side in sides]
        farthest = max(farthest, min(near), min(far))
        at_most: int = min(map(max, near, far))
        if at_most > farthest and not _as_good_as_one(start, end):
            middle = _middle(start, end)
            waiting += [(start, middle), (middle, end)]
    return farthest


def _as_good_as_one(start: Exact, end: Exact) -> bool:
    # Figures are given in millimetres; a sixteenth of one is closer than anybody measures.
    return abs(Fraction(end[0] - start[0])) * 16 < 1 and abs(Fraction(end[1] - start[1])) * 16 < 1


def _middle(start: Exact, end: Exact) -> Exact:
    return Fraction(start[0] + end[0]) / 2, Fraction(start[1] + end[1]) / 2


def _within(point: Exact, sides: tuple[Side, ...]) -> bool:
    """Whether a point lies on the outline, or a ray from it crosses the outline an odd number of times."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in sides:
        left, right = (x - ax) * (by - ay), (bx - ax) * (y - ay)
        if left == right and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y) and (left < right) == (by > ay):
            inside = not inside
    return inside


def _distance(point: Exact, side: Side) -> int:
    """From a point to a side, in mm rounded up, so that nothing outside counts as on the line."""
    (px, py), ((ax, ay), (bx, by)) = point, side
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = (px - ax) * dx + (py - ay) * dy
    if length == 0 or along <= 0:
        return _root((px - ax) ** 2 + (py - ay) ** 2)
    if along >= length:
        return _root((px - bx) ** 2 + (py - by) ** 2)
    return _root(Fraction(((px - ax) * dy - (py - ay) * dx) ** 2) / length)


def _root(square: int | Fraction) -> int:
    whole = -(-square.numerator // square.denominator)
    root = isqrt(whole)
    return root if root * root == whole else root + 1
