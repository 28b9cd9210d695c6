"""The fonts of the press: which face plays which role, what each covers, how wide its characters are."""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rebuild.errors import DefinitionError
from rebuild.resources import templates

# The order in which a role looks for a character. Kai holds Chinese characters only, so that
# figures, Latin letters and ㎡ come from Song; rare personal names come from the last face.
ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "song": ("RebuildSong-Regular", "RebuildSongRare-Regular"),
        "song-bold": ("RebuildSong-Bold", "RebuildSongRare-Regular"),
        "hei": ("RebuildHei-Medium", "RebuildSong-Regular", "RebuildSongRare-Regular"),
        "hei-regular": ("RebuildHei-Regular", "RebuildSong-Regular", "RebuildSongRare-Regular"),
        "hei-bold": ("RebuildHei-Bold", "RebuildSong-Bold", "RebuildSongRare-Regular"),
        "kai": ("RebuildKai-Regular", "RebuildSong-Regular", "RebuildSongRare-Regular"),
    }
)

# Line ends, and marks that say where a line may or may not break: nothing is drawn for them.
_UNDRAWN = frozenset("\n\r\t\u200b\u2060")

# A font file reads its glyphs as they are asked for, which two threads must not do at once.
_READING = threading.Lock()


@dataclass(frozen=True)
class Face:
    """One font file: the width of every character it has, in thousandths of the type size."""

    name: str
    widths: Mapping[str, int]
    halved: Mapping[str, int]
    """Punctuation, and its width with the feature `halt`."""
    half_figures: Mapping[str, int]
    """Figures and letters, and their width with the feature `hwid`."""


def missing(text: str) -> tuple[str, ...]:
    """The characters no face can draw, each once, in order; ask when a name is entered, not when it is printed."""
    drawable = _drawable()
    if drawable.issuperset(text):
        return ()
    return tuple(char for char in dict.fromkeys(text) if char not in drawable)


def face_of(char: str, *, role: str) -> Face:
    """The face that draws a character in a role; the first of the role where none has it."""
    faces = _faces()
    for name in ROLES[role]:
        if char in faces[name].widths:
            return faces[name]
    return faces[ROLES[role][0]]


def outline(char: str, *, role: str, size: float, x: float, baseline: float) -> str:
    """What a character looks like, as the commands of an SVG path, to a hundredth of the unit of `size`."""
    from fontTools.pens.svgPathPen import SVGPathPen  # only what is cut in stone needs it
    from fontTools.pens.transformPen import TransformPen

    pen = SVGPathPen(None, ntos=lambda figure: f"{figure:.2f}".rstrip("0").rstrip("."))
    scale = size / 1000
    place = TransformPen(pen, (scale, 0, 0, -scale, x, baseline))
    _glyph(face_of(char, role=role).name, char).replay(place)
    return str(pen.getCommands())


@cache
def fonts_hash() -> str:
    """SHA-256 of the font set: every file that decides how a character looks, by name and content."""
    total = hashlib.sha256()
    for path in sorted(fonts_folder().glob("*.ttf")):
        total.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def fonts_folder() -> Path:
    return templates() / "fonts"


@cache
def _glyph(face: str, char: str) -> Any:
    """A character recorded as its font file draws it, in thousandths of its size."""
    from fontTools.pens.recordingPen import RecordingPen

    drawn = RecordingPen()
    with _READING:
        font = _file(face)
        font.getGlyphSet()[font.getBestCmap()[ord(char)]].draw(drawn)
    return drawn


@cache
def _file(face: str) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(fonts_folder() / f"{face}.ttf", lazy=True)


@cache
def _drawable() -> frozenset[str]:
    return _UNDRAWN.union(*(face.widths for face in _faces().values()))


@cache
def _faces() -> Mapping[str, Face]:
    path = fonts_folder() / "coverage.json"
    try:
        described = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        fault = f"{path}: cannot be read. Make it again with templates/fonts/make_fonts.py"
        raise DefinitionError((fault,)) from error
    return {name: _face(name, entry) for name, entry in described.items()}


def _face(name: str, entry: Mapping[str, object]) -> Face:
    runs, halt, hwid = entry["runs"], entry["halt"], entry["hwid"]
    assert isinstance(runs, list)
    assert isinstance(halt, dict)
    assert isinstance(hwid, dict)
    widths = {
        chr(point): width for first, count, width in runs for point in range(first, first + count)
    }
    return Face(name, widths, halt, hwid)
