"""A page drawn from notes, with the lines of its boxes and its pictures as each document has them."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from rebuild.documents.frozen import Drawn
from rebuild.documents.weasy_notes import REMEMBERED, SCALE, Line, Note, Operators, Text


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
        assert scale == SCALE
        for name, state in self.states.items():
            stream._resources["ExtGState"].setdefault(name, state)
        pictures = iter(self.pictures)
        for note in self.notes:
            if isinstance(note, Operators):
                if note.lines:
                    stream.stream.append(note.lines)
                for name, value in zip(REMEMBERED, note.remembered, strict=True):
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
            stream.stream.append(drawn.place)
        for name, size, shown in drawn.run.shown:
            stream.set_font_size(name, size)
            stream.stream.append(shown)
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
