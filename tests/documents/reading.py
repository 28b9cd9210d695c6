"""Reads a printed document back: its text, its codes."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PdfReader

from rebuild.documents.pdf import PrintedPdf


def pages_of(printed: PrintedPdf) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(printed.bytes)).pages]


def text_of(printed: PrintedPdf) -> str:
    return squeezed("".join(pages_of(printed)))


def faces_of(printed: PrintedPdf) -> set[str]:
    """The fonts the pages use, without the letters that say a font was cut down."""
    pages = PdfReader(io.BytesIO(printed.bytes)).pages
    fonts = [font for page in pages for font in page["/Resources"]["/Font"].values()]
    return {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts}


def squeezed(text: str) -> str:
    """Without the spaces that only say where a line or a cell ended."""
    return re.sub(r"\s", "", text)


def codes_on(printed: PrintedPdf, page: int) -> set[str]:
    """What a reader makes of the images a page carries."""
    images = PdfReader(io.BytesIO(printed.bytes)).pages[page].images
    found = (zxingcpp.read_barcodes(image.image.convert("L")) for image in images)
    return {code.text for codes in found for code in codes}


def codes_on_paper(printed: PrintedPdf, folder: Path) -> set[str] | None:
    """What a scanner reads off the pages at 150 dpi; None where there is no pdftoppm to draw them."""
    if shutil.which("pdftoppm") is None:
        return None
    (folder / "page.pdf").write_bytes(printed.bytes)
    subprocess.run(
        ["pdftoppm", "-r", "150", "-gray", str(folder / "page.pdf"), str(folder / "page")],
        check=True,
    )
    codes = (zxingcpp.read_barcodes(Image.open(path)) for path in sorted(folder.glob("page-*.pgm")))
    return {code.text for found in codes for code in found}
