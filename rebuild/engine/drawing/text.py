"""How wide words are in a diagram, and where their lines break."""

from math import ceil
from unicodedata import east_asian_width


def width_of(text: str, size: float) -> float:
    """How wide a text is at most: Chinese signs are square, all others narrower."""
    return sum(size if east_asian_width(sign) in "WFA" else size * 0.62 for sign in text)


def wrapped(text: str, wide: float, size: float) -> list[str]:
    """A text in lines not wider than that, of nearly the same length."""
    count = max(1, ceil(width_of(text, size) / wide))
    before, bracket, after = text.partition("（")
    halves = [before, bracket + after]
    if count == 2 and all(half and width_of(half, size) <= wide + size / 2 for half in halves):
        return halves
    lines = _filled(text, wide, size)
    while len(lines) == len(_filled(text, wide - size / 2, size)) and count > 1:
        wide -= size / 2
        lines = _filled(text, wide, size)
    return lines


def _filled(text: str, wide: float, size: float) -> list[str]:
    lines = [""]
    for sign in text:
        hanging = sign in "、，。；：）」』”！？／"
        if lines[-1] and not hanging and width_of(lines[-1] + sign, size) > wide:
            lines.append("")
            if (
                lines[-2][-1] in "（「『“" and len(lines[-2]) > 1
            ):  # an opening mark never ends a line
                lines[-1], lines[-2] = lines[-2][-1], lines[-2][:-1]
        lines[-1] += sign
    return lines
