"""The QR code 二维码 and the short code below it."""

import base64
import struct
import zlib
from functools import lru_cache
from typing import Any

import segno

# Any mask is valid; scoring all eight is three quarters of the time a code takes.
_MASK = 3
_SCALE, _BORDER = 4, 4  # pixels in a module, modules of quiet zone
_PNG = b"\x89PNG\r\n\x1a\n"


@lru_cache(maxsize=64)
def qr_image(payload: str) -> str:
    """A one-bit PNG as a data: URI; level M, the quiet zone of four modules included."""
    matrix = _code(payload).matrix
    edge = "1" * (_BORDER * _SCALE)
    side = (len(matrix) + 2 * _BORDER) * _SCALE
    blank = _line("1" * side) * (_BORDER * _SCALE)
    module = ("1" * _SCALE, "0" * _SCALE)  # white is 1
    lines = (_line("".join([edge, *[module[dark] for dark in row], edge])) for row in matrix)
    pixels = b"".join((blank, *(line * _SCALE for line in lines), blank))
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit, grey
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    image = _PNG + b"".join(_chunk(kind, data) for kind, data in chunks)
    return "data:image/png;base64," + base64.b64encode(image).decode()


def quiet_zone(payload: str, *, width_mm: float) -> float:
    """How many millimetres of white stand on each side of the code when it is printed that wide."""
    return width_mm * _BORDER / (len(_code(payload).matrix) + 2 * _BORDER)


@lru_cache(maxsize=64)
def _code(payload: str) -> Any:
    return segno.make(payload, error="m", boost_error=False, micro=False, mask=_MASK)


def _line(bits: str) -> bytes:
    """A line of pixels, unfiltered."""
    size = -(-len(bits) // 8)
    return b"\0" + int(bits.ljust(8 * size, "0"), 2).to_bytes(size)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def short_code(code: str) -> str:
    """7KQ49M2XF3 → 7KQ4-9M2X-F3, for reading aloud."""
    return "-".join(part for part in (code[:4], code[4:8], code[8:]) if part)
