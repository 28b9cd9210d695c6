"""A page drawn on a sheet that takes notes, and drawn again from them.

What is not text or picture is kept as the operators it was; what the engine remembers of colours
between two operators is kept with them, so that the next operator comes out as it would have.
"""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from weasyprint import draw

from rebuild.documents.frozen import Drawn
from rebuild.documents.weasy_light import Paper
from rebuild.documents.weasy_shaping import run_of

_SCALE = 0.75  # points in a pixel of CSS
_COLOURS = "color", "color_stroke", "alpha", "alpha_stroke"
_REMEMBERED = tuple(f"_current_{name}" for name in _COLOURS)


@dataclass(frozen=True)
class Operators:
    """Rules, ornaments, changes of state: as they were."""

    lines: tuple[Any, ...]
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
        self.odd = False
        self._strings: list[tuple[Any, float, str]] = []
        self._font = self._next = (None, 0.0)
        self._at = (0.0, 0.0)
        self.transform(d=-1, f=page.height * _SCALE)
        self._done = len(self.stream)
        page.paint(self, _SCALE)
        self._keep()
        named = len(self.resources["XObject"]) == len({each.name for each in self.pictures()})
        self.odd |= not named or bool(self.resources["Pattern"] or self.resources["Shading"])

    def pictures(self) -> list[Picture]:
        return [note for note in self.notes if isinstance(note, Picture)]

    def texts(self) -> list[Text]:
        return [note for note in self.notes if isinstance(note, Text)]

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
        self._done = len(self.stream)

    def picture(self, picture: Any, width: float, height: float, style: Any) -> None:
        """Draws a picture, and notes its place."""
        self._keep()
        picture.draw_now(self, width, height, style)
        self.notes.append(Picture(picture.id, width, height, style))
        self._done = len(self.stream)

    def add_font(self, pango_font: Any) -> Any:
        font, size = super().add_font(pango_font)
        self._next = (next(key for key, each in self._fonts.items() if each is font), size)
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
        self.odd |= len(self.stream) < self._done
        lines = tuple(self.stream[self._done :])
        if lines:
            remembered = tuple(getattr(self, name) for name in _REMEMBERED)
            self.notes.append(Operators(lines, remembered))
        self._done = len(self.stream)


@dataclass(frozen=True)
class NotedPage:
    """What the engine wants of a page, drawn from notes."""

    width: float
    height: float
    bleed: dict[str, float]
    notes: tuple[Note, ...]
    states: dict[str, Any]
    fonts: dict[Any, Any]
    lines: tuple[tuple[Drawn, ...], ...] = ()
    pictures: tuple[Any, ...] = ()
    links: tuple[Any, ...] = ()
    bookmarks: tuple[Any, ...] = ()
    anchors: dict[str, Any] = field(default_factory=dict)
    forms: dict[Any, Any] = field(default_factory=lambda: {None: []})

    def paint(self, stream: Any, scale: float) -> None:
        assert scale == _SCALE
        for name, state in self.states.items():
            stream._resources["ExtGState"].setdefault(name, state)
        pictures = iter(self.pictures)
        for note in self.notes:
            if isinstance(note, Operators):
                stream.stream.extend(note.lines)
                for name, value in zip(_REMEMBERED, note.remembered, strict=True):
                    setattr(stream, name, value)
            elif isinstance(note, Text):
                self._show(stream, note.drawn)
            elif isinstance(note, Line):
                for drawn in self.lines[note.number]:
                    self._show(stream, drawn)
            else:
                next(pictures).draw(stream, note.width, note.height, note.style)

    def _show(self, stream: Any, drawn: Drawn) -> None:
        stream.set_color(drawn.colour)
        stream.begin_text()
        if drawn.run.strings:
            stream.set_text_matrix(1, 0, 0, -1, drawn.x, drawn.y)
        for font, size, string in drawn.run.strings:
            stream.set_font_size(self.fonts[font].hash, size)
            stream.show_shortest(string)
        stream.end_text()
        for font, number, char in drawn.run.glyphs:
            used = stream._fonts.get(font) or self._font(stream, font)
            if number not in used.to_unicode:
                used.to_unicode[number] = char
                used.widths[number] = self.fonts[font].widths[number]

    def _font(self, stream: Any, key: Any) -> Any:
        """A font nothing was drawn in yet."""
        font = stream._fonts[key] = copy(self.fonts[key])
        font.widths, font.to_unicode, font.missing = {}, {}, {}
        return font


_draw_text = draw.draw_text


def take_notes() -> None:
    """Has the engine tell a notebook of every text, in this process."""

    def draw_text(stream: Any, box: Any, *rest: Any) -> None:
        if isinstance(stream, Notebook):
            stream.text(box, *rest)
        else:
            _draw_text(stream, box, *rest)

    draw.draw_text = draw_text
