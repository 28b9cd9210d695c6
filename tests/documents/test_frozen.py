"""A page filled into a layout that was kept is, byte for byte, the page the engine would have laid out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebuild.documents import frozen
from rebuild.documents.pdf import Press
from rebuild.documents.render import render_html
from rebuild.errors import PrintError
from tests.documents.samples import WHEN, all_kinds, sample

PERMITS = [all_kinds()["planning_permit"], all_kinds()["construction_permit"]]
PLANNING = PERMITS[0]


@pytest.fixture(scope="module")
def warm():
    """A press that has printed every permit before, so that it keeps their layouts."""
    with Press() as press:
        for kind in PERMITS:
            press.print(render_html(kind, sample(kind)), created=WHEN)
        yield press


def by_the_engine(html):
    """The same page, which does not ask for its layout to be kept."""
    assert frozen.ASKED in html
    return html.replace(frozen.ASKED, "")


FAMILY_NAMES = "刘陈王李张赵杨周吴徐孙马朱胡郭何林欧阳"
RARE = "䶮㛃堃喆燚珺祎龑𬭎"
MARKS = "，。、；：（）《》〔〕“”—…·"
LATIN = "0123456789ABCabcxyz -/.,%&<>\"'㎡"
WRITTEN = FAMILY_NAMES + "示例区规划和自然资源局建设工程年月日号栋层单元" + MARKS + LATIN

names = st.text(FAMILY_NAMES + RARE, min_size=1, max_size=4)
written = st.text(WRITTEN, min_size=1, max_size=18).filter(lambda text: text.strip())
codes = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=10, max_size=10)


@st.composite
def planning_facts(draw):
    facts = sample(PLANNING)
    for name in ("applicant", "project", "location", "scale", "organ", "organ_code", "number"):
        if draw(st.booleans()):
            facts[name] = draw(written)
    facts["remarks"] = draw(st.lists(written, min_size=1, max_size=3))
    facts["issued_on"] = draw(st.dates()).isoformat().rjust(10, "2")
    facts["mark"] |= {"code": draw(codes), "document_id": draw(written), "qr": draw(codes)}
    return facts


@given(facts=planning_facts())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_facts_come_out_as_the_engine_lays_them_out(warm, press, facts):
    try:
        html = render_html(PLANNING, facts)
    except PrintError:
        return  # does not fit its box: nobody prints it
    assert (
        warm.print(html, created=WHEN).bytes == press.print(by_the_engine(html), created=WHEN).bytes
    )
