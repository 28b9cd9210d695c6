"""What templates call to set text gives safe HTML of known measures."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from rebuild.documents.boxes import boxed, fits, fitting_size, paginate, pieces, ragged
from rebuild.documents.tables import table_parts
from rebuild.documents.typeset import (
    filled,
    grid,
    inline,
    paragraph,
    signature_axis,
    spaced,
    spread,
)
from rebuild.errors import PrintError


def text_of(markup):
    return Markup(markup).striptags().replace(" ", "")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))))
def test_whatever_a_clerk_typed_comes_out_as_text(text):
    for made in (filled(text), inline(text), grid(text)):
        assert not re.search(r"<(?!/?(span|div)\b)", made)
        assert text_of(made) == text


def test_markup_in_a_fact_is_shown_not_obeyed():
    assert "<b>" not in filled("<b>刘某</b>")
    assert text_of(filled("<b>刘某</b>")) == "<b>刘某</b>"


def test_every_line_of_a_paragraph_but_the_last_fills_the_measure():
    made = paragraph("危房原址恢复重建" * 9, width_mm=60, size_pt=10, pitch_pt=18)
    spacings = [float(found) for found in re.findall(r"letter-spacing:(-?[\d.]+)pt", made)]
    lines = made.count('class="ln"')
    assert len(spacings) == lines - 1
    assert len(set(spacings)) == 1


def test_a_line_of_a_letter_takes_28_cells():
    made = grid("危" * 28 + "房" * 28 + "屋屋", indent=0)
    first, second, third = re.findall(r">([危房屋]+)<", made)
    assert (len(first), len(second), third) == (28, 28, "屋屋")


@pytest.mark.parametrize(
    ("length", "lines", "size"),
    [(19, 1, "13.5"), (20, 2, "13.5"), (38, 2, "13.5"), (39, 2, "12"), (42, 2, "12")],
    ids=["one_line", "one_over", "two_lines", "one_over_two", "smaller"],
)
def test_a_text_takes_the_first_size_at_which_it_fits_its_box(length, lines, size):
    made = boxed("危" * length, label="位置", width_mm=91.8, height_mm=15.5, sizes=(13.5, 12))
    assert made.count('class="ln"') == lines
    assert f"font-size:{size}pt" in made


def test_what_fits_its_box_at_no_size_is_refused_with_both_figures():
    with pytest.raises(PrintError) as refused:
        boxed("危" * 80, label="建设位置", width_mm=91.8, height_mm=15.5, sizes=(13.5, 12))
    assert str(refused.value).startswith("“建设位置”一栏放不下：按最小字号需要4行，栏内最多2行。")


def test_a_list_starts_a_line_with_each_part():
    made = boxed(["甲", "乙", "丙"], label="备注", width_mm=50, height_mm=20, sizes=(10,))
    assert made.count('class="ln"') == 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "四川省成都市青羊区少城街道君平街89号院1栋",
            ["四川省", "成都市", "青羊区", "少城街道", "君平街89号院1栋"],
        ),
        (
            "君平街89号院1栋住宅危房原址恢复重建项目",
            ["君平街89号院1栋", "住宅危房原址恢复重建项目"],
        ),
        ("示例会议纪要〔2024〕2号", ["示例会议纪要〔2024〕2号"]),
        ("住宅危房重建项目", ["住宅危房重建项目"]),
    ],
    ids=["address", "project", "neither", "no_figure"],
)
def test_places_and_names_part_between_their_elements(text, parts):
    assert pieces(text) == parts


@given(st.text("省市区街道路号院栋甲乙1，、。", max_size=30))
def test_the_pieces_of_a_text_are_the_whole_text(text):
    assert "".join(pieces(text)) == text


def test_a_cell_that_is_too_narrow_is_refused():
    assert fits("刘示甲", label="产权人", width_mm=12, size_pt=11) == "刘示甲"
    with pytest.raises(PrintError, match="栏宽11毫米"):
        fits("刘示甲", label="产权人", width_mm=11, size_pt=11)


def test_a_long_title_is_set_smaller_and_a_longer_one_refused():
    sizes = (33, 30, 27)
    assert fitting_size("局" * 12, label="机关", width_mm=168, sizes=sizes, em=0.1) == 33
    assert fitting_size("局" * 14, label="机关", width_mm=168, sizes=sizes, em=0.1) == 30
    with pytest.raises(PrintError, match="“机关”太长"):
        fitting_size("局" * 18, label="机关", width_mm=168, sizes=sizes, em=0.1)


def test_short_labels_are_spread_to_four():
    assert spread("备注") == Markup(
        '<span class="spread" style="letter-spacing:2.000em">备</span>注'
    )
    assert spread("三个字").count("letter-spacing:0.500em") == 1
    assert spread("四个字啊") == "四个字啊"


def test_a_tracked_title_makes_up_for_its_last_space():
    assert spaced("许可证", 0.1) == Markup(
        '<span style="letter-spacing:0.100em;padding-left:0.100em">许可证</span>'
    )


def test_a_short_text_parts_after_its_mark_where_it_can():
    made = ragged("缺檐口高度、最高点高度两项", width_mm=38, size_pt=10.5, pitch_pt=15)
    assert re.findall(r'class="ln">([^<]+)', made)[0] == "缺檐口高度"


def test_a_line_end_in_a_cell_is_kept():
    made = ragged("原址重建\n指标对比表", width_mm=60, size_pt=10.5, pitch_pt=15)
    assert re.findall(r'class="ln">([^<]+)', made) == ["原址重建", "指标对比表"]


WIDTHS = (11, 45, 100)


def test_a_table_in_a_letter_takes_whole_lines():
    (part,) = table_parts([["1", "短", "甲" * 30]], widths_mm=WIDTHS, above=12)
    assert (len(part.rows), part.lines) == (1, 3)
    (part,) = table_parts([["1", "短", "甲"]] * 9, widths_mm=WIDTHS, above=12)
    assert (len(part.rows), part.lines) == (9, 8)


def test_a_table_longer_than_its_page_goes_on_over_the_page():
    parts = table_parts([["1", "短", "甲"]] * 60, widths_mm=WIDTHS, above=12)
    assert sum(len(part.rows) for part in parts) == 60
    assert parts[0].lines <= 10
    assert all(part.lines <= 22 for part in parts)


def test_a_row_higher_than_a_page_is_refused():
    with pytest.raises(PrintError, match="表格第2行内容太长"):
        table_parts([["1", "短", "甲"], ["2", "长", "甲" * 2000]], widths_mm=WIDTHS, above=12)


@given(st.integers(0, 400), st.integers(1, 30), st.integers(0, 10))
def test_pages_hold_every_row_in_order_and_none_too_many(count, last, more):
    full = last + more
    pages = paginate(list(range(count)), full=full, last=last)
    assert [row for page in pages for row in page] == list(range(count))
    assert len(pages[-1]) <= last
    assert all(1 <= len(page) <= full for page in pages[:-1])


def test_the_date_ends_four_cells_before_the_edge():
    axis = signature_axis("示例局", "2024年1月12日")
    assert axis == pytest.approx(
        156 - 4 * 15.79 / 72 * 25.4 - 8.5 / 2 * 15.79 / 72 * 25.4 + 2.8, abs=3
    )


def test_a_long_organ_name_moves_signature_and_date_to_the_left():
    organ = "示例省示例市示例区住房建设和交通运输局行政审批服务中心"
    assert signature_axis(organ, "2024年1月12日") < signature_axis("示例局", "2024年1月12日")
