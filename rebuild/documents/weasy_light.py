"""What the engine does for every document in the world, and we do once or in a simpler way for ours.

Fonts are cut by our own hand, a picture of one bit stays one, strings of text are written in their
shortest form, long paths are drawn once. What is seen on the paper is the same; the bytes are fewer.
"""

import re
from functools import lru_cache
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import images, pdf
from weasyprint import svg as drawing
from weasyprint.pdf import stream as pdf_stream

from rebuild.documents.truetype import Cut, TrueType
from rebuild.documents.weasy_written import Level6, begun

_LONG_PATH, _PATHS_KEPT = 1000, 64
_LARGE, _USUAL = 4096, 1000
_PIECE = re.compile(r"<([0-9a-f]*)>|([^<>\s]+)")
_PNG_HEADER, _PNG_CHUNK = 8, 12
_DIRECTORY = 512  # bytes of a font file that name its tables, with a checksum of each


def lighten() -> None:
    """Puts our own in place of the engine's, in this process."""
    pydyf.zlib = Level6
    pdf.Stream = Paper
    pdf_stream.Font = _Font
    images.RasterImage = Raster
    _draw_long_paths_once()


def shortest(text: str) -> str:
    """Glyphs and the moves between them, without moves of nothing: <0a>0<0b>-20<> is <0a0b>-20."""
    parts: list[str] = []
    glyphs = ""
    for found in _PIECE.finditer(text):
        if found.group(2) is None:
            glyphs += found.group(1)
        elif float(found.group(2)):
            parts += [f"<{glyphs}>", found.group(2)] if glyphs else [found.group(2)]
            glyphs = ""
    return " ".join([*parts, f"<{glyphs}>"] if glyphs else parts)


class Paper(pdf_stream.Stream):  # type: ignore[misc]
    """The stream of a page, with its strings in their shortest form."""

    def show_text(self, text: str) -> None:
        self.show_shortest(shortest(text))

    def show_shortest(self, string: str) -> None:
        super().show_text(string)

    @property
    def data(self) -> bytes:
        """The same bytes, with a large beginning that was compressed before taken from memory."""
        lines = [pydyf._to_bytes(line) for line in self.stream]
        large = next((n for n, line in enumerate(lines, 1) if len(line) > _LARGE), None)
        if large is None or not self.compress:
            whole: bytes = super().data
            return whole
        compressor, beginning = begun(b"\n".join((*lines[:large], b"")))
        rest = compressor.copy()
        body = beginning + rest.compress(b"\n".join(lines[large:])) + rest.flush()
        extra = pydyf.Dictionary({**self.extra, "Filter": "/FlateDecode", "Length": len(body)})
        return b"\n".join((extra.data, b"stream", body, b"endstream"))


class _Font(pdf_stream.Font):  # type: ignore[misc]
    """A font that is cut down by copying outlines: a tenth of the engine's time."""

    places: bytes | None = None

    def __init__(self, *asked: Any) -> None:
        super().__init__(*asked)
        self._face = _face(self.file_content)
        self.file_content: bytes = self._face.content  # one copy of a file for all its fonts

    def clean(self, to_unicode: Any, hinting: bool) -> None:
        """Leaves out the widths a reader takes for granted: nearly all characters are 1000 wide.

        Two of those stay, so that the engine still sees how wide the widest is and whether all are alike.
        """
        super().clean(to_unicode, hinting)
        usual = sorted(glyph for glyph, width in self.widths.items() if width == _USUAL)
        for glyph in usual[2:]:
            del self.widths[glyph]

    def subset(self, to_unicode: Any, hinting: bool) -> None:
        cut = None if self.missing else _cut(self._face, tuple(sorted(to_unicode)))
        if cut is None:
            super().subset(to_unicode, hinting)
        else:
            self.file_content, self.places = cut.content, cut.place_map()


class Raster(images.RasterImage):  # type: ignore[misc]
    """A picture; one of black and white alone goes into the file as it is, where the engine makes colours of it."""

    def __init__(
        self, picture: Any, image_id: str, image_data: bytes, *rest: Any, **named: Any
    ) -> None:
        self._bits = picture.format == "PNG" and picture.mode == "1" and not picture.info
        if not self._bits:
            super().__init__(picture, image_id, image_data, *rest, **named)
            return
        picture.verify()
        self.id, self.width, self.height = image_id, picture.width, picture.height
        self.ratio, self._dpi, self._png = picture.width / picture.height, None, image_data

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        if hasattr(stream, "picture"):  # a notebook, which draws it then
            stream.picture(self, width, height, style)
        else:
            self.draw_now(stream, width, height, style)

    def draw_now(self, stream: Any, width: float, height: float, style: Any) -> None:
        super().draw(stream, width, height, style)

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:
        if not self._bits:
            return super().get_x_object(interpolate, dpi_ratio)
        columns = {"Predictor": 15, "Columns": self.width, "BitsPerComponent": 1}
        about = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": self.width,
            "Height": self.height,
            "ColorSpace": "/DeviceGray",
            "BitsPerComponent": 1,
            "Interpolate": "true" if interpolate else "false",
            "Filter": "/FlateDecode",
            "DecodeParms": pydyf.Dictionary(columns),
        }
        return pydyf.Stream([_pixels(self._png)], pydyf.Dictionary(about))


_FACES: dict[bytes, TrueType] = {}


def _face(content: bytes) -> TrueType:
    """A font file, read once; its first bytes hold the checksums of all the rest."""
    known = _FACES.get(content[:_DIRECTORY])
    if known is None:
        known = _FACES[content[:_DIRECTORY]] = TrueType(content)
    return known


@lru_cache(maxsize=32)
def _cut(face: TrueType, glyphs: tuple[int, ...]) -> Cut | None:
    return face.cut(glyphs)


def _pixels(png: bytes) -> bytes:
    """The packed pixels of a PNG, which a PDF takes as they are."""
    parts, place = [], _PNG_HEADER
    while place < len(png):
        length, kind = int.from_bytes(png[place : place + 4]), png[place + 4 : place + 8]
        if kind == b"IDAT":
            parts.append(png[place + 8 : place + 8 + length])
        place += _PNG_CHUNK + length
    return b"".join(parts)


def _draw_long_paths_once() -> None:
    """Keep what drawing a long path put into the page, and put it in again the next time.

    A certificate's frame is three thousand numbers and never changes; reading and writing them was a
    sixth of a permit. The operators are the same bytes, so the document is too.
    """
    draw = drawing.TAGS["path"]
    kept: dict[str, tuple[list[Any], list[Any]]] = {}

    def drawn(svg: Any, node: Any, font_size: float) -> None:
        line = node.get("d", "")
        if line not in kept:
            before, corners = len(svg.stream.stream), len(node.vertices)
            draw(svg, node, font_size)
            if len(line) > _LONG_PATH and len(kept) < _PATHS_KEPT:
                kept[line] = svg.stream.stream[before:], list(node.vertices)[corners:]
            return
        operators, vertices = kept[line]
        svg.stream.stream.extend(operators)
        node.vertices.extend(vertices)

    drawing.TAGS["path"] = drawn
