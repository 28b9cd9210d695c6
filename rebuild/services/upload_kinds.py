"""附件的种类: what a file is by its content, never by its name; what could hurt whoever opens it is refused.

Nothing here decodes a picture or unpacks more of an archive than its directory: a few bytes say how
large a picture would be, and the sum of an archive's sizes how much it would unpack to.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rebuild.errors import InputError
from rebuild.services.read_table import LARGEST_FILE as LARGEST_TABLE
from rebuild.services.read_table import text_of

MOST_PIXELS = 100_000_000  # a sheet of A0 at 200 dots an inch
LONGEST_SIDE = 30_000
MOST_UNPACKED = 50_000_000
MOST_PACKED_RATIO = 200
MOST_MEMBERS = 2_000
_TAIL = 2_048  # where the end of a PDF is looked for
_CHUNK = 1 << 20
_PNG, _JPEG, _PDF, _ZIP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-", b"PK\x03\x04"
# What makes a reader do something on opening; a paper handed to an office needs none of it.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG segments that tell the size
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # JPEG markers without a length


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its media type, its ending, how it is looked at."""

    media_type: str
    suffix: str
    begins: bytes
    look: Callable[[str, BinaryIO, int], None]


def kind_of(file: Path, name: str, *, sheets: bool = False) -> Kind:
    """The kind of a file on the disk; InputError where it is none that is taken, or not sound."""
    size = file.stat().st_size
    kinds = (*PAPERS, SHEET) if sheets else PAPERS
    with file.open("rb") as stream:
        begins = stream.read(16)
        if not begins:
            raise InputError(name, "文件是空的", "请重新选择")
        for kind in kinds:
            if begins.startswith(kind.begins):
                kind.look(name, stream, size)
                return kind
        if sheets and name.lower().endswith(TABLE.suffix):
            TABLE.look(name, stream, size)
            return TABLE
    taken = "PDF、JPG、PNG、XLSX 或 CSV" if sheets else "PDF、JPG、PNG"
    raise InputError(name, f"只收 {taken}，这份文件的内容不是", "请转存后再传")


def _look_at_pdf(name: str, stream: BinaryIO, size: int) -> None:
    stream.seek(max(0, size - _TAIL))
    if b"%%EOF" not in stream.read(_TAIL):
        raise InputError(name, "PDF 不完整，没有结尾", "请重新导出或扫描后再传")
    stream.seek(0)
    rest = b""
    while chunk := stream.read(_CHUNK):
        window = rest + chunk
        found = next((each for each in _ACTIVE if each in window), None)
        if found is not None:
            raise InputError(
                name, f"PDF 含有打开时会运行的内容（{found.decode()}）", "请打印成新的 PDF 再传"
            )
        rest = window[-32:]


def _look_at_png(name: str, stream: BinaryIO, size: int) -> None:
    stream.seek(0)
    head = stream.read(33)
    if len(head) < 33 or head[12:16] != b"IHDR":
        raise InputError(name, "PNG 已损坏", "请重新导出后再传")
    _bounded(name, int.from_bytes(head[16:20]), int.from_bytes(head[20:24]))
    place = 33
    while place + 12 <= size:  # chunk after chunk, by their lengths alone
        stream.seek(place)
        header = stream.read(8)
        length = int.from_bytes(header[:4])
        if header[4:8] == b"IEND":
            return
        place += 12 + length
    raise InputError(name, "PNG 不完整，没有结尾", "请重新导出后再传")


def _look_at_jpeg(name: str, stream: BinaryIO, size: int) -> None:
    place = 2
    while place + 4 <= size:
        stream.seek(place)
        head = stream.read(9)
        if head[0] != 0xFF:
            break
        marker = head[1]
        if marker == 0xFF:  # padding
            place += 1
        elif marker in _BARE:
            place += 2
        elif marker in _FRAMES:
            if len(head) < 9:
                break
            _bounded(name, int.from_bytes(head[7:9]), int.from_bytes(head[5:7]))
            return
        else:
            length = int.from_bytes(head[2:4])
            if length < 2 or marker in (0xD9, 0xDA):
                break
            place += 2 + length
    raise InputError(name, "JPG 已损坏，读不出尺寸", "请重新导出后再传")


def _bounded(name: str, wide: int, high: int) -> None:
    if not wide or not high:
        raise InputError(name, "图片的宽或高为零", "请重新导出后再传")
    if wide * high > MOST_PIXELS or max(wide, high) > LONGEST_SIDE:
        raise InputError(
            name,
            f"图片有{wide}×{high}点，太大",
            f"请缩小到{MOST_PIXELS // 10_000}万点以内、每边不超过{LONGEST_SIDE}点",
        )


def _look_at_sheet(name: str, stream: BinaryIO, size: int) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputError(name, "不是完好的 XLSX 工作簿", "请用 Excel 打开后另存一份") from None
    unpacked = sum(each.file_size for each in members)
    packed = sum(each.compress_size for each in members)
    if not any(each.filename == "xl/workbook.xml" for each in members):
        raise InputError(name, "压缩包里没有工作簿", "请用 Excel 另存为 .xlsx")
    too_much = unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS
    if too_much or unpacked > MOST_PACKED_RATIO * max(packed, _CHUNK // 10):
        raise InputError(name, "解压后过大", "请只保留需要的工作表")


def _look_at_table(name: str, stream: BinaryIO, size: int) -> None:
    """Plain text that a table is made of; what it says is read by whoever reads the table."""
    stream.seek(0)
    content = stream.read(LARGEST_TABLE + 1)
    if len(content) > LARGEST_TABLE:
        raise InputError(name, "文件超过2MB", "请只保留需要的内容")
    if b"\0" in content:
        raise InputError(name, "不是文字表格", "请用 Excel 另存为 .xlsx 或 UTF-8 的 .csv")
    text_of(name, content)


PAPERS = (
    Kind("application/pdf", ".pdf", _PDF, _look_at_pdf),
    Kind("image/jpeg", ".jpg", _JPEG, _look_at_jpeg),
    Kind("image/png", ".png", _PNG, _look_at_png),
)
SHEET = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsx",
    _ZIP,
    _look_at_sheet,
)
# The only kind that nothing at its beginning tells: it is believed of a name, and only where a table is asked for.
TABLE = Kind("text/csv", ".csv", b"", _look_at_table)
