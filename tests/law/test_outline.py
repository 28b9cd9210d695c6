"""外轮廓: exact where it matters: nothing within counts, everything beyond does, by how far."""

from fractions import Fraction
from math import hypot, isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.law.outline import Outline, Point, farthest_outside

SQUARE: Outline = ((0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000))
L_SHAPE: Outline = ((0, 0), (10_000, 0), (10_000, 4_000), (4_000, 4_000), (4_000, 10_000), (0, 10_000))  # fmt: skip
NOTCHED: Outline = ((0, 0), (5_000, 0), (5_002, 900), (5_004, 0), (10_000, 0), (10_000, 10_000), (0, 10_000))  # fmt: skip
SLANTED: Outline = ((0, 0), (1_000, 333), (0, 1_000))


def moved(outline: Outline, x: int, y: int) -> Outline:
    return tuple((px + x, py + y) for px, py in outline)


@pytest.mark.parametrize(
    ("inner", "outer", "farthest"),
    [
        (SQUARE, SQUARE, 0),
        (SLANTED, SLANTED, 0),
        (L_SHAPE, SQUARE, 0),
        (SQUARE, L_SHAPE, 6_000),
        (moved(SQUARE, 50, 0), SQUARE, 50),
        (moved(SQUARE, 51, 0), SQUARE, 51),
        (moved(SQUARE, 30, 40), SQUARE, 50),
        (((100, 100), (9_900, 100), (9_900, 9_900)), SQUARE, 0),
        (((0, 0), (10_000, 0), (0, 10_000)), L_SHAPE, 1_000),
        (SQUARE, NOTCHED, 2),
    ],
    ids=[
        "itself", "itself_slanted", "an_l_in_its_square", "a_square_over_an_l", "fifty", "fifty_one",
        "a_corner", "within", "a_side_across_a_bay", "a_notch_four_millimetres_wide",
    ],
)  # fmt: skip
def test_how_far_an_outline_reaches_beyond_another(
    inner: Outline, outer: Outline, farthest: int
) -> None:
    assert farthest_outside(inner, outer) == farthest


def test_a_corner_typed_kilometres_away_is_told_at_once() -> None:
    astray = (*SQUARE[:3], (0, 10**12))
    assert farthest_outside(astray, SQUARE) == 10**12 - 10_000


coordinates = st.integers(0, 200)
outlines = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=7, unique=True).map(
    tuple
)


def sampled(inner: Outline, outer: Outline) -> float:
    """The same question answered by walking the sides in small steps."""
    sides = list(zip(outer, (*outer[1:], outer[0]), strict=True))
    worst = 0.0
    for (ax, ay), (bx, by) in zip(inner, (*inner[1:], inner[0]), strict=True):
        for step in range(65):
            at = Fraction(step, 64)
            point = (ax + at * (bx - ax), ay + at * (by - ay))
            if not _encloses(point, sides):
                worst = max(worst, min(_distance(point, *side) for side in sides))
    return worst


def _encloses(point: tuple[Fraction, Fraction], sides: list[tuple[Point, Point]]) -> bool:
    x, y = point
    crossings = [
        ax + Fraction((y - ay) * (bx - ax), by - ay)
        for (ax, ay), (bx, by) in sides
        if (ay > y) != (by > y)
    ]
    return sum(crossing > x for crossing in crossings) % 2 == 1


def _distance(point: tuple[Fraction, Fraction], a: Point, b: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, a, b
    dx, dy = bx - ax, by - ay
    along = max(0.0, min(1.0, float((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)))
    return hypot(float(px) - ax - along * dx, float(py) - ay - along * dy)


@given(outlines, outlines)
def test_it_agrees_with_walking_the_sides_step_by_step(inner: Outline, outer: Outline) -> None:
    walked = sampled(inner, outer)
    # A step is at most 283/64 mm long, so the walk may miss half of that; the answer is rounded up to a whole millimetre.
    assert walked - 0.05 <= farthest_outside(inner, outer) <= walked + 3.3


@given(outlines)
def test_no_outline_reaches_beyond_itself(outline: Outline) -> None:
    assert farthest_outside(outline, outline) == 0


@given(outlines, st.integers(0, 50), st.integers(0, 50))
def test_a_moved_outline_reaches_out_no_farther_than_it_was_moved(
    outline: Outline, x: int, y: int
) -> None:
    assert farthest_outside(moved(outline, x, y), outline) <= isqrt(x * x + y * y) + 1
