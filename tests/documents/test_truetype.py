"""A face cut down to some glyphs draws each of them exactly as the whole face does."""

import io
import struct

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from rebuild.documents.fonts import fonts_folder
from rebuild.documents.truetype import TrueType

FILES = sorted(fonts_folder().glob("*.ttf"))
SONG = (fonts_folder() / "RebuildSong-Regular.ttf").read_bytes()
WHOLE = TTFont(io.BytesIO(SONG), lazy=True)


def drawn(font, glyph):
    pen = RecordingPen()
    font.getGlyphSet()[font.getGlyphOrder()[glyph]].draw(pen)
    return pen.value


def opened(content):
    """A printed face has no names for its glyphs, which the reader wants."""
    font = TTFont(io.BytesIO(content), checkChecksums=2)
    font.setGlyphOrder([f"g{number}" for number in range(font["maxp"].numGlyphs)])
    return font


def metric(font, glyph):
    return font["hmtx"][font.getGlyphOrder()[glyph]]


@given(st.sets(st.integers(min_value=1, max_value=9000), max_size=40))
@settings(max_examples=25, deadline=None)
def test_outline_and_width_are_those_of_the_whole_face(glyphs):
    cut = TrueType(SONG).cut(glyphs)
    assert cut is not None
    part = opened(cut.content)
    assert part["maxp"].numGlyphs == len(glyphs) + 1
    for glyph in glyphs:
        assert drawn(part, cut.places[glyph]) == drawn(WHOLE, glyph)
        assert metric(part, cut.places[glyph]) == metric(WHOLE, glyph)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_face_of_the_press_can_be_cut(file):
    content = file.read_bytes()
    whole = TTFont(io.BytesIO(content), lazy=True)
    last = whole["maxp"].numGlyphs - 1
    cut = TrueType(content).cut([1, last])
    assert cut is not None
    assert metric(opened(cut.content), 2) == metric(whole, last)
    assert drawn(opened(cut.content), 2) == drawn(whole, last)


def test_a_cut_face_is_the_same_whatever_the_order_asked_for():
    assert TrueType(SONG).cut([7, 300, 41]) == TrueType(SONG).cut([41, 7, 300, 7])


def test_the_map_leads_from_every_old_number_to_the_new_one():
    cut = TrueType(SONG).cut([3, 5])
    assert cut is not None
    assert struct.unpack(">6H", cut.place_map()) == (0, 0, 0, 1, 0, 2)


def test_a_glyph_made_up_of_others_is_left_to_the_engine():
    face = TrueType(SONG)
    start = face._tables[b"glyf"][0] + face._outlines[7]
    made_up = SONG[:start] + b"\xff\xff" + SONG[start + 2 :]
    assert TrueType(made_up).cut([7]) is None
    assert TrueType(made_up).cut([8]) is not None
