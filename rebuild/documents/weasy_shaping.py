"""Glyphs for characters: asked of the engine once for each, and put together into runs from then on.

In our faces a character is drawn alone as it is drawn among others: they have no ligatures, and
kerning is off. What that is not certain of is not shaped here: marks that combine, a run of two fonts.
"""

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.text.line_break import split_first_line

from rebuild.documents.frozen import Run
from rebuild.documents.weasy_light import Paper, shortest

_UNITS = 1024  # of the shaping engine, in a pixel
_WHOLE_KEPT = 4096
_STEM = "中"  # in every face; a blank is drawn only between two characters

# ASCII, Chinese characters, and their marks.
_PLAIN = re.compile(
    "[ -~·×—‘’“”…㎡㎥\u3000-\u3015\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\U00020000-\U000323af]+"
)
_SHAPING = (
    *("font_family", "font_size", "font_weight", "font_style", "font_stretch", "font_kerning"),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps", "lang"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override"),
    *("letter_spacing", "word_spacing", "direction", "white_space", "overflow_wrap"),
)


@dataclass(frozen=True)
class _Glyph:
    font: Any
    name: str
    size: float
    string: str
    number: int
    units: int


@dataclass(frozen=True)
class Style:
    """A computed style, and the characters shaped in it so far."""

    computed: Any
    glyphs: dict[str, _Glyph | None]
    spaced: bool

    @property
    def colour(self) -> Any:
        return self.computed["color"]


class Shaper:
    """Shapes runs, and keeps what it learned."""

    def __init__(self) -> None:
        self.fonts: dict[Any, Any] = {}
        self._tables: dict[str, dict[str, _Glyph | None]] = {}
        self._whole: dict[tuple[int, str], Run | None] = {}

    def style(self, computed: Any) -> Style:
        """A style to shape in; styles that shape alike share what was learned."""
        key = repr([computed[name] for name in _SHAPING])
        spaced = computed["letter_spacing"] not in ("normal", 0) or computed["word_spacing"] != 0
        return Style(computed, self._tables.setdefault(key, {}), spaced)

    def __call__(self, style: Style, text: str) -> Run | None:
        if not _PLAIN.fullmatch(text):
            return None
        if style.spaced:
            return self._as_a_whole(style, text)
        glyphs = [self._glyph(style, char) for char in text]
        first = glyphs[0]
        if first is None or any(glyph is None or glyph.font != first.font for glyph in glyphs):
            return None
        known = [glyph for glyph in glyphs if glyph is not None]
        width = sum(glyph.units for glyph in known) / _UNITS
        if not text.strip():
            return Run((), (), width)
        string = shortest(" ".join([glyph.string for glyph in known]))
        numbers = tuple(
            (glyph.font, glyph.number, char) for glyph, char in zip(known, text, strict=True)
        )
        return Run(((first.name, first.size, string),), numbers, width)

    def _as_a_whole(self, style: Style, text: str) -> Run | None:
        key = (id(style.glyphs), text)
        if key not in self._whole:
            if len(self._whole) >= _WHOLE_KEPT:
                self._whole.clear()
            self._whole[key] = self._drawn(style.computed, text)
        return self._whole[key]

    def _glyph(self, style: Style, char: str) -> _Glyph | None:
        if char not in style.glyphs:
            style.glyphs[char] = (
                self._blank(style, char) if char.isspace() else self._single(style, char)
            )
        return style.glyphs[char]

    def _single(self, style: Style, char: str) -> _Glyph | None:
        run = self._drawn(style.computed, char)
        if run is None or len(run.strings) != 1 or len(run.glyphs) != 1:
            return None
        (name, size, string), (font, number, _) = run.strings[0], run.glyphs[0]
        return _Glyph(font, name, size, string, number, round(run.width * _UNITS))

    def _blank(self, style: Style, char: str) -> _Glyph | None:
        stem = self._glyph(style, _STEM)
        run = self._drawn(style.computed, f"{_STEM}{char}{_STEM}")
        if stem is None or run is None or len(run.strings) != 1:
            return None
        name, size, string = run.strings[0]
        font, number, _ = run.glyphs[1]
        alone = f"<{number:04x}>"
        if font != stem.font or string != shortest(f"{stem.string}{alone}{stem.string}"):
            return None
        return _Glyph(font, name, size, alone, number, round(run.width * _UNITS) - 2 * stem.units)

    def _drawn(self, computed: Any, text: str) -> Run | None:
        """What the engine draws for a text; None where that is not one glyph for each character."""
        layout, _, rest, width, _, _ = split_first_line(text, computed, None, None, 0)
        if rest is not None:
            return None
        pen = Pen(self.fonts)
        layout.reactivate(computed)
        line = SimpleNamespace(style=computed, text=text, pango_layout=layout)
        drawing.draw_first_line(pen, line, "clip", "none", Matrix())
        layout.deactivate()
        return pen.run(text, width)


class Pen(Paper):
    """Paper for one text, which tells what was drawn on it."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        super().__init__(fonts, None, {"ExtGState": {}}, {}, None, {}, None)
        self.strings: list[tuple[Any, str, float, str]] = []
        self.odd = False
        self._font = self._next = (None, "", 0.0)

    def add_font(self, pango_font: Any) -> Any:
        font, size = super().add_font(pango_font)
        key = next(key for key, each in self._fonts.items() if each is font)
        self._next = (key, font.hash, size)
        return font, size

    def set_font_size(self, font: str, size: float) -> None:
        self._font = self._next

    def show_shortest(self, string: str) -> None:
        self.strings.append((*self._font, string))

    def set_text_rise(self, height: float) -> None:
        self.odd = True

    def run(self, text: str, width: float) -> Run | None:
        """What was drawn, as a run of this text."""
        return run_of(self.strings, text, width) if not self.odd else None


def run_of(drawn: list[tuple[Any, str, float, str]], text: str, width: float) -> Run | None:
    """A run of one glyph for each character, from what was drawn: key and name of the font, size, string.

    None where it is not so.
    """
    if not drawn:
        return Run((), (), width) if not text.strip() else None
    numbers = [
        (font, int(found[place : place + 4], 16))
        for font, _, _, string in drawn
        for found in re.findall("<([0-9a-f]*)>", string)
        for place in range(0, len(found), 4)
    ]
    if len(numbers) != len(text) or any(number == 0 for _, number in numbers):
        return None
    glyphs = tuple((font, number, char) for (font, number), char in zip(numbers, text, strict=True))
    return Run(tuple((name, size, string) for _, name, size, string in drawn), glyphs, width)
