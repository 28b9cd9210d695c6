"""The child of the press: one page description in, one PDF out, by WeasyPrint.

It opens nothing but data: URIs, knows no fonts but ours, and takes every warning of the engine for a
fault. Where the engine does more than a document of ours needs, weasy_light.py puts our own in its
place; pages that ask for it are filled into layouts kept from before (weasy_frozen.py). These files
are the only ones that know WeasyPrint.
"""

import json
import logging
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from rebuild.documents import frozen
from rebuild.documents.child import ChildFailed
from rebuild.documents.weasy_frozen import Frozen
from rebuild.documents.weasy_light import lighten
from rebuild.documents.weasy_notes import take_notes
from rebuild.documents.weasy_written import finish
from rebuild.resources import templates

# PDF/A-3u for keeping: fonts embedded, text mapped to Unicode, colours defined. PDF/A-4 would put
# a random id into the file.
VARIANT = "pdf/a-3u"
_STYLES = re.compile('<meta name="styles" content="([^"]*)">')

lighten()
take_notes()


def answer(question: bytes) -> bytes:
    """The answer to the press: how many pages, whether their layout was kept from before, the PDF."""
    asked = json.loads(question)
    complaints = _Complaints()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(complaints)
    try:
        pages, kept, content = typeset(asked["html"], created=asked["created"])
    except MemoryError as error:
        raise ChildFailed("内存不足") from error
    except Exception as error:
        raise ChildFailed(f"{type(error).__name__}: {error}") from error
    finally:
        for logger in loggers:
            logger.removeHandler(complaints)
    if complaints.lines:
        raise ChildFailed("；".join(complaints.lines[:5]))
    return pages.to_bytes(4) + bytes([kept]) + content


class _Complaints(logging.Handler):
    """Every warning is a fault: what WeasyPrint only logs would be missing from the paper."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def typeset(html: str, *, created: str) -> tuple[int, bool, bytes]:
    """Pages, whether they were filled into a layout kept from before, and the PDF."""
    sheet = frozen.read(html, edition=_edition(html))
    filled = _tried(_frozen().filled, sheet) if sheet else None
    document = filled or _laid_out(html, sheet)
    document.metadata.created = created
    document.metadata.modified = created
    document.metadata.generator = "Rebuild"
    content = document.write_pdf(finisher=finish, pdf_variant=VARIANT)
    return len(document.pages), filled is not None, content


def _laid_out(html: str, sheet: frozen.Sheet | None) -> Any:
    """The page laid out by the engine; its layout is kept where the page asks for it."""
    numbered = frozen.with_numbers(html, sheet) if sheet else html
    parsed = weasyprint.HTML(string=numbered, url_fetcher=_fetcher(), base_url="rebuild:/")
    styles = [
        _stylesheet(path, path.stat().st_mtime_ns)
        for path in map(_style_path, _asked_styles(parsed.etree_element))
    ]
    document = parsed.render(font_config=_font_configuration(), stylesheets=styles)
    kept = _tried(_frozen().keep, sheet, document, parsed.etree_element) if sheet else None
    return kept or document


def _tried(way: Callable[..., Any], *given: Any) -> Any:
    """What a kept layout makes of a page; None where it fails, for no paper waits for the faster way."""
    try:
        return way(*given)
    except MemoryError:
        raise
    except Exception:
        return None


def _edition(html: str) -> str:
    """The state of the style sheets a page names; a layout holds for this one alone."""
    named = _STYLES.search(html)
    paths = [_style_path(name) for name in ("base", *(named[1].split() if named else ()))]
    return " ".join(f"{path}@{path.stat().st_mtime_ns}" for path in paths if path.exists())


def _asked_styles(root: Any) -> list[str]:
    """The style sheets a page names in <meta name="styles" content="certificate">, after base."""
    names = ["base"]
    for meta in root.iter("meta"):
        if meta.get("name") == "styles":
            names += meta.get("content", "").split()
    return names


@cache
def _style_path(name: str) -> Path:
    return templates() / "styles" / f"{Path(name).name}.css"


@cache
def _stylesheet(path: Path, _changed: int) -> Any:
    return weasyprint.CSS(
        string=path.read_text("utf-8"), url_fetcher=_fetcher(), font_config=_font_configuration()
    )


@cache
def _font_configuration() -> Any:
    return FontConfiguration()


@cache
def _frozen() -> Frozen:
    return Frozen()


@cache
def _fetcher() -> Any:
    return _DataOnly(allowed_protocols=("data",), allow_redirects=False)


class _DataOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]
    """Opens what the page carries with it, and nothing else: no file, no network."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:"):
            raise ValueError(f"only data: URIs may be opened, not {url[:80]}")
        return super().fetch(url, headers)
