"""Files people hand in: known by their content, within bounds of time and memory, and never a page of ours."""

import io
import sys
import tracemalloc
import zipfile
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from rebuild.errors import InputError, NotFound
from rebuild.services.persons import the_person
from rebuild.services.receiving import MEGABYTE, Bounds, Handed
from rebuild.services.upload_kinds import LONGEST_SIDE, MOST_PIXELS, kind_of
from rebuild.services.uploads import sweep, take_in, uploads_told
from rebuild.web.bodies import FORM
from tests.web.conftest import BEIJING, NUMBER, Desk, csrf_in, some_bytes
from tests.web.kept_in import on_both

CASE = f"/cases/{NUMBER}"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
NOW = datetime(2024, 2, 5, 10, tzinfo=BEIJING)


def png(wide: int, high: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = wide.to_bytes(4) + high.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def jpeg(wide: int, high: int) -> bytes:
    frame = b"\xff\xc0\x00\x11\x08" + high.to_bytes(2) + wide.to_bytes(2) + b"\x03" + b"\x00" * 9
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 10 + frame + b"\xff\xd9"


def workbook(unpacked: int, *, name: str = "xl/workbook.xml", members: int = 1) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in range(members):
            archive.writestr(name if not place else f"xl/{place}.xml", b"0" * unpacked)
    return made.getvalue()


SOUND = {
    "paper.pdf": PDF,
    "photo.jpg": jpeg(4000, 3000),
    "plan.png": png(8000, 6000),
}
# Everything that is not what it says, or is more than it says, or does more than a paper does.
HARMFUL = {
    "empty.pdf": b"",
    "no_end.pdf": b"%PDF-1.7\n" + b"0" * 5000,
    "script.pdf": PDF.replace(b"<<>>", b"<</S/JavaScript/JS(app.alert(1))>>", 1),
    "launch.pdf": PDF.replace(b"<<>>", b"<</S/Launch/F(cmd.exe)>>", 1),
    "within.pdf": PDF.replace(b"<<>>", b"<</Type/EmbeddedFile>>", 1),
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "vector.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program.pdf": b"MZ\x90\x00" + b"\x00" * 100,
    "script.jpg": b"#!/bin/sh\nrm -rf .\n",
    "pixels.png": png(65_000, 65_000),
    "ribbon.png": png(LONGEST_SIDE + 1, 1),
    "nothing.png": png(0, 100),
    "cut.png": png(100, 100)[:20],
    "endless.png": png(100, 100)[:-12],
    "far.png": png(100, 100)[:33] + (2**31 - 1).to_bytes(4) + b"IDAT",
    "pixels.jpg": jpeg(65_535, 65_535),
    "nothing.jpg": jpeg(0, 10),
    "cut.jpg": jpeg(10, 10)[:12],
    "stuck.jpg": b"\xff\xd8" + b"\xff\xe0\x00\x00" * 10,
    "filled.jpg": b"\xff\xd8" + b"\xff" * 100_000,
    "phone.heic": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100,
    "archive.pdf": workbook(10),
    "animated.gif": b"GIF89a" + b"\x00" * 100,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
}
BOMBS = {
    "unpacks.xlsx": workbook(60_000_000),
    "packed.xlsx": workbook(30_000_000),
    "many.xlsx": workbook(1, members=2_001),
    "no_book.xlsx": workbook(10, name="word/document.xml"),
    "cut.xlsx": workbook(100)[:40],
}


def handed(desk: Desk, name: str, person: str = "planning_clerk", **more) -> Handed:
    return Handed(NUMBER, name, the_person(desk.office, person, NOW.date()), NOW, **more)


def keep(desk: Desk, name: str, content: bytes, bounds: Bounds | None = None, **more):
    return take_in(
        desk.office, handed(desk, name, **more), [content], bounds or Bounds(), some_bytes
    )


def left_behind(desk: Desk) -> list[Path]:
    folder = desk.office.data / "uploads"
    return [each for each in folder.rglob("*") if each.is_file()]


@pytest.mark.parametrize("name", SOUND)
def test_paper_is_kept_under_its_digest(desk, name):
    kept = keep(desk, name, SOUND[name])
    assert [each.name for each in left_behind(desk)] == [kept.sha256]
    assert kept.name == name


@pytest.mark.parametrize("name", HARMFUL)
def test_what_is_no_paper_is_refused_and_nothing_of_it_stays(desk, name):
    began = monotonic()
    with pytest.raises(InputError):
        keep(desk, name, HARMFUL[name])
    assert monotonic() - began < 2
    assert not left_behind(desk)
    assert not uploads_told(desk.office, NUMBER)


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_in_a_workbook_is_refused_without_unpacking_it(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(BOMBS[name])
    tracemalloc.start()
    with pytest.raises(InputError):
        kind_of(file, name, sheets=True)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8 * MEGABYTE


def test_workbook_is_taken_only_where_one_is_asked_for(desk):
    with pytest.raises(InputError):
        keep(desk, "roll.xlsx", workbook(10))
    assert keep(desk, "roll.xlsx", workbook(10), sheets=True).media_type.endswith("sheet")


@pytest.mark.parametrize("over", [-1, 0, 1], ids=["below", "at", "above"])
def test_picture_may_have_so_many_dots_and_no_more(tmp_path, over):
    file = tmp_path / "plan.png"
    file.write_bytes(png(10_000, MOST_PIXELS // 10_000 + over))
    if over > 0:
        with pytest.raises(InputError):
            kind_of(file, "plan.png")
    else:
        assert kind_of(file, "plan.png").suffix == ".png"


@pytest.mark.parametrize("over", [-1, 0, 1], ids=["below", "at", "above"])
def test_file_may_be_so_large_and_no_larger(desk, over):
    content = PDF + b"\n" * (MEGABYTE + over - len(PDF) - 6) + b"%%EOF\n"
    if over > 0:
        with pytest.raises(InputError):
            keep(desk, "large.pdf", content, Bounds(largest=MEGABYTE))
    else:
        assert keep(desk, "large.pdf", content, Bounds(largest=MEGABYTE)).size == MEGABYTE + over


def test_stream_without_an_end_is_read_no_further_than_the_bounds(desk):
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield b"%PDF-" + b"0" * 65_531

    bounds = Bounds(largest=MEGABYTE)
    with pytest.raises(InputError):
        take_in(desk.office, handed(desk, "endless.pdf"), endless(), bounds, some_bytes)
    assert read <= 17
    assert not left_behind(desk)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\身份证.PDF", "身份证.PDF"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("照\u202efdp.exe", "照fdp.pdf"),
        ("photo.html", "photo.pdf"),
        ("", "附件.pdf"),
        ("长" * 500 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_name_is_only_a_name_and_ends_as_what_it_is(desk, given, kept):
    assert keep(desk, given, PDF).name == kept


def test_file_that_the_scanner_refuses_is_refused(desk, tmp_path):
    scanner = tmp_path / "scan.py"
    scanner.write_text("import sys; sys.exit(b'bad' in open(sys.argv[1],'rb').read())")
    bounds = Bounds(scanner=f"{sys.executable} {scanner}")
    assert keep(desk, "good.pdf", PDF, bounds).scanned == "通过"
    with pytest.raises(InputError):
        keep(desk, "bad.pdf", PDF.replace(b"<<>>", b"<</bad 1>>", 1), bounds)


@pytest.mark.parametrize("scanner", ["no-such-scanner", "sleep 30 #", "'unclosed"])
def test_file_that_could_not_be_scanned_is_refused_in_time(desk, scanner):
    began = monotonic()
    with pytest.raises(InputError):
        keep(desk, "a.pdf", PDF, Bounds(scanner=scanner, seconds=1))
    assert monotonic() - began < 5
    assert not left_behind(desk)


def test_file_goes_out_as_a_file_and_never_as_a_page(desk):
    kept = keep(desk, "身份证.pdf", PDF)
    answer = desk.signed_in("planning_clerk").get(f"{CASE}/uploads/{kept.id}")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_file_of_one_is_not_an_owners_to_open(desk):
    kept = keep(desk, "身份证.pdf", PDF)
    assert desk.signed_in("owner").get(f"{CASE}/uploads/{kept.id}").status_code == 404


def test_only_who_may_act_hands_anything_in(desk):
    with pytest.raises(NotFound):
        keep(desk, "a.pdf", PDF, person="auditor")
    assert not left_behind(desk)


@on_both
def test_form_takes_the_sound_files_and_tells_of_the_others(desk):
    browser = desk.signed_in("planning_clerk")
    files = [("file", (name, content)) for name, content in (("a.pdf", PDF), ("b.heic", b"ftyp"))]
    token = csrf_in(browser.get(f"{CASE}/materials").text)
    answer = browser.post(f"{CASE}/uploads", data={"csrf": token}, files=files)
    assert answer.status_code == 422
    assert "b.heic：只收 PDF、JPG、PNG" in answer.text
    assert [each["name"] for each in uploads_told(desk.office, NUMBER)] == ["a.pdf"]


def test_body_larger_than_a_form_is_refused_before_it_is_read(desk):
    browser = desk.signed_in("planning_clerk")
    answer = browser.post(f"{CASE}/ledger", data={"csrf": "x" * (FORM + 1)})
    assert answer.status_code == 413


def test_body_that_says_nothing_of_its_length_is_counted_as_it_comes(desk):
    def endless():
        for _ in range(1_000):
            yield b"a=" + b"x" * 65_534

    browser = desk.signed_in("planning_clerk")
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.post(f"{CASE}/ledger", content=endless(), headers=kind)
    assert answer.status_code == 413


def test_half_received_file_is_swept_away_at_the_next_start(desk):
    folder = desk.office.data / "uploads" / "incoming"
    folder.mkdir(parents=True)
    (folder / "tmp1").write_bytes(b"%PDF")
    assert sweep(desk.office) == 1
    assert not left_behind(desk)


def test_file_is_taken_off_by_who_sent_it_and_the_ledger_keeps_that_it_was_there(desk):
    browser = desk.signed_in("planning_clerk")
    kept = keep(desk, "a.pdf", PDF)
    desk.now += timedelta(minutes=1)
    token = csrf_in(browser.get(f"{CASE}/materials").text)
    other = desk.signed_in("housing_clerk")
    theirs = {"csrf": csrf_in(other.get(f"{CASE}/materials").text)}
    assert other.post(f"{CASE}/uploads/{kept.id}/remove", data=theirs).status_code == 404
    browser.post(f"{CASE}/uploads/{kept.id}/remove", data={"csrf": token})
    assert not uploads_told(desk.office, NUMBER)
