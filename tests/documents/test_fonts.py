"""The font set is what coverage.json says it is, and names can be checked against it."""

import hashlib
import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from rebuild.documents import fonts
from rebuild.resources import templates

FACES = sorted((templates() / "fonts").glob("*.ttf"), key=lambda path: path.name)


def test_there_are_seven_faces_and_a_licence_for_each_family():
    assert len(FACES) == 7
    assert len(list((templates() / "fonts").glob("OFL-*.txt"))) == 3


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_the_described_coverage_is_the_files_own(path):
    described = json.loads((path.parent / "coverage.json").read_text("utf-8"))[path.stem]
    assert described["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    font = TTFont(path, lazy=True)
    widths = {chr(point): font["hmtx"][glyph][0] for point, glyph in font.getBestCmap().items()}
    assert fonts._faces()[path.stem].widths == widths


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_every_face_has_the_same_line_box_and_no_reserved_name(path):
    font = TTFont(path, lazy=True)
    assert (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap) == (1151, -286, 0)
    family = str(font["name"].getDebugName(1))
    assert family.startswith("Rebuild")
    assert not any(word in family for word in ("LXGW", "霞鹜", "Source", "Noto"))


def test_kai_holds_no_figure_no_letter_and_no_sign():
    kai = fonts._faces()["RebuildKai-Regular"].widths
    assert [char for char in "0123456789aZ㎡²³〔〕，。" if char in kai] == []


def test_every_character_of_the_general_standard_table_can_be_printed_in_every_role():
    table = (templates() / "fonts" / "characters.txt").read_text("utf-8").replace("\n", "")
    assert len(table) == len(set(table)) == 8105
    assert fonts.missing(table) == ()
    for role in fonts.ROLES:
        assert [char for char in table if char not in fonts.face_of(char, role=role).widths] == []


@pytest.mark.parametrize("char", "堃喆燚昇珺祎龑䶮㛃𬭚𬭎𫖯㑇")
def test_rare_characters_of_names_are_covered(char):
    assert fonts.missing(char) == ()


def test_missing_characters_are_named_once_in_order():
    assert fonts.missing("刘𱁬某𪚥𱁬\n") == ("𱁬", "𪚥")
    assert fonts.missing("") == ()


def test_the_hash_of_the_font_set_follows_its_files(tmp_path: Path, monkeypatch):
    before = fonts.fonts_hash()
    assert len(before) == 64
    (tmp_path / "a.ttf").write_bytes(b"another face")
    monkeypatch.setattr(fonts, "fonts_folder", lambda: tmp_path)
    assert fonts.fonts_hash.__wrapped__() != before


def test_the_set_is_small_enough_to_ship():
    assert sum(path.stat().st_size for path in FACES) < 40_000_000
