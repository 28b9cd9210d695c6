"""Lines of Chinese break where a compositor would break them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.documents.linebreak import break_lines, cells, width_of

EM = 10.0
CLOSING = "，。、；：？！）》」』】〕〉”’"
OPENING = "（《「『【〔〈“‘"
words = st.text(
    "一二危房屋重建许可证产权人，。、；：）（》《〔〕“”0123456789年月日号户㎡%./-a", max_size=120
)


def lines(text, *, em=20, **options):
    row = cells(text, role="song", size=EM, half_figures=True)
    return [
        "".join(cell.char for cell in line) for line in break_lines(row, measure=em * EM, **options)
    ]


@given(words)
def test_no_character_is_lost_or_turned_round(text):
    assert "".join(lines(text)) == text


@given(words)
def test_no_line_is_wider_than_the_measure_and_a_third_of_a_character(text):
    row = cells(text, role="song", size=EM)
    unbreakable = re.compile(r"[!-~〔〕年月日号户㎡%，。、；：）（》《“”]{20,}")
    if unbreakable.search(text):
        return  # one token wider than the line has nowhere to break
    for line in break_lines(row, measure=40 * EM):
        assert width_of(line) <= 40 * EM + EM / 3 + 1e-6


@given(words.filter(lambda text: not re.search(f"[{CLOSING}%./㎡-]{{3,}}|[{OPENING}]{{3,}}", text)))
def test_no_line_opens_with_a_closing_mark_or_ends_with_an_opening_one(text):
    made = lines("危" + text + "房", em=30)
    for line in made[1:]:
        assert line[0] not in CLOSING
    for line in made[:-1]:
        assert line[-1] not in OPENING


@pytest.mark.parametrize(
    "token",
    ["579.22㎡", "17户", "2024年4月28日", "188.0000万元", "30个", "工作日", "100.00%", "302室"],
)
@pytest.mark.parametrize("before", range(14, 21))
def test_a_figure_never_leaves_its_unit(token, before):
    text = "危" * before + token + "房" * 20
    assert [line for line in lines(text) if token in line]


@pytest.mark.parametrize("before", range(10, 21))
def test_a_year_never_leaves_its_brackets_nor_they_the_name_before_them(before):
    made = lines("危" * before + "示规资许补〔2024〕3号" + "房" * 20)
    assert [line for line in made if "补〔2024〕" in line]


def test_marks_that_meet_share_one_empty_half():
    row = cells("》、（）", role="song", size=EM)
    assert [cell.halved for cell in row] == [True, True, False, False]
    assert [cell.halved for cell in cells("《《甲", role="song", size=EM)] == [False, True, False]


def test_a_mark_at_the_end_of_a_line_counts_half():
    assert lines("危" * 20 + "，" + "房" * 5)[0] == "危" * 19
    assert lines("危" * 19 + "，" + "房" * 5)[0] == "危" * 19 + "，"


def test_a_bracket_at_the_start_of_a_line_is_halved():
    row = cells("危" * 20 + "（房屋）", role="song", size=EM)
    second = break_lines(row, measure=20 * EM)[1]
    assert second[0].char == "（"
    assert second[0].halved


def test_no_character_stands_alone_on_the_last_line():
    assert lines("危" * 21) == ["危" * 19, "危" * 2]
    assert lines("危" * 20) == ["危" * 20]
    assert lines("危" * 20 + "房。") == ["危" * 19, "危房。"]


def test_a_token_wider_than_the_line_is_cut_rather_than_run_over_the_edge():
    made = lines("https://" + "x" * 100)
    assert len(made) > 1
    assert "".join(made) == "https://" + "x" * 100


def test_figures_and_latin_letters_in_a_line_of_kai_are_song():
    faces = [cell.face for cell in cells("刘某17户㎡〔a，", role="kai", size=EM)]
    assert faces == ["kai", "kai", "song", "song", "kai", "song", "song", "song", "song"]
    sizes = [cell.size for cell in cells("户1，", role="kai", size=EM)]
    assert sizes == [EM, 0.97 * EM, EM]


def test_a_rare_character_comes_from_the_face_behind():
    assert [cell.face for cell in cells("刘㐁", role="kai", size=EM)] == ["kai", "rare"]


def test_half_width_figures_are_half_an_em():
    assert [cell.width for cell in cells("10", role="song", size=EM, half_figures=True)] == [5, 5]
