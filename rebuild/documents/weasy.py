"""The child of the press, and the only file that knows WeasyPrint: one page description in, one PDF out.

It opens nothing but data: URIs, knows no fonts but ours, and takes every warning of the engine for a
fault. Where the engine does more than a document of ours needs, weasy_light.py puts our own in its place.
"""

import json
import logging
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from rebuild.documents.child import ChildFailed, serve
from rebuild.resources import templates

# PDF/A-3u for keeping: fonts embedded, text mapped to Unicode, colours defined. PDF/A-4 would put
# a random id into the file.
VARIANT = "pdf/a-3u"


def _answer(question: bytes) -> bytes:
    asked = json.loads(question)
    complaints = _Complaints()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(complaints)
    try:
        pages, content = _typeset(asked["html"], created=asked["created"])
    except MemoryError as error:
        raise ChildFailed("内存不足") from error
    except Exception as error:
        raise ChildFailed(f"{type(error).__name__}: {error}") from error
    finally:
        for logger in loggers:
            logger.removeHandler(complaints)
    if complaints.lines:
        raise ChildFailed("；".join(complaints.lines[:5]))
    return pages.to_bytes(4) + content


class _Complaints(logging.Handler):
    """Every warning is a fault: what WeasyPrint only logs would be missing from the paper."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _typeset(html: str, *, created: str) -> tuple[int, bytes]:
    import weasyprint

    from rebuild.documents.weasy_light import finish

    parsed = weasyprint.HTML(string=html, url_fetcher=_fetcher(), base_url="rebuild:/")
    styles = [
        _stylesheet(path, path.stat().st_mtime_ns)
        for path in map(_style_path, _asked_styles(parsed.etree_element))
    ]
    document = parsed.render(font_config=_font_configuration(), stylesheets=styles)
    document.metadata.created = created
    document.metadata.modified = created
    document.metadata.generator = "Rebuild"
    return len(document.pages), document.write_pdf(finisher=finish, pdf_variant=VARIANT)


def _asked_styles(root: Any) -> list[str]:
    """The style sheets a page names in <meta name="styles" content="certificate">, after base."""
    names = ["base"]
    for meta in root.iter("meta"):
        if meta.get("name") == "styles":
            names += meta.get("content", "").split()
    return names


def _style_path(name: str) -> Path:
    return templates() / "styles" / f"{Path(name).name}.css"


@cache
def _stylesheet(path: Path, _changed: int) -> Any:
    import weasyprint

    return weasyprint.CSS(
        string=path.read_text("utf-8"), url_fetcher=_fetcher(), font_config=_font_configuration()
    )


@cache
def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> Any:
    import weasyprint

    class DataOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Opens what the page carries with it, and nothing else: no file, no network."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise ValueError(f"only data: URIs may be opened, not {url[:80]}")
            return super().fetch(url, headers)

    return DataOnly(allowed_protocols=("data",), allow_redirects=False)


def _main(conf: str, memory_mb: str, seconds: str) -> None:
    # Before WeasyPrint is imported: fontconfig reads these once, when it is loaded.
    os.environ["FONTCONFIG_FILE"] = conf
    os.environ["LC_ALL"] = "C.UTF-8"
    from rebuild.documents.weasy_light import lighten

    lighten()
    serve(_answer, memory=int(memory_mb) << 20, cpu_seconds=int(seconds))


if __name__ == "__main__":
    _main(*sys.argv[1:])
