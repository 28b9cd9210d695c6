"""A page drawn on paper that takes notes, so that it can be drawn again from them.

What is not text or picture is kept as the operators it was; what the engine remembers of colours
between two operators is kept with them, so that the next operator comes out as it would have.
"""

from dataclasses import dataclass
from typing import Any

from weasyprint import draw

from rebuild.documents.frozen import Drawn
from rebuild.documents.weasy_light import Paper
from rebuild.documents.weasy_shaping import run_of

SCALE = 0.75  # points in a pixel of CSS
_COLOURS = "color", "color_stroke", "alpha", "alpha_stroke"
REMEMBERED = tuple(f"_current_{name}" for name in _COLOURS)


@dataclass(frozen=True)
class Operators:
    """Rules, ornaments, changes of state: as they were."""

    lines: bytes
    remembered: tuple[Any, ...]


@dataclass(frozen=True)
class Text:
    """A run of text that stands where it was; `box` is the engine's, whose text it is."""

    drawn: Drawn
    box: Any


@dataclass(frozen=True)
class Picture:
    """A picture of this size; which one, each page says for itself."""

    name: str
    width: float
    height: float
    style: Any


@dataclass(frozen=True)
class Line:
    """The line of a box, set anew for each page."""

    number: int


Note = Operators | Text | Picture | Line


class Notebook(Paper):
    """Paper that takes notes; `odd` where something was drawn that it does not understand."""

    def __init__(self, page: Any, fonts: dict[Any, Any]) -> None:
        states: dict[str, Any] = {}
        self.resources = {"ExtGState": states, "XObject": {}, "Pattern": {}, "Shading": {}}
        super().__init__(fonts, None, self.resources, {}, None, {}, None)
        self.notes: list[Note] = []
        self._done, self._known = 0, tuple[Any, ...]()
        self.odd = False
        self._strings: list[tuple[Any, str, float, str]] = []
        self._font = self._next = (None, "", 0.0)
        self._at = (0.0, 0.0)
        self.transform(d=-1, f=page.height * SCALE)
        self._drawn()
        page.paint(self, SCALE)
        self._keep()
        named = len(self.resources["XObject"]) == len({each.name for each in self.pictures()})
        self.odd |= not named or bool(self.resources["Pattern"] or self.resources["Shading"])

    def pictures(self) -> list[Picture]:
        return [note for note in self.notes if isinstance(note, Picture)]

    def texts(self) -> list[Text]:
        return [note for note in self.notes if isinstance(note, Text)]

    def seats(self) -> list[tuple[int, Text]]:
        """The texts, each with its place among the notes."""
        return [(n, note) for n, note in enumerate(self.notes) if isinstance(note, Text)]

    def text(self, box: Any, *rest: Any) -> None:
        """Draws a run of text, and notes it."""
        self._keep()
        self._strings = []
        _draw_text(self, box, *rest)
        run = run_of(self._strings, box.pango_layout.text, 0.0)
        if run is None or box.style["text_decoration_line"] != "none":
            self.odd = True
        else:
            self.notes.append(Text(Drawn(run, *self._at, box.style["color"]), box))
        self._drawn()

    def picture(self, picture: Any, width: float, height: float, style: Any) -> None:
        """Draws a picture, and notes its place."""
        self._keep()
        picture.draw_now(self, width, height, style)
        self.notes.append(Picture(picture.id, width, height, style))
        self._drawn()

    def add_font(self, pango_font: Any) -> Any:
        font, size = super().add_font(pango_font)
        key = next(key for key, each in self._fonts.items() if each is font)
        self._next = (key, font.hash, size)
        return font, size

    def set_font_size(self, font: str, size: float) -> None:
        super().set_font_size(font, size)
        self._font = self._next

    def set_text_matrix(self, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> None:
        super().set_text_matrix(a, b, c, d, e, f)
        self.odd |= (a, b, c, d) != (1, 0, 0, -1)
        self._at = (e, f)

    def set_text_rise(self, height: float) -> None:
        super().set_text_rise(height)
        self.odd = True

    def show_shortest(self, string: str) -> None:
        super().show_shortest(string)
        self._strings.append((*self._font, string))

    def _keep(self) -> None:
        """Notes what was drawn since the last text or picture, and what the engine has forgotten since."""
        self.odd |= len(self.stream) < self._done
        lines = self.stream[self._done :]
        if lines or self._colours() != self._known:
            self.notes.append(Operators(_joined(lines), self._colours()))
        self._done = len(self.stream)

    def _drawn(self) -> None:
        self._done, self._known = len(self.stream), self._colours()

    def _colours(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in REMEMBERED)


def _joined(lines: list[Any]) -> bytes:
    return b"\n".join(line if isinstance(line, bytes) else str(line).encode() for line in lines)


_draw_text = draw.draw_text


def take_notes() -> None:
    """Has the engine tell a notebook of every text, in this process."""

    def draw_text(stream: Any, box: Any, *rest: Any) -> None:
        if isinstance(stream, Notebook):
            stream.text(box, *rest)
        else:
            _draw_text(stream, box, *rest)

    draw.draw_text = draw_text
