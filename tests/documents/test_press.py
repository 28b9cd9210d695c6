"""The press refuses what it cannot print whole, opens nothing, and cannot be held up."""

import base64
import contextlib
import io
import re
import socket
import time
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image
from pypdf import PdfReader

from rebuild.documents.pdf import Press, check_glyphs, print_pdf
from rebuild.errors import PrintError
from tests.documents.samples import WHEN

PAGE = "<!doctype html><html lang=zh-CN><head><meta charset=utf-8>{}</head><body>{}</body></html>"


def page(body: str = "", *, head: str = "") -> str:
    return PAGE.format(head, body)


@pytest.mark.parametrize(
    ("text", "named"),
    [("𱁬", "“𱁬”（U+3106C）"), ("王𱁬、李𪚥", "U+3106C"), ("😀", "U+1F600")],
    ids=["outside_every_font", "inside_a_name", "emoji"],
)
def test_a_character_no_font_has_stops_the_press_and_is_named(press, text, named):
    with pytest.raises(PrintError, match="字库中没有") as refused:
        press.print(page(text), created=WHEN)
    assert named in str(refused.value)
    assert "请对照身份证件核对用字" in str(refused.value)


def test_rare_characters_of_names_are_printed(press):
    assert (
        press.print(page("<p class=kai>刘𬭎 王䶮 李㛃 堃喆燚珺祎龑</p>"), created=WHEN).pages == 1
    )


def test_a_style_is_no_text():
    check_glyphs(page("字", head="<style>p::after { content: '\U0003106c' }</style>"))


@pytest.mark.parametrize(
    "html",
    [
        page("<p style='colour: red'>字</p>"),
        page("字", head="<style>p { text-spacing-trim: normal }</style>"),
        page("字", head='<meta name="styles" content="no_such_sheet">'),
        page("<img src='data:image/png;base64,AAAA'>"),
    ],
    ids=["unknown_property", "unknown_in_sheet", "missing_sheet", "broken_image"],
)
def test_whatever_the_engine_only_warns_of_stops_the_press(press, html):
    with pytest.raises(PrintError, match="未能完整排版"):
        press.print(html, created=WHEN)


PROBES = {
    "image": "<img src='{url}'>",
    "object": "<object data='{url}'></object>",
    "embed": "<embed src='{url}'>",
    "svg_image": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{url}' width='9' height='9'/></svg>",
    "svg_use": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><use href='{url}#a'/></svg>",
    "background": "<p style=\"background: url('{url}')\">字</p>",
    "list_mark": "<ul><li style=\"list-style-image: url('{url}')\">字</li></ul>",
    "content": "<style>p::before {{ content: url('{url}') }}</style><p>字</p>",
    "import": "<style>@import url('{url}');</style>字",
    "font": "<style>@font-face {{ font-family: f; src: url('{url}') }} p {{ font-family: f }}</style><p>字</p>",
    "sheet": "<link rel=stylesheet href='{url}'>字",
    "attachment": "<link rel=attachment href='{url}'>字",
    "data_in_svg": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{url}' width='9' height='9'/></svg>\">",
}


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES.keys())
def test_no_page_reaches_the_network(press, probe):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/probe"
        with contextlib.suppress(PrintError):  # refused outright is as good as not opened
            press.print(page(probe.format(url=url)), created=WHEN)
        server.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody is waiting at the door
            server.accept()


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES.keys())
def test_no_page_reads_a_file(press, probe, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>密</text></svg>"
    )
    plain = page(probe.format(url="data:text/plain,"))
    try:
        with_file = press.print(page(probe.format(url=secret.as_uri())), created=WHEN)
    except PrintError:
        return  # refused outright
    assert with_file.bytes == press.print(plain, created=WHEN).bytes


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_printed():
    endless = page("<table>" + "<tr><td>字<td>字<td>字</tr>" * 60_000 + "</table>")
    with Press(seconds=2) as press:
        began = time.monotonic()
        with pytest.raises(PrintError, match="时间或内存"):
            press.print(endless, created=WHEN)
        assert time.monotonic() - began < 20
    with Press() as press:
        assert press.print(page("字"), created=WHEN).pages == 1


def test_a_picture_larger_than_the_memory_is_refused_and_the_next_page_printed():
    picture = io.BytesIO()
    Image.new("RGB", (9_000, 9_000)).save(picture, "png")
    data = base64.b64encode(picture.getvalue()).decode()
    with Press(memory_mb=400) as small:
        with pytest.raises(PrintError, match=r"内存|未能完整排版"):
            small.print(page(f"<img src='data:image/png;base64,{data}'>"), created=WHEN)
        assert small.print(page("字"), created=WHEN).pages == 1


def test_a_cache_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(PrintError, match="字体缓存目录"):
        Press(cache_folder=blocked / "cache")


def test_many_documents_come_back_in_the_order_given():
    with Press(workers=2) as press:
        texts = ["甲", "乙" * 40, "丙", "丁" * 90]
        printed = list(press.print_many((page(text), WHEN) for text in texts))
        alone = [press.print(page(text), created=WHEN) for text in texts]
    assert [document.sha256 for document in printed] == [document.sha256 for document in alone]


def test_what_was_printed_before_leaves_no_trace(press):
    first = press.print(page("规划"), created=WHEN)
    press.print(page("<p class=kai>施工许可</p>"), created=WHEN)
    assert press.print(page("规划"), created=WHEN).bytes == first.bytes


def test_a_time_without_a_zone_is_beijing_time(press):
    zone = timezone(timedelta(hours=8))
    named = press.print(page("字"), created=datetime(2024, 2, 5, 10, 30, tzinfo=zone))
    assert named.bytes == press.print(page("字"), created=WHEN).bytes


def test_one_document_needs_no_press_of_its_own():
    assert print_pdf(page("字"), created=WHEN).bytes.startswith(b"%PDF-1.7")


def test_the_file_is_an_archive_copy_with_fixed_dates(press):
    reader = PdfReader(io.BytesIO(press.print(page("字"), created=WHEN).bytes))
    assert "/OutputIntents" in reader.root_object
    description = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part[^0-9]+3", description)
    assert re.search(r"pdfaid:conformance[^A-Z]+U", description)
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"] == "D:20240205103000+08'00"
