"""The two certificates hold what an office will put into them, and refuse what they cannot hold."""

import pytest

from rebuild.documents.render import render_html
from rebuild.errors import PrintError
from tests.documents.reading import codes_on, pages_of, squeezed, text_of
from tests.documents.samples import WHEN, all_kinds, sample

PLANNING = all_kinds()["planning_permit"]
CONSTRUCTION = all_kinds()["construction_permit"]
LONG_ADDRESS = (
    "四川省成都市示例新技术产业开发区示例街道办事处示例社区东段三百六十五号示例大院君平街89号院11栋"
)


def owner(number, **changed):
    return {
        "unit": f"{number:04d}", "floor": number % 30 + 1, "names": ["刘示甲"],
        "existing_area": "34.07", "planned_area": "34.07", "change": "0.00", "note": "",
    } | changed  # fmt: skip


def construction(**changed):
    return render_html(CONSTRUCTION, sample(CONSTRUCTION) | changed)


def planning(**changed):
    return render_html(PLANNING, sample(PLANNING) | changed)


@pytest.mark.parametrize(
    ("households", "pages"),
    [(1, 2), (17, 2), (18, 3), (40, 3), (41, 4), pytest.param(300, 15, marks=pytest.mark.slow)],
    ids=str,
)
def test_the_annex_holds_every_household_on_as_many_pages_as_it_takes(press, households, pages):
    owners = [owner(number) for number in range(1, households + 1)]
    document = press.print(construction(owners=owners, masked=False), created=WHEN)
    assert document.pages == pages
    texts = [squeezed(text) for text in pages_of(document)]
    for number in range(1, households + 1):
        assert any(f"{number}{number:04d}刘示甲" in text for text in texts)
    for text in texts[1:]:
        assert "序号房号产权人原有建筑面积（㎡）" in text
    assert "合计" in texts[-1]
    assert all("合计" not in text for text in texts[1:-1])
    assert "（印章）" in texts[-1]
    assert codes_on(document, pages - 1) == {sample(CONSTRUCTION)["mark"]["qr"]}


def test_the_masked_annex_shows_no_name_and_no_room(press):
    owners = [owner(9876, names=["刘示甲", "欧阳示乙"], floor=3), owner(102, names=["王䶮"] * 3)]
    text = text_of(press.print(construction(owners=owners, masked=True), created=WHEN))
    for hidden in ("示甲", "示乙", "䶮", "9876"):
        assert hidden not in text
    assert "三层刘某某、欧阳某某" in text
    assert "王某等3人" in text
    assert "隐名版本" in text


def test_the_full_annex_says_that_it_may_not_be_posted(press):
    text = text_of(press.print(construction(masked=False), created=WHEN))
    assert "101刘示甲" in text
    assert "不得公开张贴" in text
    assert "隐名版本" not in text


def test_rare_names_are_printed_in_full(press):
    owners = [owner(1, names=["刘𬭎"]), owner(2, names=["王䶮"]), owner(3, names=["李㛃"])]
    text = text_of(press.print(construction(owners=owners, masked=False), created=WHEN))
    for name in ("刘𬭎", "王䶮", "李㛃"):
        assert name in text


def test_a_name_no_font_has_stops_the_press(press):
    with pytest.raises(PrintError, match=r"U\+3106C"):
        press.print(construction(owners=[owner(1, names=["刘𱁬"])], masked=False), created=WHEN)


def test_a_name_too_long_for_its_column_stops_the_press():
    with pytest.raises(PrintError, match="“产权人”一栏放不下"):
        construction(owners=[owner(1, names=["阿卜杜热合曼·买买提托合提·示例之子"])], masked=False)


@pytest.mark.parametrize("make", [planning, construction], ids=["planning", "construction"])
def test_a_long_address_is_set_smaller_rather_than_cut(press, make):
    document = press.print(make(location=LONG_ADDRESS), created=WHEN)
    assert squeezed(LONG_ADDRESS) in text_of(document)


@pytest.mark.parametrize(
    ("make", "field", "label"),
    [
        (planning, "location", "建设位置"),
        (planning, "project", "建设项目名称"),
        (planning, "applicant", "建设单位（个人）"),
        (construction, "location", "建设地址"),
        (construction, "scale", "建设规模"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_its_box_is_refused_by_the_name_of_the_box(make, field, label):
    with pytest.raises(PrintError, match=f"“{label}”一栏放不下"):
        make(**{field: "危房原址恢复重建" * 20})


def test_remarks_hold_variances_with_their_basis(press):
    remarks = [
        "D级危房原址恢复重建，建筑面积、容积率、土地权属不变。",
        "突破事项：日照间距参照商品住房标准执行；依据示例会议纪要〔2024〕2号。",
        "突破事项：退让道路红线维持原状；依据示例会议纪要〔2024〕3号。",
        "17户名单见附件。",
    ]
    text = text_of(press.print(planning(remarks=remarks), created=WHEN))
    assert squeezed("".join(remarks)) in text


def test_more_remarks_than_the_box_holds_are_refused():
    with pytest.raises(PrintError, match=r"“备注”一栏放不下：按最小字号需要[0-9]+行，栏内最多4行"):
        planning(remarks=["17户名单见附件。"] * 30)
    with pytest.raises(PrintError, match="“备注”一栏放不下"):
        construction(remarks=["17户名单附后。"] * 40)


def test_a_contract_without_supervisor_prints_slashes(press):
    text = text_of(press.print(construction(), created=WHEN))
    assert "监理单位/总监理工程师/" in text


def test_an_area_of_one_place_stops_the_press():
    with pytest.raises(PrintError, match="两位小数"):
        construction(owners=[owner(1, planned_area="34.1")])


def test_rows_and_rules_stay_where_they_were_measured(press):
    """A row that grew would push the notes under the seal: every box is exactly as high as it was drawn."""
    full = planning(location=LONG_ADDRESS, remarks=["17户名单见附件。"] * 4)
    assert press.print(full, created=WHEN).pages == 1


@pytest.mark.parametrize(
    ("version", "reissued_on", "told"),
    [(1, "", ""), (2, "", "第2版"), (1, "2024-12-02", "2024年12月2日补发"), (3, "2024-12-02", "第3版2024年12月2日补发")],
    ids=["first", "changed", "lost", "both"],
)  # fmt: skip
@pytest.mark.parametrize("make", [planning, construction], ids=["planning", "construction"])
def test_a_certificate_printed_again_says_on_its_face_which_it_is(
    press, make, version, reissued_on, told
):
    page = pages_of(press.print(make(version=version, reissued_on=reissued_on), created=WHEN))[0]
    text = squeezed(page)
    number = {planning: "GG0000017号", construction: "510105202404280101"}[make]
    assert f"{number}{told}根据" in text


@pytest.mark.parametrize("make", [planning, construction], ids=["planning", "construction"])
def test_the_remarks_have_room_for_what_came_before(press, make):
    kind = {planning: PLANNING, construction: CONSTRUCTION}[make]
    lines = ["第12版：2024年10月28日变更（示例新区规资许变〔2024〕112号）。", "遗失补发，原件作废。", "2024年12月25日首次核发。"]  # fmt: skip
    printed = press.print(make(remarks=[*sample(kind)["remarks"], *lines]), created=WHEN)
    assert "".join(lines) in squeezed(pages_of(printed)[0])
