"""How wide words are in a diagram, and where their lines break."""

from unicodedata import east_asian_width

_CLOSING, _OPENING = "、，。；：）」』”！？／", "（「『“"


def width_of(text: str, size: float) -> float:
    """How wide a text is at most: Chinese signs are square, all others narrower."""
    return sum(size if east_asian_width(sign) in "WFA" else size * 0.62 for sign in text)


def wrapped(text: str, wide: float, size: float) -> list[str]:
    """A text in lines not wider than that, of nearly the same length."""
    before, bracket, after = text.partition("（")
    halves = [before, bracket + after]
    if width_of(text, size) > wide and all(
        half and width_of(half, size) <= wide + size / 2 for half in halves
    ):
        return halves
    lines = _filled(text, wide, size)
    while (
        wide > size and len(lines) > 1 and len(lines) == len(_filled(text, wide - size / 2, size))
    ):
        wide -= size / 2
        lines = _filled(text, wide, size)
    return lines


def _filled(text: str, wide: float, size: float) -> list[str]:
    """As many signs on each line as fit; no line begins with a closing mark or ends with an opening one."""
    lines = [""]
    for sign in text:
        # The right half of a closing mark is empty and may hang over.
        room = wide + (size / 2 if sign in _CLOSING else 0)
        if lines[-1] and width_of(lines[-1] + sign, size) > room:
            kept = lines[-1]
            if len(kept) > 1 and (kept[-1] in _OPENING or sign in _CLOSING):
                lines[-1:] = [kept[:-1], kept[-1]]
            else:
                lines.append("")
        lines[-1] += sign
    return lines
