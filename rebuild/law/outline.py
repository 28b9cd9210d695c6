"""外轮廓: whether one outline stays within another, in whole millimetres, and by how much it does not."""

from math import isqrt

Point = tuple[int, int]
Outline = tuple[Point, ...]
STEP = 10  # mm along each side between two points looked at: far below any tolerance in use


def farthest_outside(inner: Outline, outer: Outline) -> int:
    """How far, in mm rounded up, the sides of `inner` reach beyond `outer`; 0 where they never do."""
    return max((_outside(point, outer) for point in _along(inner)), default=0)


def _along(outline: Outline) -> list[Point]:
    points = []
    for (ax, ay), (bx, by) in zip(outline, (*outline[1:], outline[0]), strict=True):
        steps = max(1, max(abs(bx - ax), abs(by - ay)) // STEP)
        points += [(ax + (bx - ax) * n // steps, ay + (by - ay) * n // steps) for n in range(steps)]
    return points


def _outside(point: Point, outline: Outline) -> int:
    sides = list(zip(outline, (*outline[1:], outline[0]), strict=True))
    squared = min(_squared_distance(point, a, b) for a, b in sides)
    if squared == 0 or _encloses(point, sides):
        return 0
    root = isqrt(squared)
    return root if root * root == squared else root + 1


def _encloses(point: Point, sides: list[tuple[Point, Point]]) -> bool:
    """Whether a ray from the point crosses the outline an odd number of times; exact in integers."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in sides:
        if (ay > y) != (by > y):
            left = (x - ax) * (by - ay)
            right = (bx - ax) * (y - ay)
            if (left < right) == (by > ay):
                inside = not inside
    return inside


def _squared_distance(point: Point, a: Point, b: Point) -> int:
    """From a point to a side, in mm², rounded up so that nothing outside counts as on the line."""
    (px, py), (ax, ay), (bx, by) = point, a, b
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = (px - ax) * dx + (py - ay) * dy
    if length == 0 or along <= 0:
        return (px - ax) ** 2 + (py - ay) ** 2
    if along >= length:
        return (px - bx) ** 2 + (py - by) ** 2
    cross = (px - ax) * dy - (py - ay) * dx
    return -(-cross * cross // length)
