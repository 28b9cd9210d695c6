"""The QR code 二维码 and the short code below it."""

import base64
import io
from functools import lru_cache

import segno

# Any mask is valid; scoring all eight is three quarters of the time a code takes.
_MASK = 3


@lru_cache(maxsize=64)
def qr_image(payload: str) -> str:
    """A one-bit PNG as a data: URI; level M, the quiet zone of four modules included."""
    code = segno.make(payload, error="m", boost_error=False, micro=False, mask=_MASK)
    image = io.BytesIO()
    code.save(image, kind="png", scale=4, border=4)
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()


def quiet_zone(payload: str, *, width_mm: float) -> float:
    """How many millimetres of white stand on each side of the code when it is printed that wide."""
    code = segno.make(payload, error="m", boost_error=False, micro=False, mask=_MASK)
    return width_mm * 4 / code.symbol_size(border=4)[0]


def short_code(code: str) -> str:
    """7KQ49M2XF3 → 7KQ4-9M2X-F3, for reading aloud."""
    return "-".join(part for part in (code[:4], code[4:8], code[8:]) if part)
