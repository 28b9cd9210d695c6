"""A page filled into a layout that was kept is, byte for byte, the page the engine would have laid out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebuild.documents import frozen
from rebuild.documents.pdf import Press
from rebuild.documents.render import render_html
from rebuild.errors import PrintError
from tests.documents.reading import codes_on, squeezed, text_of
from tests.documents.samples import WHEN, all_kinds, sample

PLANNING = all_kinds()["planning_permit"]
CONSTRUCTION = all_kinds()["construction_permit"]


@pytest.fixture(scope="module")
def warm():
    """A press that has printed every certificate before, so that it keeps their layouts."""
    with Press() as press:
        for kind in (PLANNING, CONSTRUCTION):
            press.print(render_html(kind, sample(kind)), created=WHEN)
        yield press


def page(kind, **changed):
    facts = sample(kind)
    facts["mark"] |= changed.pop("mark", {})
    return render_html(kind, facts | changed)


def by_the_engine(press, html):
    """The same page, which does not ask for its layout to be kept."""
    assert frozen.ASKED in html
    return press.print(html.replace(frozen.ASKED, ""), created=WHEN)


LIKE_THE_SAMPLE = {
    "other_people": {"applicant": "欧阳示乙等8户"},
    "another_place": {"location": "四川省成都市金牛区示例街道示例路77号院2栋"},
    "a_larger_house": {"scale": "住宅建筑面积1204.07㎡，共6层"},
    "another_organ": {
        "organ": "示例市规划和自然资源局金牛分局",
        "organ_code": "11510106MB1X00000N",
    },
    "another_number": {"number": "建字第5101062031GG0001017号"},
    "another_day": {"issued_on": "2031-12-31"},
    "another_code": {"mark": {"qr": "https://verify.example/d/0", "code": "0123456789"}},
    "a_rare_name": {"applicant": "王䶮"},
    "other_remarks": {"remarks": ["D级危房重建。日照、退让、", "绿地不变。18户名单见附件。"]},
}


@pytest.mark.parametrize("changed", LIKE_THE_SAMPLE.values(), ids=LIKE_THE_SAMPLE.keys())
def test_other_facts_of_the_same_length_of_text_are_filled_in(warm, press, changed):
    html = page(PLANNING, **changed)
    by_us = warm.print(html, created=WHEN)
    by_them = by_the_engine(press, html)
    assert by_us.bytes == by_them.bytes
    assert (by_us.kept, by_them.kept) == (True, False)


def test_every_copy_of_a_certificate_with_an_annex_is_filled_in(warm, press):
    owners = [
        owner | {"names": ["刘示" + owner["names"][0][-1]]}
        for owner in sample(CONSTRUCTION)["owners"]
    ]
    html = page(CONSTRUCTION, owners=owners, mark={"copy": "正本", "code": "ZZZZ000011"})
    by_us = warm.print(html, created=WHEN)
    assert by_us.kept
    assert by_us.bytes == by_the_engine(press, html).bytes


UNLIKE_THE_SAMPLE = {
    "one_line_more": {"remarks": ["17户名单见附件。"] * 3},
    "a_smaller_size": {
        "location": "四川省成都市示例新技术产业开发区示例街道办事处示例社区东段三百六十五号示例大院"
    },
    "a_face_the_line_has_not": {"organ": "示例区㐀局"},
    "marks_that_combine": {"organ_code": "A\u3000\u301cB"},
    "two_blanks_that_are_one": {"organ_code": "115 10105  0000"},
}


@pytest.mark.parametrize("changed", UNLIKE_THE_SAMPLE.values(), ids=UNLIKE_THE_SAMPLE.keys())
def test_what_is_not_certain_is_laid_out_by_the_engine(press, changed):
    html = page(PLANNING, **changed)
    with Press() as fresh:
        fresh.print(page(PLANNING), created=WHEN)
        first = fresh.print(html, created=WHEN)
    assert not first.kept
    assert first.bytes == by_the_engine(press, html).bytes


def test_an_organ_too_long_for_its_line_is_not_run_over_the_edge(warm, press):
    html = page(PLANNING, organ_code="1" * 70)
    printed = warm.print(html, created=WHEN)
    assert printed.bytes == by_the_engine(press, html).bytes


def test_a_filled_in_page_reads_as_it_was_written_and_its_code_leads_back(warm):
    code = "https://verify.example/d/7KQ49M2XF3#another"
    html = page(PLANNING, applicant="李示甲等9户", number="建字第7号", mark={"qr": code})
    printed = warm.print(html, created=WHEN)
    assert printed.kept
    text = text_of(printed)
    for line in (PLANNING.folder / "expected.txt").read_text("utf-8").splitlines():
        assert squeezed(line) in text or line in ("刘某某等17户", "建字第5101052024GG0000017号")
    assert "李示甲等9户" in text
    assert "建字第7号" in text
    assert "刘某某" not in text
    assert codes_on(printed, 0) == {code}


def test_a_broken_picture_stops_a_page_whose_layout_is_kept(warm):
    html = page(PLANNING)
    source = html.index("base64,") + len("base64,")
    with pytest.raises(PrintError, match="未能完整排版"):
        warm.print(html[:source] + "AAAA" + html[html.index('"', source) :], created=WHEN)


FAMILY_NAMES = "刘陈王李张赵杨周吴徐孙马朱胡郭何林欧阳"
WRITTEN = (
    FAMILY_NAMES + "示例区规划和自然资源局建设工程年月日号栋层单元䶮㛃𬭎"
    "，。、；：（）《》〔〕“”—…·0123456789ABCabcxyz -/.,%&<>\"'㎡"
)
written = st.text(WRITTEN, min_size=1, max_size=16).filter(lambda text: text.strip())
digits = st.text("0123456789", min_size=1, max_size=9)


@st.composite
def planning_facts(draw):
    facts = sample(PLANNING)
    for name in ("applicant", "project", "location", "scale", "organ", "organ_code", "number"):
        if draw(st.booleans()):
            facts[name] = draw(written)
    if draw(st.booleans()):
        facts["remarks"] = draw(st.lists(written, min_size=1, max_size=3))
    facts["mark"] |= {"code": draw(digits), "document_id": draw(written), "qr": draw(digits)}
    return facts


@given(facts=planning_facts())
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_facts_come_out_as_the_engine_lays_them_out(warm, press, facts):
    try:
        html = render_html(PLANNING, facts)
    except PrintError:
        return  # does not fit its box: nobody prints it
    assert warm.print(html, created=WHEN).bytes == by_the_engine(press, html).bytes
