"""The end of every print: what goes into the file, told and compressed once.

The engine asks for everything twice, for the file and for its fingerprint.
"""

import zlib
from functools import lru_cache
from typing import Any

import pydyf  # type: ignore[import-untyped]

_KEPT_BYTES = 1 << 18


def finish(document: Any, written: Any) -> None:
    """The engine's finisher: tells where the glyphs of a cut font are, and tells each object once."""
    places = {font.name: font.places for font in document.fonts.values() if font.places}
    for found in list(written.objects):
        if isinstance(found, dict) and found.get("Subtype") == "/CIDFontType2":
            numbers = places.get(found["BaseFont"])
            if numbers is not None:
                numbered = pydyf.Stream([_numbers(numbers)], {"Filter": "/FlateDecode"})
                written.add_object(numbered)
                found["CIDToGIDMap"] = numbered.reference
    written.objects[:] = [found if found.free == "f" else _told(found) for found in written.objects]


class _Told(pydyf.Object):  # type: ignore[misc]
    """An object with its bytes as they go into the file."""

    def __init__(self, told: Any) -> None:
        super().__init__()
        self.number, self.generation = told.number, told.generation
        self._data: bytes = told.data

    @property
    def data(self) -> bytes:
        return self._data


class _ToldStream(_Told, pydyf.Stream):  # type: ignore[misc]
    """The same of a stream, which the engine writes at another place."""


def _told(found: Any) -> Any:
    return (_ToldStream if isinstance(found, pydyf.Stream) else _Told)(found)


class Level6:
    """pydyf hard-codes zlib level 9; level 6 gives files 1% larger in less than half the time."""

    compress = staticmethod(lambda data: zlib.compress(data, 6))
    compressobj = staticmethod(lambda level=6: _Kept())


class _Kept:
    """Compresses what was compressed before from memory: colour profile, faces of the form's own words."""

    def __init__(self) -> None:
        self._data = b""

    def compress(self, data: bytes) -> bytes:
        self._data += data
        return b""

    def flush(self) -> bytes:
        small = len(self._data) < _KEPT_BYTES
        return _compressed(self._data) if small else zlib.compress(self._data, 6)


@lru_cache(maxsize=64)
def _compressed(data: bytes) -> bytes:
    return zlib.compress(data, 6)


@lru_cache(maxsize=32)
def _numbers(data: bytes) -> bytes:
    return zlib.compress(data, 4)  # almost all of it is nothing, where trying harder finds no more


@lru_cache(maxsize=16)
def begun(beginning: bytes) -> tuple[Any, bytes]:
    """A compressor that has read so much, and what it has written by then."""
    compressor = zlib.compressobj(6)
    return compressor, compressor.compress(beginning)
