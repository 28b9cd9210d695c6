"""HTML in, PDF out: the press.

Pages are laid out in child processes (weasy.py): with limits of time and memory, and with a private
fonts.conf that knows our font folder alone. The same HTML gives the same bytes in every process.
"""

import hashlib
import json
import os
import queue
import re
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Self

from rebuild.documents import fonts
from rebuild.documents.child import Child, ChildDied, ChildFailed
from rebuild.errors import PrintError

_BEIJING = timezone(timedelta(hours=8))
_UNDRAWN = re.compile(r"<(style|script)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ENGINE = "rebuild.documents.weasy"


@dataclass(frozen=True)
class PrintedPdf:
    """A printed document: its bytes, its number of pages, and the hash of the bytes."""

    bytes: bytes
    pages: int
    sha256: str
    kept: bool = False
    """Whether the layout was one kept from a page like it; the bytes are the same either way."""


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
        # LC_ALL: no page may depend on the language of the machine.
        variables = (f"FONTCONFIG_FILE={conf}", "LC_ALL=C.UTF-8")
        self._arguments = (_ENGINE, str(memory_mb), str(seconds), *variables)
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
        pages, kept, content = int.from_bytes(answer[:4]), answer[4] == 1, answer[5:]
        return PrintedPdf(content, pages, hashlib.sha256(content).hexdigest(), kept)

    def print_many(self, documents: Iterable[tuple[str, datetime]]) -> Iterator[PrintedPdf]:
        """Prints on all workers at once; in the order given."""
        with ThreadPoolExecutor(self._workers) as threads:
            yield from threads.map(lambda entry: self.print(entry[0], created=entry[1]), documents)

    @contextmanager
    def _child(self) -> Iterator[Child]:
        child = self._idle.get()
        try:
            if child is None:
                child = Child("rebuild.documents.child_start", self._arguments)
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
    absent = fonts.missing(unescape(_UNDRAWN.sub("", html)))
    if absent:
        named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in absent)
        raise PrintError(
            f"字库中没有{named}，打印出来会是空白，因此未打印。请对照身份证件核对用字；"
            "确需使用的，请由管理员在字库中补字后重新打印。"
        )


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
