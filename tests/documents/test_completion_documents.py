"""Verification certificate, completion filing and plate hold what an office will put into them, or refuse it."""

import io

import pytest
from pypdf import PdfReader

from rebuild.documents import outlines
from rebuild.documents.render import render_html
from rebuild.errors import PrintError
from tests.documents.reading import pages_of, squeezed, text_of
from tests.documents.samples import WHEN, all_kinds, sample

CERTIFICATE = all_kinds()["verification_certificate"]
FILING = all_kinds()["completion_filing"]
PLATE = all_kinds()["completion_plate"]
LONG_ADDRESS = (
    "四川省成都市示例新技术产业开发区示例街道办事处示例社区东段三百六十五号示例大院君平街89号院11栋"
)
SUPERVISOR = {
    "role": "监理单位", "name": "示例工程项目管理咨询有限公司", "lead_title": "总监理工程师",
    "lead": "欧阳䶮㛃", "opinion": "施工质量符合要求，同意验收。", "citizen": False,
}  # fmt: skip


def html_of(kind, **changed):
    return render_html(kind, sample(kind) | changed)


def parties(kind, **changed):
    """The sample's parties, one of them changed; or all with another supervisor."""
    kept = [dict(party) for party in sample(kind)["parties"]]
    for role, facts in changed.items():
        place = next(number for number, party in enumerate(kept) if party["role"] == role)
        kept[place] |= facts
    return kept


# ---- the certificate ----


def rows(**changed):
    kept = [dict(row) for row in sample(CERTIFICATE)["rows"]]
    kept[6] |= changed
    return kept


def test_the_certificate_holds_a_long_address_and_rare_names_on_its_one_page(press):
    applicant = "欧阳䶮㛃、司马𬭎等317户"
    facts = {"location": LONG_ADDRESS, "project": LONG_ADDRESS + "重建项目", "applicant": applicant}
    document = press.print(html_of(CERTIFICATE, **facts), created=WHEN)
    assert document.pages == 1
    for told in (LONG_ADDRESS + "重建项目", LONG_ADDRESS, applicant):
        assert squeezed(told) in text_of(document)


def test_a_use_told_in_many_words_takes_a_second_line(press):
    use = "城镇住宅用地（普通商品住房）"
    document = press.print(
        html_of(CERTIFICATE, rows=rows(permitted=use, measured=use)), created=WHEN
    )
    assert document.pages == 1
    assert text_of(document).count(use) == 2


def test_more_tall_rows_than_there_is_room_for_are_refused():
    use = {"permitted": "城镇住宅用地（普通商品住房）"}
    kept = [row | use for row in rows()]
    with pytest.raises(PrintError, match="地上层数（规划许可）”一栏放不下"):
        html_of(CERTIFICATE, rows=kept)


def test_the_certificate_holds_eight_figures_and_refuses_a_ninth():
    html_of(CERTIFICATE, rows=rows())
    with pytest.raises(PrintError, match="至多8项"):
        html_of(CERTIFICATE, rows=[*rows(), rows()[0]])


def test_a_smaller_figure_has_a_true_minus_and_a_land_use_keeps_its_hyphen(press):
    text = text_of(press.print(html_of(CERTIFICATE, rows=rows(measured="R2-1")), created=WHEN))
    assert "−0.020米" in text
    assert "R2-1" in text


@pytest.mark.parametrize("field", ["conclusion", "project", "measured_by"])
def test_what_the_certificate_cannot_hold_is_refused(field):
    with pytest.raises(PrintError, match="一栏放不下"):
        html_of(CERTIFICATE, **{field: "符合规划条件和许可内容" * 20})


def test_a_certificate_holds_four_remarks_and_refuses_thirty(press):
    basis = "变通依据：示例会议纪要〔2024〕2号"
    text = text_of(press.print(html_of(CERTIFICATE, remarks=[basis] * 4), created=WHEN))
    assert text.count(squeezed(basis) + "。") == 4
    with pytest.raises(PrintError, match="“备注”一栏放不下"):
        html_of(CERTIFICATE, remarks=[basis] * 30)


# ---- the filing ----


def test_a_filing_takes_three_pages_with_a_supervisor_and_without(press):
    for given in (parties(FILING), parties(FILING, 监理单位=SUPERVISOR)):
        assert press.print(html_of(FILING, parties=given), created=WHEN).pages == 3


def test_every_body_has_the_place_of_a_seal_and_the_owners_a_line_to_sign_on(press):
    for given, seals in ((parties(FILING), 3), (parties(FILING, 监理单位=SUPERVISOR), 4)):
        second = squeezed(pages_of(press.print(html_of(FILING, parties=given), created=WHEN))[1])
        assert second.count("（印章）") == seals
        assert second.count("签名：") == 1


def test_without_a_supervisor_there_is_a_slash_and_the_reason(press):
    text = text_of(press.print(html_of(FILING), created=WHEN))
    assert "监理单位/总监理工程师/不属强制监理工程。" in text


def test_long_names_and_opinions_stand_whole_in_the_filing(press):
    opinion = "地基与基础施工符合勘察文件要求，持力层与勘察报告一致，基础验槽合格，沉降观测稳定，同意验收。"
    firm = "示例省地质工程勘察院集团有限责任公司第三分公司"
    surveyor = {"name": firm, "lead": "司马𬭎示", "opinion": opinion}
    builder = {"lead": "阿卜杜热合曼·买买提托合提"}
    owners = {"opinion": "同意竣工验收；" + "公共部分的遗留问题在交房以前整改完毕。" * 6}
    given = parties(
        FILING, 勘察单位=surveyor, 施工单位=builder, 建设单位=owners, 监理单位=SUPERVISOR
    )
    text = text_of(press.print(html_of(FILING, parties=given, location=LONG_ADDRESS), created=WHEN))
    told = (*surveyor.values(), *builder.values(), *owners.values(), *("欧阳䶮㛃", LONG_ADDRESS))
    assert [each for each in told if squeezed(each) not in text] == []


def test_an_opinion_longer_than_the_place_beside_the_seal_is_refused():
    given = parties(FILING, 设计单位={"opinion": "符合设计文件要求。" * 20})
    with pytest.raises(PrintError, match="“设计单位验收意见”一栏放不下"):
        html_of(FILING, parties=given)


def test_the_organ_says_that_the_papers_are_complete_only_where_they_are(press):
    papers = [{"name": f"备案文件之{number}", "present": True} for number in range(1, 41)]
    complete = press.print(html_of(FILING, papers=papers), created=WHEN)
    assert "2025年3月27日收讫，文件齐全。" in text_of(complete)
    assert all(f"{number}备案文件之{number}" in text_of(complete) for number in range(1, 41))
    papers[7]["present"] = False
    text = text_of(press.print(html_of(FILING, papers=papers), created=WHEN))
    assert "2025年3月27日收讫。" in text
    assert "文件齐全" not in text


def test_works_without_a_station_leave_no_place_for_its_seal(press):
    third = squeezed(pages_of(press.print(html_of(FILING, station_report="/"), created=WHEN))[2])
    assert "监督报告/" in third
    assert third.count("（印章）") == 1


def test_the_code_stands_on_the_cover_and_on_the_last_page(press):
    pages = pages_of(press.print(html_of(FILING), created=WHEN))
    assert ["B6CF-9T5R-10" in page for page in pages] == [True, False, True]


# ---- the plate ----


def test_the_plate_is_one_page_of_800_by_600_millimetres(press):
    document = press.print(html_of(PLATE), created=WHEN)
    box = PdfReader(io.BytesIO(document.bytes)).pages[0].mediabox
    assert document.pages == 1
    assert (round(box.width * 25.4 / 72), round(box.height * 25.4 / 72)) == (800, 600)


def test_what_is_cut_is_outlines_of_one_colour():
    html = html_of(PLATE)
    plate = html[html.index('<div class="at plate">') : html.index('<div class="at check')]
    assert "<text" not in plate
    assert {colour for colour in ("#000", "none") if f'fill="{colour}"' in plate} == {
        "#000",
        "none",
    }
    assert plate.count("stroke=") == plate.count('stroke="#000"') == 1
    assert plate.count("<path") > 20


def test_every_word_that_is_cut_can_be_read_in_the_line_for_proofreading(press):
    given = parties(PLATE, 监理单位={"name": SUPERVISOR["name"], "lead": "欧阳䶮㛃"})
    text = text_of(press.print(html_of(PLATE, parties=given), created=WHEN))
    for party in given[1:]:
        assert f"{party['role']}{party['name']}，负责人{party['lead']}；" in text


def test_a_plate_names_no_owner_in_person_and_no_party_that_does_not_exist(press):
    text = text_of(press.print(html_of(PLATE), created=WHEN))
    assert "建设单位刘某某等17户；" in text
    assert "刘示甲" not in text
    assert "监理单位" not in text


def test_a_plate_holds_long_names_and_leads_of_four_characters_and_more(press):
    given = parties(
        PLATE,
        勘察单位={"name": "示例省地质工程勘察院集团有限公司分公司", "lead": "司马𬭎示"},
        监理单位={"name": SUPERVISOR["name"], "lead": "阿卜杜热合曼·买买提"},
    )
    project = LONG_ADDRESS + "住宅危房原址恢复重建项目"
    document = press.print(html_of(PLATE, project=project, parties=given), created=WHEN)
    assert document.pages == 1
    assert squeezed(project) in text_of(document)


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"project": "危房原址恢复重建" * 12}, "工程名称"),
        ({"applicant": "欧阳某某等317户" * 6}, "建设单位"),
        ({"parties": parties(PLATE, 施工单位={"name": "建筑工程有限公司" * 5})}, "施工单位"),
        ({"parties": parties(PLATE, 设计单位={"lead": "买买提" * 20})}, "设计单位负责人"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_plate_cannot_hold_is_refused_rather_than_cut_too_small(changed, label):
    with pytest.raises(PrintError, match=f"“{label}"):
        html_of(PLATE, **changed)


def test_a_character_no_font_has_is_refused_before_it_is_cut():
    with pytest.raises(PrintError, match=r"U\+3106C"):
        html_of(PLATE, applicant="刘𱁬某等17户")


def test_the_title_parts_between_the_place_and_the_work():
    room = {"label": "工程名称", "width": 540, "em": 0.08}
    asked = {44: 2, 40: 2, 36: 2}
    whole = sample(PLATE)["project"]
    wanted = ("君平街89号院1栋", "住宅危房原址恢复重建项目")
    assert outlines.title_lines(whole, lines_at=asked, **room) == (40, wanted)
    assert outlines.title_lines("君平街89号院1栋", lines_at=asked, **room) == (44, wanted[:1])
    with pytest.raises(PrintError, match="工程名称"):
        outlines.title_lines(whole, lines_at={44: 1, 40: 1}, **room)


def test_an_outline_is_as_wide_as_it_is_said_to_be_and_no_wider_than_allowed():
    width = outlines.outline_width("刘某某", size=20)
    assert width == pytest.approx(60)
    place = {"label": "名", "x": 0, "baseline": 0, "sizes": (20, 10)}
    large = outlines.outlined("刘某某", width=60, **place)
    small = outlines.outlined("刘某某", width=59.9, **place)
    assert large != small
    assert small == outlines.outlined("刘某某", width=30, **place)
    with pytest.raises(PrintError, match="需要30毫米，只有29毫米"):
        outlines.outlined("刘某某", width=29, **place)


def test_an_outline_moves_with_its_anchor():
    place = {"label": "名", "baseline": 0, "sizes": (20,), "width": 100}
    at_start = outlines.outlined("刘某某", x=0, **place)
    assert outlines.outlined("刘某某", x=30, anchor="middle", **place) == at_start
    assert outlines.outlined("刘某某", x=60, anchor="end", **place) == at_start
