"""The danger notice, the notice of vote and the ballot under what people really write into them."""

import pytest

from rebuild.documents.pdf import PrintedPdf
from rebuild.documents.render import render_html
from rebuild.errors import PrintError
from tests.documents.reading import codes_on, pages_of, squeezed, text_of
from tests.documents.samples import WHEN, all_kinds, sample

LONG_PLACE = (
    "四川省成都市示例新技术产业开发区示例街道办事处示例社区东段三百六十五号示例大院君平街89号院11栋"
)
LONG_ORGAN = "示例市示例新技术产业开发区住房和城乡建设管理局"
NAMES = ("欧阳䶮㛃", "刘𬭎", "阿卜杜热合曼·买买提托合提", "诸葛示丁")
ORDER = {"what": "停止使用", "how": "自收到本通知之时起停止使用。", "by": "立即"}
PHONE = {"name": "社区", "phone": "000-0000-0001"}


@pytest.fixture
def make(press):
    """Prints a kind with some facts of its sample changed."""

    def make(kind: str, **changed: object) -> PrintedPdf:
        facts = {**sample(all_kinds()[kind]), **changed}
        return press.print(render_html(all_kinds()[kind], facts), created=WHEN)

    return make


def test_a_danger_notice_holds_long_places_organs_and_rare_names_on_one_page(make):
    document = make("danger_notice", addressee="、".join(NAMES[:3]), unit="12栋3单元1801",
                    location=LONG_PLACE, organ=LONG_ORGAN, sequence="317户之317")  # fmt: skip
    text = text_of(document)
    assert document.pages == 1
    assert all(text.count(name) == 2 for name in NAMES[:3])
    wanted = (LONG_PLACE, LONG_ORGAN, "（12栋3单元1801室产权人）：", "317户之317")
    assert [words for words in wanted if words not in text] == []


def test_an_order_of_two_lines_prints_whole(make):
    how = "人员与贵重物品全部撤出，切断水电气，老人和行动不便的由社区工作人员协助撤离"
    orders = [ORDER, {"what": "撤离", "how": how, "by": "2023-05-25"}, ORDER]
    text = text_of(make("danger_notice", orders=orders))
    assert how + "。" in text
    assert "2023年5月25日前" in text


def test_an_order_too_long_for_its_bar_is_refused(make):
    with pytest.raises(PrintError, match="“停止使用”一栏放不下"):
        make("danger_notice", orders=[{**ORDER, "how": "任何人不得居住、使用、出租" * 10}])


@pytest.mark.parametrize("changed", [{"orders": [ORDER] * 4}, {"contacts": [PHONE] * 4}])
def test_a_fourth_order_or_telephone_is_refused_and_never_left_out(make, changed):
    with pytest.raises(PrintError, match="各至多三项"):
        make("danger_notice", **changed)


def test_two_orders_and_one_telephone_print(make):
    document = make("danger_notice", orders=[ORDER] * 2, contacts=[PHONE])
    assert text_of(document).count("自收到本通知之时起停止使用") == 2


def test_a_danger_notice_is_for_grade_d_alone(make):
    with pytest.raises(PrintError, match="本次鉴定为C级"):
        make("danger_notice", grade="C")


def test_long_remedies_are_set_smaller_and_stay_whole(make):
    remedies = {
        "review_organ": "示例自治州示例新技术产业开发区管理委员会",
        "review_url": "https://xzfy.example.gov.example/apply",
        "court": "示例自治州示例铁路运输中级人民法院",
    }
    text = text_of(make("danger_notice", remedies=remedies))
    assert [name for name in remedies.values() if name not in text] == []
    assert "除法律另有规定外，不停止本通知的执行。" in text


def test_remedies_that_fit_at_no_size_are_refused(make):
    remedies = dict.fromkeys(("review_organ", "review_url", "court"), "示例区人民政府" * 20)
    with pytest.raises(PrintError, match="“救济途径”一栏放不下"):
        make("danger_notice", remedies=remedies)


def test_a_notice_of_vote_that_needs_a_second_page_signs_below_text(make):
    document = make("vote_notice", location=LONG_PLACE, building="示例花园三期18栋2单元",
                    matter=f"拆除{LONG_PLACE}危房。" * 3, counters=list(NAMES),
                    organiser="示例区示例街道办事处示例社区居民委员会")  # fmt: skip
    pages = [squeezed(page) for page in pages_of(document)]
    assert len(pages) == 2
    assert "五、查阅和咨询" in pages[1]
    assert "示例区示例街道办事处示例社区居民委员会" in pages[1]
    assert [name for name in NAMES if name not in pages[1]] == []
    assert codes_on(document, 1)


def test_an_odd_number_of_compared_figures_prints_them_all(make):
    envelope = [
        {"label": f"指标{number}", "existing": f"原有情形{number}与现场核对一致", "planned": "不变"}
        for number in range(1, 10)
    ]
    text = text_of(make("vote_notice", envelope=envelope))
    assert [row["existing"] for row in envelope if row["existing"] not in text] == []


def test_a_full_stop_is_never_doubled(make):
    text = text_of(make("vote_notice", matter="拆除危房并在原址恢复重建。"))
    assert "拆除危房并在原址恢复重建。预算总额" in text


def test_a_ballot_gives_each_of_twelve_co_owners_a_line_to_sign_on(make):
    owners = [{"name": f"{name}{number}", "share": "1/12"} for number in "123" for name in NAMES]
    document = make("ballot", owners=owners, location=LONG_PLACE, serial="317/317")
    pages = [squeezed(page) for page in pages_of(document)]
    assert len(pages) == 2
    assert all("产权人份额签名（按指印）身份证末四位日期" in page for page in pages)
    assert [owner["name"] for owner in owners if owner["name"] not in "".join(pages)] == []
    assert "".join(pages).count("1/12") == 12


def test_a_ballot_leaves_all_three_boxes_empty(make):
    kind = all_kinds()["ballot"]
    html = render_html(kind, sample(kind))
    ticked = 'stroke-width="0.38"'
    assert html.count('class="box"') == 3
    assert ticked not in html


def test_a_matter_too_long_for_the_ballot_is_refused(make):
    with pytest.raises(PrintError, match="“表决事项”一栏放不下"):
        make("ballot", matter="拆除危房并在原址恢复重建；" * 20)
