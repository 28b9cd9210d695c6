"""Files that come in and go out: within the bounds of the office, and never to be shown as a page of ours."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi import Request, Response

from rebuild.services.print_document import Press, open_press
from rebuild.services.receiving import CHUNK, MEGABYTE, Bounds
from rebuild.settings import Settings

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
# Should a browser ever show the bytes as a page, it may do nothing at all with them.
CLOSED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def bounds(settings: Settings) -> Bounds:
    return Bounds(settings.upload_mb * MEGABYTE, settings.virus_scanner, settings.scan_seconds)


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def as_file(content: bytes, name: str, media_type: str) -> Response:
    """Bytes to be saved under a name, whatever is in them."""
    plain = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in name
    )
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {**CLOSED, "Content-Disposition": disposition}
    return Response(content, media_type=media_type, headers=headers)


def one_press(request: Request) -> Press:
    """A press for one sheet, within the bounds of the office; to be used as a context manager."""
    chosen = request.app.state.settings
    return open_press(workers=1, seconds=chosen.pdf_seconds, memory_mb=chosen.pdf_memory_mb)
