"""Makes the desk's web fonts from the print fonts: GB 2312, Latin and the signs in use, as WOFF2.

    python templates/fonts/make_web_fonts.py

The other characters of the print fonts follow in a second file that a browser asks for only when a
page shows one of them, so that a rare name is drawn in the same face. The reserved name of the
original is not used: these are subsets. Songti serves the names of documents alone, bold.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PRINT_FONTS = Path(__file__).resolve().parent
STATIC = PRINT_FONTS.parents[1] / "rebuild" / "web" / "static"
FACES = {
    "RebuildHei-Regular.ttf": "desk-hei-400",
    "RebuildHei-Bold.ttf": "desk-hei-700",
    "RebuildSong-Bold.ttf": "desk-song-700",
}


def gb2312() -> set[int]:
    """The characters a Chinese page is mostly made of, with Latin-1 and a few signs."""
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0x2000, 0x2070))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found | {ord(sign) for sign in "㎡㎥✓✗〔〕→←↑↓≥≤×÷±●◆■▲…—·"}


def write(source: Path, target: Path, characters: set[int]) -> None:
    font = TTFont(source)
    options = subset.Options(
        flavor="woff2", layout_features=["kern", "vert"], hinting=False, desubroutinize=False
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters & set(font.getBestCmap()))
    cutter.subset(font)
    font.flavor = "woff2"
    font.recalcTimestamp = False
    font.save(target)


def main() -> None:
    usual = gb2312()
    for source, name in FACES.items():
        path = PRINT_FONTS / source
        write(path, STATIC / f"{name}.woff2", usual)
        write(path, STATIC / f"{name}-more.woff2", set(TTFont(path).getBestCmap()) - usual)


if __name__ == "__main__":
    main()
