"""A TrueType face cut down to the glyphs a document draws: their outlines as they are, numbered without gaps.

A printed face needs six tables. Outlines are copied byte for byte, so what a glyph looks like cannot
change; only its number does, and `Cut.places` says from which to which.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_DIRECTORY, _ENTRY = 12, 16
_ADJUSTMENT, _LOCA_FORMAT = 8, 50  # places in head
_MAGIC, _WORD = 0xB1B0AFBA, 0xFFFFFFFF


@dataclass(frozen=True)
class Cut:
    """A face with some of its glyphs, and where each of them is now."""

    content: bytes
    places: Mapping[int, int]

    def place_map(self) -> bytes:
        """For every old number up to the last one used, two bytes with the new one; 0 where it was cut."""
        numbers = bytearray(2 * (max(self.places) + 1))
        for old, new in self.places.items():
            numbers[2 * old : 2 * old + 2] = new.to_bytes(2)
        return bytes(numbers)


@dataclass(frozen=True)
class _Part:
    """One glyph: its outline filled up to whole words, its width and bearing, its share of the checksum."""

    outline: bytes
    metric: bytes
    sum: int


class TrueType:
    """One face, read once; it may be cut as often as is wanted."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        count = int.from_bytes(content[4:6])
        self._tables = {}
        for number in range(count):
            start = _DIRECTORY + number * _ENTRY
            tag, _, offset, length = struct.unpack(">4sIII", content[start : start + _ENTRY])
            self._tables[tag] = (offset, length)
        self._head, self._hhea, self._maxp = map(self._table, (b"head", b"hhea", b"maxp"))
        self._metrics = int.from_bytes(self._hhea[34:36])
        self._widths = self._table(b"hmtx")
        self._outlines = self._starts()
        self._parts: dict[int, _Part | None] = {}

    def cut(self, glyphs: Iterable[int]) -> Cut | None:
        """The face with `.notdef`, left empty, and these glyphs; None where one is made up of others."""
        kept = sorted(set(glyphs) - {0})
        parts = [self._part(glyph) for glyph in kept]
        starts, metrics, total = [0, 0], [self._metric(0)], 0
        for part in parts:
            if part is None:
                return None
            starts.append(starts[-1] + len(part.outline))
            metrics.append(part.metric)
            total += part.sum
        outlines = b"".join([part.outline for part in parts if part is not None])
        tables = self._written(starts, b"".join(metrics))
        content = _file({b"glyf": (outlines, total & _WORD)} | tables)
        return Cut(content, {0: 0} | {glyph: new for new, glyph in enumerate(kept, 1)})

    def _part(self, glyph: int) -> "_Part | None":
        """A glyph as it goes into every cut; None where it is a composite."""
        if glyph not in self._parts:
            base = self._tables[b"glyf"][0]
            start, end = self._outlines[glyph], self._outlines[glyph + 1]
            outline = self.content[base + start : base + end]
            outline += b"\0" * (-len(outline) % 4)
            composite = outline[:1] >= b"\x80"  # a negative number of contours
            part = _Part(outline, self._metric(glyph), _sum(outline))
            self._parts[glyph] = None if composite else part
        return self._parts[glyph]

    def _written(self, starts: list[int], metrics: bytes) -> dict[bytes, tuple[bytes, int]]:
        """All tables but that of the outlines, each with its checksum."""
        short = starts[-1] < 0x20000
        numbers = [start // 2 for start in starts] if short else starts
        loca = struct.pack(f">{len(numbers)}{'H' if short else 'I'}", *numbers)
        count = (len(starts) - 1).to_bytes(2)
        head = bytearray(self._head)
        head[_ADJUSTMENT : _ADJUSTMENT + 4] = bytes(4)
        head[_LOCA_FORMAT : _LOCA_FORMAT + 2] = (0 if short else 1).to_bytes(2)
        tables = {
            b"head": bytes(head),
            b"hhea": self._hhea[:34] + count,
            b"hmtx": metrics,
            b"loca": loca,
            b"maxp": self._maxp[:4] + count + self._maxp[6:],
        }
        return {tag: (table, _sum(table)) for tag, table in tables.items()}

    def _table(self, tag: bytes) -> bytes:
        offset, length = self._tables[tag]
        return self.content[offset : offset + length]

    def _starts(self) -> Sequence[int]:
        """Where in `glyf` each outline starts."""
        loca = self._table(b"loca")
        if self._head[_LOCA_FORMAT + 1] == 1:
            return struct.unpack(f">{len(loca) // 4}I", loca)
        return [2 * start for start in struct.unpack(f">{len(loca) // 2}H", loca)]

    def _metric(self, glyph: int) -> bytes:
        """Width and left bearing; the glyphs after the last with a width of its own share that one."""
        if glyph < self._metrics:
            return self._widths[4 * glyph : 4 * glyph + 4]
        bearing = 4 * self._metrics + 2 * (glyph - self._metrics)
        return (
            self._widths[4 * self._metrics - 4 : 4 * self._metrics - 2]
            + self._widths[bearing : bearing + 2]
        )


def _file(tables: Mapping[bytes, tuple[bytes, int]]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, (count << 4) - (16 << power))
    offset = _DIRECTORY + _ENTRY * count
    entries, parts, total, adjusted = [header], [], 0, 0
    for tag, (table, summed) in tables.items():
        entries.append(struct.pack(">4sIII", tag, summed, offset, len(table)))
        parts.append(table + b"\0" * (-len(table) % 4))
        if tag == b"head":
            adjusted = offset + _ADJUSTMENT
        offset += len(parts[-1])
        total += summed
    directory = b"".join(entries)
    adjustment = (_MAGIC - total - _sum(directory)) & _WORD
    content = b"".join((directory, *parts))
    return content[:adjusted] + adjustment.to_bytes(4) + content[adjusted + 4 :]


def _sum(table: bytes) -> int:
    words = -(-len(table) // 4)
    total: int = sum(struct.unpack(f">{words}I", table.ljust(4 * words, b"\0")))
    return total & _WORD
