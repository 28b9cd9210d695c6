"""Layouts kept: a page the engine laid out once, filled with the text of every other page like it.

What is not certain to come out as the engine would set it is left to the engine: a line that could
wrap, a character of another font, a mark that changes its neighbours. A layout is kept only where
its own page, filled by us, comes out as the engine drew it.
"""

from base64 import b64decode
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from hashlib import md5
from io import BytesIO
from itertools import islice
from typing import Any

from weasyprint import DEFAULT_OPTIONS, images
from weasyprint.document import Document

from rebuild.documents.frozen import Drawn, Place, Sheet, set_line
from rebuild.documents.weasy_filled import NotedPage
from rebuild.documents.weasy_light import Raster
from rebuild.documents.weasy_notes import Line, Note, Notebook, Picture, Text
from rebuild.documents.weasy_places import Spans, alike, context, in_a_row, numbered_blocks, place
from rebuild.documents.weasy_shaping import Shaper

_KEPT = 32
_LINES_KEPT = 1024
_PNG = "data:image/png;base64,"


class Frozen:
    """The layouts kept in this process, by what is the same in all their pages."""

    def __init__(self) -> None:
        self._layouts: OrderedDict[str, _Layout] = OrderedDict()
        self._shaper = Shaper()
        self._spans: dict[Any, Spans] = {}

    def filled(self, sheet: Sheet) -> Any:
        """The document of a page whose like was laid out before; None where the engine has to do it."""
        layout = self._layouts.get(sheet.skeleton)
        if layout is None:
            return None
        self._layouts.move_to_end(sheet.skeleton)
        return layout.filled(sheet)

    def keep(self, sheet: Sheet, document: Any, root: Any) -> Any:
        """The same document drawn from a layout that is kept from now on; None where that cannot be."""
        layout = self._noted(sheet, document, root)
        filled = layout.filled(sheet) if layout else None
        known = self._layouts.get(sheet.skeleton)
        # A page with an odd text in one of its boxes may leave fewer places to fill.
        if layout and filled and (known is None or layout.size >= known.size):
            self._layouts[sheet.skeleton] = layout
            if len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        return filled

    def _noted(self, sheet: Sheet, document: Any, root: Any) -> "_Layout | None":
        if document.metadata.title != sheet.title or document.metadata.attachments:
            return None
        if any(_leads_elsewhere(page) for page in document.pages):
            return None
        fonts = self._shaper.fonts
        books = [Notebook(page, fonts) for page in document.pages]
        shown = [each.name for book in books for each in book.pictures()]
        if any(book.odd for book in books) or shown != [_name(each) for each in sheet.pictures]:
            return None
        places = dict(self._places(sheet, document, root, books))
        pages = tuple(
            NotedPage(
                page.width,
                page.height,
                page.bleed,
                notes=_with_lines(book.notes, places),
                states=book.resources["ExtGState"],
                fonts=fonts,
            )
            for page, book in zip(document.pages, books, strict=True)
        )
        return _Layout(
            document,
            sheet,
            pages,
            {number: found for number, (found, _) in places.items()},
            self._shaper,
        )

    def _places(
        self, sheet: Sheet, document: Any, root: Any, books: Sequence[Notebook]
    ) -> Iterator[tuple[int, tuple[Place, tuple[Any, ...]]]]:
        """The boxes that can be filled, and the engine's texts in them."""
        above = {child: parent for parent in root.iter() for child in parent}
        noted = {id(note.box): note.drawn for book in books for note in book.texts()}
        seats = {id(note.box): seat for book in books for seat, note in book.seats()}
        for number, block in numbered_blocks(document):
            spans = self._spans.setdefault((sheet.head, *context(block, above)), {})
            found, texts = place(sheet.boxes[number], block, spans, noted, self._shaper)
            if found is None or not in_a_row([seats[id(text)] for text in texts]):
                continue
            ours = set_line(sheet.boxes[number], found, self._shaper)
            if ours is not None and alike(ours, [noted[id(text)] for text in texts]):
                yield number, (found, texts)


class _Layout:
    """One layout: its pages as they were noted, and the places to fill."""

    def __init__(
        self,
        document: Any,
        sheet: Sheet,
        pages: tuple[NotedPage, ...],
        places: Mapping[int, Place],
        shaper: Shaper,
    ) -> None:
        self._boxes, self._pages, self._places, self._shaper = sheet.boxes, pages, places, shaper
        self._metadata, self._fetcher = document.metadata, document.url_fetcher
        self._font_config, self._intent = document.font_config, document.output_intent
        self._lines: dict[tuple[int, str], tuple[Drawn, ...]] = {}

    @property
    def size(self) -> int:
        """How many of its boxes can be filled."""
        return len(self._places)

    def filled(self, sheet: Sheet) -> Any:
        """The document with the texts and pictures of this page; None where one cannot be set."""
        lines = []
        for number, box in enumerate(sheet.boxes):
            found = self._places.get(number)
            line = self._line(number, box, found) if found else ()
            if line is None or (found is None and box != self._boxes[number]):
                return None
            lines.append(line)
        pictures = [_picture(each) for each in sheet.pictures]
        if None in pictures:
            return None
        pages, waiting = [], iter(pictures)
        for page in self._pages:
            count = sum(isinstance(note, Picture) for note in page.notes)
            own = tuple(islice(waiting, count))
            pages.append(replace(page, lines=tuple(lines), pictures=own))
        metadata = copy(self._metadata)
        metadata.title = sheet.title
        return Document(pages, metadata, self._fetcher, self._font_config, {}, self._intent)

    def _line(self, number: int, box: str, found: Place) -> tuple[Drawn, ...] | None:
        known = self._lines.get((number, box))
        if known is None:
            known = set_line(box, found, self._shaper)
            if known is not None:
                if len(self._lines) >= _LINES_KEPT:
                    self._lines.clear()
                self._lines[number, box] = known
        return known


def _picture(source: str) -> Any:
    """A picture of black and white from the page itself; None for any other."""
    if not source.startswith(_PNG):
        return None
    content = b64decode(source.removeprefix(_PNG))
    opened = images.Image.open(BytesIO(content))
    return Raster(opened, _name(source), content, options=DEFAULT_OPTIONS)


def _with_lines(
    notes: Sequence[Note], places: Mapping[int, tuple[Place, tuple[Any, ...]]]
) -> tuple[Note, ...]:
    """The notes, with one line for all the texts of a box that can be filled."""
    owner = {id(text): number for number, (_, texts) in places.items() for text in texts}
    result: list[Note] = []
    for note in notes:
        if isinstance(note, Text) and id(note.box) in owner:
            line = Line(owner[id(note.box)])
            if not result or result[-1] != line:
                result.append(line)
        elif isinstance(note, Text):
            result.append(Text(note.drawn, None))
        else:
            result.append(note)
    return tuple(result)


def _leads_elsewhere(page: Any) -> bool:
    return bool(page.links or page.anchors or page.bookmarks or page.forms != {None: []})


def _name(picture: str) -> str:
    """What the engine calls a picture."""
    return md5(picture.encode(), usedforsecurity=False).hexdigest()
