"""Makes the font set of the press from the packages the originals come in.

Sources, by package name:

    npm     @expo-google-fonts/noto-serif-sc   400Regular, 700Bold
    npm     @expo-google-fonts/noto-sans-sc    400Regular, 500Medium, 700Bold
    Debian  fonts-lxgw-wenkai                  LXGWWenKai-Regular.ttf

Unpack the three anywhere below one folder, then, from the root of the project:

    uv run python templates/fonts/make_fonts.py FOLDER

Each face is cut down to GB 2312, the 8,105 characters of 通用规范汉字表 (characters.txt), Latin-1,
Chinese punctuation, full-width forms and the marks documents use; `RebuildSongRare` holds every
other character of the original, for rare personal names. All faces get new family names (the
licences reserve the old ones) and the same ascent and descent, so that a line of mixed faces stands
on one baseline and has one height. Kai keeps its Chinese characters only: figures, Latin letters,
㎡ and 〔〕 in a line of Kai always come from Song. Hinting and kerning are dropped: a printer needs
neither, and widths then add up.

The widths and the coverage of every face are written to coverage.json, which the press reads
instead of opening the fonts.
"""

import hashlib
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
ASCENT, DESCENT = 1151, 286  # Noto Serif SC's own, given to all
MARKS = "✓✗✔✘≥≤≠≈±×÷−□■○●◎△▲▽▼◇◆☆★—–―…‥·•“”‘’′″※→←↑↓㎡㎥㎜㎝㎞㎎㎏℃‰％№〇〔〕①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

FACES = (
    # file, source, family, style, weight, what it keeps
    ("RebuildSong-Regular", "NotoSerifSC_400Regular.ttf", "Rebuild Song", "Regular", 400, "set"),
    ("RebuildSong-Bold", "NotoSerifSC_700Bold.ttf", "Rebuild Song", "Bold", 700, "set"),
    ("RebuildHei-Regular", "NotoSansSC_400Regular.ttf", "Rebuild Hei", "Regular", 400, "set"),
    ("RebuildHei-Medium", "NotoSansSC_500Medium.ttf", "Rebuild Hei", "Medium", 500, "set"),
    ("RebuildHei-Bold", "NotoSansSC_700Bold.ttf", "Rebuild Hei", "Bold", 700, "set"),
    ("RebuildKai-Regular", "LXGWWenKai-Regular.ttf", "Rebuild Kai", "Regular", 400, "hanzi"),
    ("RebuildSongRare-Regular", "NotoSerifSC_400Regular.ttf", "Rebuild Song Rare", "Regular", 400, "rest"),
)


def wanted() -> set[int]:
    """Every code point a face of the ordinary set keeps."""
    points = {ord(char) for char in (HERE / "characters.txt").read_text("utf-8") if char != "\n"}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                points.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    points |= set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    points |= set(range(0x2010, 0x2028)) | set(range(0x3000, 0x3020)) | set(range(0xFF00, 0xFFF0))
    return points | {ord(char) for char in MARKS}


def hanzi(point: int) -> bool:
    return point >= 0x3400 and not 0xFF00 <= point < 0xFFF0 or point == 0x3007


def cut(source: Path, keep: set[int]) -> TTFont:
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["halt", "hwid"]
    options.name_IDs = [0, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG", "STAT", "MATH", "gasp"]
    font = TTFont(source, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=keep)
    worker.subset(font)
    return font


def rename(font: TTFont, *, family: str, style: str, weight: int) -> None:
    names = font["name"]
    plain = style in ("Regular", "Bold")
    full = f"{family} {style}"
    entries = {
        1: family if plain else full, 2: style if plain else "Regular", 3: f"1.0;{full}", 4: full,
        5: "Version 1.0", 6: f"{family.replace(' ', '')}-{style}",
    }
    if not plain:
        entries |= {16: family, 17: style}
    for number, text in entries.items():
        names.setName(text, number, 3, 1, 0x409)
    names.names = [record for record in names.names if record.platformID == 3]
    font["OS/2"].usWeightClass = weight


def level(font: TTFont) -> None:
    """Gives every face the same line box."""
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, -DESCENT, 0
    metrics = font["OS/2"]
    metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = ASCENT, -DESCENT, 0
    metrics.usWinAscent, metrics.usWinDescent = ASCENT, DESCENT


def feature_widths(font: TTFont, tag: str) -> dict[str, int]:
    """What `halt` (a position adjustment) or `hwid` (another glyph) leaves of a character's width."""
    names = {name: point for point, name in font.getBestCmap().items()}
    widths: dict[str, int] = {}
    for table in ("GPOS", "GSUB"):
        if table not in font:
            continue
        body = font[table].table
        for record in body.FeatureList.FeatureRecord:
            if record.FeatureTag != tag:
                continue
            for index in record.Feature.LookupListIndex:
                for sub in body.LookupList.Lookup[index].SubTable:
                    sub = getattr(sub, "ExtSubTable", sub)
                    if table == "GSUB":
                        for old, new in sub.mapping.items():
                            if old in names:
                                widths[chr(names[old])] = font["hmtx"][new][0]
                        continue
                    for place, glyph in enumerate(sub.Coverage.glyphs):
                        value = sub.Value if sub.Format == 1 else sub.Value[place]
                        if glyph in names:
                            widths[chr(names[glyph])] = font["hmtx"][glyph][0] + (value.XAdvance or 0)
    return dict(sorted(widths.items()))


def describe(font: TTFont, path: Path) -> dict[str, object]:
    """Coverage as runs of code points of one width: [first, length, width]."""
    runs: list[list[int]] = []
    for point, glyph in sorted(font.getBestCmap().items()):
        width = font["hmtx"][glyph][0]
        if runs and runs[-1][0] + runs[-1][1] == point and runs[-1][2] == width:
            runs[-1][1] += 1
        else:
            runs.append([point, 1, width])
    return {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "runs": runs,
        "halt": feature_widths(font, "halt"),
        "hwid": feature_widths(font, "hwid"),
    }


def main(folder: Path) -> None:
    ordinary = wanted()
    coverage: dict[str, object] = {}
    for name, source_name, family, style, weight, keeps in FACES:
        source = next(folder.rglob(source_name))
        has = set(TTFont(source, lazy=True).getBestCmap())
        keep = {
            "set": has & ordinary,
            "hanzi": {point for point in has & ordinary if hanzi(point)} | {0x20, 0x3000},
            "rest": has - ordinary | {0x20},
        }[keeps]
        font = cut(source, keep)
        rename(font, family=family, style=style, weight=weight)
        level(font)
        path = HERE / f"{name}.ttf"
        font.save(path, reorderTables=True)
        coverage[name] = describe(TTFont(path), path)
        print(name, len(keep), f"{path.stat().st_size / 1e6:.1f} MB")
    text = json.dumps(coverage, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (HERE / "coverage.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
