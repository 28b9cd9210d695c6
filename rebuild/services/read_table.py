"""Tables people hand in as CSV or XLSX: read into rows of text, within bounds, before anything is made of them."""

import csv
import io
import re
import zipfile
import zlib
from pathlib import Path

from rebuild.errors import InputError

LARGEST_FILE = 2_000_000  # bytes
MOST_ROWS = 10_000
_LARGEST_UNPACKED = 50_000_000  # bytes; a workbook is a zip archive
_MOST_COLUMNS = 200
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
_CELL = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{1,4})\$?([0-9]{1,9})["']""")
_ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in Chinese still saves CSV in the latter

Line = tuple[int, list[str]]  # its number in the file, and its cells


def read_content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError:
        raise InputError(str(path), "文件打不开", "请核对文件名，并确认有权读取") from None
    if len(content) > LARGEST_FILE:
        raise InputError(path.name, "文件超过2MB", "请只保留需要的内容")
    return content


def text_of(name: str, content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(name, "文字编码不能识别", "请另存为UTF-8编码")


def csv_lines(name: str, content: bytes) -> list[Line]:
    """Every row; a row may run over several lines, and is numbered by its last."""
    reader = csv.reader(io.StringIO(text_of(name, content), newline=""), strict=True)
    lines: list[Line] = []
    try:
        for cells in reader:
            lines.append((reader.line_num, cells))
            if len(lines) > 2 * MOST_ROWS:
                break
    except csv.Error:
        where = f"{name}第{reader.line_num}行"
        raise InputError(where, "引号不成对，或者内容过长", "请改正后再试") from None
    return lines


def xlsx_lines(name: str, content: bytes) -> list[Line]:
    """Every row of the first sheet."""
    # Only here, so that the other three formats do not wait for it to load.
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_bombs(name, content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise InputError(name, "不是完好的XLSX工作簿", "请用Excel打开后另存一份") from None
    return [(line, [_cell(cell) for cell in row]) for line, row in enumerate(cells, start=1)]


def _cell(cell: object) -> str:
    """A number cell as a person would type it; 34.07 stays "34.07", and 101.0 is room "101"."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _refuse_bombs(name: str, content: bytes) -> None:
    """Unpack within bounds first: the reader of workbooks believes what an archive says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > _LARGEST_UNPACKED:
                raise InputError(name, "解压后超过50MB", "请只保留需要的工作表")
            if not any(member.filename == "xl/workbook.xml" for member in members):
                raise InputError(name, "不是XLSX工作簿", "请用Excel另存为 .xlsx")
            if any(member.compress_type not in _PACKINGS for member in members):
                raise InputError(name, "压缩方式不能识别", "请用Excel另存为 .xlsx")
            # Reading checks each member against its stated size and checksum.
            for member in members:
                _refuse_far_cells(name, archive.read(member))
    except _BROKEN_ARCHIVE:
        raise InputError(name, "不是完好的XLSX工作簿", "请用Excel打开后另存一份") from None


def _refuse_far_cells(name: str, part: bytes) -> None:
    """One cell far out makes a reader lay out every empty one before it, by the billion."""
    for column, row in _CELL.findall(part):
        number = 0
        for letter in column.upper():
            number = number * 26 + letter - 64
        if int(row) > 2 * MOST_ROWS or number > _MOST_COLUMNS:
            where = f"{name}的{(column + row).decode()}单元格"
            raise InputError(where, "离表格太远", "请删除表格以外的行和列")
