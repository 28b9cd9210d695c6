"""HTML in, PDF out: the press, and the only file that knows WeasyPrint.

WeasyPrint runs in child processes of its own: with limits of time and memory, with a private
fonts.conf that knows our font folder alone, and with a fetcher that opens nothing but data: URIs.
The same HTML gives the same bytes in every process.
"""

import hashlib
import json
import logging
import os
import queue
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rebuild.documents import fonts
from rebuild.documents.child import Child, ChildDied, ChildFailed, serve
from rebuild.errors import PrintError
from rebuild.resources import templates

_BEIJING = timezone(timedelta(hours=8))
# PDF/A-3u for keeping: fonts embedded, text mapped to Unicode, colours defined. PDF/A-4 would put
# a random id into the file.
VARIANT = "pdf/a-3u"
_LONG_PATH, _PATHS_KEPT = 1000, 64


@dataclass(frozen=True)
class PrintedPdf:
    """A printed document: its bytes, its number of pages, and the hash of the bytes."""

    bytes: bytes
    pages: int
    sha256: str


class Press:
    """A pool of warm presses. A context manager; may be used from several threads."""

    def __init__(
        self,
        *,
        workers: int = 1,
        seconds: int = 60,
        memory_mb: int = 1024,
        cache_folder: Path | None = None,
    ) -> None:
        self._seconds = seconds
        self._workers = workers
        conf = _write_fonts_conf(cache_folder or _default_cache())
        self._arguments = (str(conf), str(memory_mb), str(seconds))
        self._idle: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)  # started when first needed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def workers(self) -> int:
        """How many documents it prints side by side."""
        return self._workers

    def close(self) -> None:
        for _ in range(self._workers):
            child = self._idle.get()
            if child is not None:
                child.close()
            self._idle.put(None)

    def print(self, html: str, *, created: datetime) -> PrintedPdf:
        """The document as PDF, the same bytes every time; PrintError where it cannot be printed whole."""
        check_glyphs(html)
        when = created if created.tzinfo else created.replace(tzinfo=_BEIJING)
        question = json.dumps({"html": html, "created": when.isoformat(timespec="seconds")})
        with self._child() as child:
            answer = _ask(child, question.encode(), timeout=self._seconds)
        pages, content = int.from_bytes(answer[:4]), answer[4:]
        return PrintedPdf(content, pages, hashlib.sha256(content).hexdigest())

    def print_many(self, documents: Iterable[tuple[str, datetime]]) -> Iterator[PrintedPdf]:
        """Prints on all workers at once; in the order given."""
        with ThreadPoolExecutor(self._workers) as threads:
            yield from threads.map(lambda entry: self.print(entry[0], created=entry[1]), documents)

    @contextmanager
    def _child(self) -> Iterator[Child]:
        child = self._idle.get()
        try:
            if child is None:
                child = Child("rebuild.documents.pdf", self._arguments)
            yield child
        except PrintError as error:
            if isinstance(error.__cause__, ChildDied) and child is not None:
                child.close()
                child = None
            raise
        except OSError as error:
            raise PrintError(
                f"打印进程无法启动（{error.strerror}）。请检查磁盘空间和内存，稍后重试。"
            ) from error
        finally:
            self._idle.put(child)


def print_pdf(html: str, *, created: datetime) -> PrintedPdf:
    """One document on a press of its own; for more than one, keep a Press."""
    with Press() as press:
        return press.print(html, created=created)


def check_glyphs(html: str) -> None:
    """Refuses a text with a character the fonts do not have: it would be printed as a blank."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    absent = fonts.missing("".join(reader.parts))
    if absent:
        named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in absent)
        raise PrintError(
            f"字库中没有{named}，打印出来会是空白，因此未打印。请对照身份证件核对用字；"
            "确需使用的，请由管理员在字库中补字后重新打印。"
        )


class _Text(HTMLParser):
    """Collects what will be drawn: text, without styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def _ask(child: Child, question: bytes, *, timeout: float) -> bytes:
    try:
        return child.ask(question, timeout=timeout)
    except ChildFailed as failure:
        raise PrintError(
            f"文书未能完整排版，因此未打印：{failure}。请把本条信息交给管理员。"
        ) from failure
    except ChildDied as death:
        raise PrintError(
            f"打印进程超出时间或内存限制，或者意外中断（{death}）。文书内容没有丢失，请重新打印；"
            "仍然失败的，请把本条信息交给管理员。"
        ) from death


def _default_cache() -> Path:
    return Path(tempfile.gettempdir()) / f"rebuild-press-{os.getuid()}-{fonts.fonts_hash()[:12]}"


def _write_fonts_conf(folder: Path) -> Path:
    """A fonts.conf that knows our folder alone, so that no page depends on the machine's fonts."""
    conf = folder / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{fonts.fonts_folder()}</dir>\n  <cachedir>{folder / 'cache'}</cachedir>\n"
        "  <config><rescan><int>0</int></rescan></config>\n</fontconfig>\n"
    )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid != os.getuid():
            raise PrintError(f"字体缓存目录 {folder} 不属于当前用户。请由管理员删除后重试。")
        if not conf.exists() or conf.read_text("utf-8") != text:
            fresh = conf.with_suffix(f".{os.getpid()}")
            fresh.write_text(text, "utf-8")
            fresh.replace(conf)
    except OSError as error:
        raise PrintError(
            f"字体缓存目录 {folder} 无法写入（{error.strerror}）。请检查磁盘空间和权限。"
        ) from error
    return conf


# ---- what follows runs in the child ----


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

    parsed = weasyprint.HTML(string=html, url_fetcher=_fetcher(), base_url="rebuild:/")
    styles = [
        _stylesheet(path, path.stat().st_mtime_ns)
        for path in map(_style_path, _asked_styles(parsed.etree_element))
    ]
    document = parsed.render(font_config=_font_configuration(), stylesheets=styles)
    document.metadata.created = created
    document.metadata.modified = created
    document.metadata.generator = "Rebuild"
    return len(document.pages), document.write_pdf(pdf_variant=VARIANT)


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


def _compress_less() -> None:
    """pydyf hard-codes zlib level 9; level 6 gives files 1% larger in less than half the time."""
    import zlib

    import pydyf  # type: ignore[import-untyped]

    class Level6:
        compress = staticmethod(lambda data: zlib.compress(data, 6))
        compressobj = staticmethod(lambda level=6: zlib.compressobj(6))

    pydyf.zlib = Level6


def _draw_long_paths_once() -> None:
    """Keep what drawing a long path put into the page, and put it in again the next time.

    A certificate's frame is three thousand numbers and never changes; reading and writing them was a
    sixth of a permit. The operators are the same bytes, so the document is too.
    """
    from weasyprint.svg import TAGS

    draw = TAGS["path"]
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

    TAGS["path"] = drawn


def _main(conf: str, memory_mb: str, seconds: str) -> None:
    # Before WeasyPrint is imported: fontconfig reads these once, when it is loaded.
    os.environ["FONTCONFIG_FILE"] = conf
    os.environ["LC_ALL"] = "C.UTF-8"
    _compress_less()
    _draw_long_paths_once()
    serve(_answer, memory=int(memory_mb) << 20, cpu_seconds=int(seconds))


if __name__ == "__main__":
    _main(*sys.argv[1:])
