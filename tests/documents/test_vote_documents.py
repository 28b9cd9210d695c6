"""The posting of a vote and the owners' decision: both measures as they fell, and nobody left out."""

from fractions import Fraction

import pytest

from rebuild.documents.pdf import PrintedPdf
from rebuild.documents.render import render_html
from rebuild.documents.tables import sheets_of
from rebuild.errors import PrintError
from rebuild.law.areas import Area, Count, Heads
from rebuild.law.consensus import Policy, passed, statutory_278, unanimous
from rebuild.law.tally import Tally
from tests.documents.reading import codes_on, pages_of, squeezed, text_of
from tests.documents.samples import WHEN, all_kinds, sample

DECISION = all_kinds()["owners_decision"]
RESULT = all_kinds()["vote_result"]
LABELS = {Policy.UNANIMOUS: "全体业主一致同意", Policy.STATUTORY_278: "民法典第二百七十八条"}
CARRIED = ((57922, 17), (42353, 12), (32436, 9), (9917, 3), (0, 0))
"""Twelve of seventeen vote, nine agree: three quarters of the heads exactly, and not unanimous."""
LOST = ((57922, 17), (42353, 12), (29029, 8), (9917, 3), (3407, 1))
"""One of the nine abstains instead: an abstention takes part and does not agree."""
UNHEARD = ((57922, 17), (0, 0), (0, 0), (0, 0), (0, 0))


@pytest.fixture
def decision(press):
    def decision(**changed: object) -> PrintedPdf:
        return press.print(render_html(DECISION, sample(DECISION) | changed), created=WHEN)

    return decision


@pytest.fixture
def result(press):
    def result(**changed: object) -> PrintedPdf:
        return press.print(render_html(RESULT, sample(RESULT) | changed), created=WHEN)

    return result


def tally(vote, policy=Policy.UNANIMOUS):
    """A count as its papers are told of it, judged by the law itself."""
    total, present, yes, against, abstaining = (
        Count(Area(area), Heads(heads)) for area, heads in vote
    )
    count = Tally(total, present, yes, ())
    law = statutory_278(count)
    tests = [
        ("参与表决面积", present.area.fraction_of(total.area), "≥2/3", law.quorum_area),
        ("参与表决人数", present.heads.fraction_of(total.heads), "≥2/3", law.quorum_heads),
        ("同意面积", yes.area.fraction_of(present.area), "≥3/4", law.approval_area),
        ("同意人数", yes.heads.fraction_of(present.heads), "≥3/4", law.approval_heads),
        ("全体一致同意", yes.area.fraction_of(total.area), "全体", unanimous(count)),
    ]
    names = ("label", "share", "threshold", "passed")
    return {
        "policy": policy.value,
        "policy_label": LABELS[policy],
        "passed": passed(count, policy),
        "everybody": unanimous(count),
        "whole_threshold": "一致",
        "divided": told(Count(Area(0), Heads(0))),
        "silent": [],
        "total": told(total),
        "taking_part": told(present),
        "agreeing": told(yes),
        "against": told(against),
        "abstaining": told(abstaining),
        "tests": [dict(zip(names, test, strict=True)) for test in tests],
        "source": "面积取自不动产登记簿",
    }


def told(count):
    return {"area": str(count.area), "heads": count.heads.number}


def unit(number, owner="刘示甲", share="全部", **changed):
    return {"unit": f"{number:04d}", "owner": owner, "area": "34.07", "share": share} | changed


def voter(number, owner="刘某某", vote="同意"):
    return {"unit": f"{number:04d}", "owner": owner, "area": "34.07", "vote": vote}


def laid_out(heights, rooms=(86.4, 264), below=9.6, beside=2):
    return sheets_of(
        range(len(heights)),
        heights_mm=heights, rooms_mm=rooms, below_mm=below, beside=beside, label="产权人",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "sheets"),
    [
        (1, [[1]]),
        (2, [[2]]),
        (3, [[2, 1]]),
        (17, [[9, 8]]),
        (18, [[9, 6], [2, 1]]),
        (300, [[9, 9], [27, 27], [27, 27], [27, 27], [27, 27], [27, 27], [7, 5]]),
    ],
    ids=str,
)
def test_two_tables_side_by_side_end_evenly_and_keep_the_sum_with_rows(rows, sheets):
    found = laid_out([9.6] * rows)
    assert [[len(table) for table in sheet] for sheet in found] == sheets
    assert [row for sheet in found for table in sheet for row in table] == list(range(rows))


def test_a_row_higher_than_a_sheet_is_refused():
    with pytest.raises(PrintError, match="“产权人”有一行需要265毫米高"):
        laid_out([9.6, 265.0, 9.6])


def test_a_row_that_fits_the_later_sheets_only_waits_for_them():
    assert laid_out([100.0]) == [[[]], [[0]]]


@pytest.mark.parametrize(
    ("households", "pages"),
    [(1, 2), (17, 2), (18, 3), (42, 3), (43, 4), pytest.param(300, 14, marks=pytest.mark.slow)],
    ids=str,
)
def test_every_household_has_a_line_to_sign_on(decision, households, pages):
    document = decision(units=[unit(number) for number in range(1, households + 1)])
    assert document.pages == pages
    texts = [squeezed(text) for text in pages_of(document)]
    text = "".join(texts)
    for number in range(1, households + 1):
        assert text.count(f"{number}{number:04d}刘示甲34.07全部") == 1
    for page in texts[1:]:
        assert "序号房号产权人专有面积（㎡）份额签名（按印）日期" in page
    for wanted in (f"合计579.22共{households}户", "见证人（社区居民委员会，两人签名）："):
        assert [wanted in page for page in texts] == [False] * (pages - 1) + [True]
    for number, page in enumerate(texts, 1):
        name = {1: "决定事项", 2: "表决结果与签名"}.get(number, "业主签名（续）")
        assert f"第{number}页：{name}" in page


def test_every_page_of_the_decision_has_its_code(decision):
    document = decision(units=[unit(number) for number in range(1, 19)])
    wanted = {sample(DECISION)["mark"]["qr"]}
    assert [codes_on(document, page) for page in range(document.pages)] == [wanted] * 3


def test_co_owners_sign_each_beside_his_share(decision):
    owners = [
        unit(1, "王䶮、李㛃", "1/3、2/3"),
        unit(2, "欧阳示甲、诸葛𬭎、司马示丙", "1/2、1/4、1/4"),
        unit(3, "陈示乙、周示丁", "共同共有"),
    ]
    text = text_of(decision(units=owners))
    for line in ("王䶮34.071/3", "李㛃2/3", "欧阳示甲34.071/2", "诸葛𬭎1/4", "司马示丙1/4"):
        assert line in text
    assert text.count("共同共有") == 1
    assert text.count("周示丁") == 1


def test_long_names_are_set_smaller_or_higher_and_stay_whole(decision):
    names = ["阿卜杜热合曼·买买提托合提", "示例城市危旧房屋经营管理有限责任公司第一分公司"]
    text = text_of(decision(units=[unit(number, name) for number, name in enumerate(names, 1)]))
    for name in names:
        assert name in text


def test_a_room_number_too_long_for_its_column_stops_the_press(decision):
    with pytest.raises(PrintError, match="“房号”一栏放不下"):
        decision(units=[unit(1, unit="示例大院东区十八栋二单元一千八百零四室")])


def test_more_co_owners_than_a_page_holds_stop_the_press(decision):
    with pytest.raises(PrintError, match="“业主签名”有一行需要216毫米高"):
        decision(units=[unit(1, "、".join(["刘示甲"] * 24), "、".join(["1/24"] * 24))])


def test_a_decision_short_of_unanimity_says_so_beside_both_measures(decision):
    text = text_of(decision(tally=tally(CARRIED, Policy.STATUTORY_278)))
    assert "均达到该条规定的条件，但未取得全体业主一致同意" in text
    assert "经全体业主一致同意；" not in text
    assert "通过条件：民法典第二百七十八条" in text
    assert "参与/全体423.53/579.2273.12%12/1770.58%均≥2/3✓达到" in text
    assert "同意/参与324.36/423.5376.58%9/1275.00%均≥3/4✓达到" in text
    assert "同意/全体324.36/579.2255.99%9/1752.94%一致×未达到" in text
    assert "反对99.17—3———" in text


@pytest.mark.parametrize(
    ("vote", "policy"),
    [(CARRIED, Policy.UNANIMOUS), (LOST, Policy.STATUTORY_278), (UNHEARD, Policy.STATUTORY_278)],
)
def test_a_vote_that_failed_makes_no_decision(decision, vote, policy):
    with pytest.raises(PrintError, match=f"（{LABELS[policy]}），不能作出业主共同决定书"):
        decision(tally=tally(vote, policy))


def test_objections_are_counted_in_the_decision(decision):
    assert "期内收到书面异议3件，均已答复。" in text_of(decision(objections=3))
    assert "期内无书面异议。" in text_of(decision(objections=0))


def test_what_the_owners_did_not_settle_prints_as_a_slash(decision):
    text = text_of(decision(pay_by="", account="", temporary_housing="", roll_day=""))
    assert "资金专户/出资期限/过渡安置/" in text
    assert "业主名册截至" not in text


def test_twenty_five_items_go_on_over_the_page(decision):
    items = [f"第{number}项事项由全体业主共同决定" for number in range(1, 26)]
    document = decision(items=items)
    text = text_of(document)
    assert "⑳第20项事项由全体业主共同决定。（21）第21项" in text
    assert "第25项事项由全体业主共同决定。" in text
    assert document.pages == 3


@pytest.mark.parametrize(
    ("vote", "policy", "words"),
    [
        (CARRIED, Policy.STATUTORY_278, "通过达到民法典第二百七十八条的条件"),
        (CARRIED, Policy.UNANIMOUS, "未通过未达到全体业主一致同意"),
        (LOST, Policy.STATUTORY_278, "未通过未达到民法典第二百七十八条的条件"),
        (UNHEARD, Policy.UNANIMOUS, "未通过未达到全体业主一致同意"),
    ],
)
def test_the_posting_says_which_condition_was_reached_or_missed(result, vote, policy, words):
    text = text_of(result(tally=tally(vote, policy)))
    carried = words.startswith("通过")
    assert words in text
    assert ("未通过" in text) is not carried
    assert ("本次表决未通过，不形成业主共同决定。" in text) is not carried
    assert ("请求人民法院撤销" in text) is carried


def test_the_posting_shows_each_test_as_an_exact_fraction(result):
    text = text_of(result(tally=tally(LOST)))
    for line in (
        "参与表决面积423.53/579.22≥2/3✓达到",
        "参与表决人数12/17≥2/3✓达到",
        "同意面积290.29/423.53≥3/4×未达到",
        "同意人数8/12≥3/4×未达到",
        "全体一致同意290.29/579.22全体×未达到",
        "全体579.22㎡，占50.11%",
        "反对99.17㎡，弃权34.07㎡",
        "反对3人，弃权1人",
    ):
        assert line in text


def test_a_test_that_does_not_decide_is_marked_as_such(result):
    text = text_of(result(tally=tally(CARRIED, Policy.STATUTORY_278)))
    assert "全体一致同意324.36/579.22全体（仅供对照）×未达到" in text


def test_a_vote_nobody_took_part_in_prints_fractions_of_nothing(result):
    text = text_of(result(tally=tally(UNHEARD)))
    assert "同意面积0.00/0.00≥3/4×未达到" in text
    assert "同意人数0/0≥3/4×未达到" in text


@pytest.mark.parametrize(
    ("households", "pages"),
    [(1, 1), (17, 1), (18, 2), (69, 2), (72, 3), pytest.param(300, 7, marks=pytest.mark.slow)],
    ids=str,
)
def test_every_answer_is_posted_on_as_many_sheets_as_it_takes(result, households, pages):
    document = result(households=[voter(number) for number in range(1, households + 1)])
    assert document.pages == pages
    texts = [squeezed(text) for text in pages_of(document)]
    for number in range(1, households + 1):
        assert sum(text.count(f"{number:04d}刘某某34.07同意") for text in texts) == 1
    assert all("房号产权人面积（㎡）表决" in text for text in texts)
    assert all("公示期2023年7月3日至7月10日" in text for text in texts)
    last = f"合计579.22{households}户"
    assert [last in text for text in texts] == [False] * (pages - 1) + [True]
    wanted = {sample(RESULT)["mark"]["qr"]}
    assert [codes_on(document, page) for page in range(pages)] == [wanted] * pages


def test_answers_of_every_kind_and_households_of_several_are_posted(result):
    rows = [
        voter(1, "王某、李某", "反对"),
        voter(2, "欧阳某某、诸葛某某", "弃权"),
        voter(3, "陈某某、欧阳某某、诸葛某某", "意见不一"),
        voter(4, "刘某某", "未表决"),
        voter(5, "王某", "废票"),
    ]
    text = text_of(result(households=rows))
    for row in rows:
        assert f"{row['unit']}{row['owner']}34.07{row['vote']}" in text


def test_a_posting_with_full_names_says_that_it_may_not_be_posted(result):
    text = text_of(result(masked=False, households=[voter(1, "刘𬭎"), voter(2, "王䶮、李㛃")]))
    assert "0001刘𬭎34.07" in text
    assert "王䶮、李㛃" in text
    assert "不得公开张贴" in text
    assert "姓名已隐去" not in text


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("building", "示例花园三期" * 9, "房屋名称"),
        ("location", "示例大道中段东延线" * 5, "坐落"),
        ("posted_at", "单元门口、社区公告栏" * 12, "公示地点"),
        ("objections_to", "示例社区居民委员会" * 14, "异议受理人及电话"),
        ("organiser", "示例社区居民委员会" * 3, "组织者"),
    ],
)
def test_what_does_not_fit_the_posting_is_refused_by_name(result, field, value, label):
    with pytest.raises(PrintError, match=label):
        result(**{field: value})


def test_large_areas_fit_the_posting_and_the_decision(result, decision):
    vote = ((4022100, 300), (3888030, 290), (3217680, 240), (402210, 30), (268140, 20))
    large = tally(vote, Policy.STATUTORY_278)
    assert Fraction(3217680, 4022100) == Fraction(4, 5)
    text = text_of(result(tally=large))
    assert "全体40221.00㎡，占80.00%" in text
    assert "合计40221.00" in text
    signed = text_of(decision(tally=large, total_area="40221.00"))
    assert "同意/参与32176.80/38880.3082.75%240/29082.75%" in signed


LOCAL = {
    "policy": "local_share",
    "policy_label": "本地规定的95%",
    "whole_threshold": "均≥95%",
    "everybody": False,
}


def local_tests(passed):
    return [
        {"label": "同意面积占全体", "share": "55026/57922", "threshold": "≥95%", "passed": passed},
        {"label": "同意人数占全体", "share": "17/17", "threshold": "≥95%", "passed": passed},
    ]


def test_a_local_share_stands_beside_the_tests_of_the_law(result, decision):
    base = tally(CARRIED, Policy.STATUTORY_278)
    told = base | LOCAL | {"tests": [*base["tests"][:4], *local_tests(passed=True)]}
    posted = squeezed(text_of(result(tally=told)))
    assert "同意人数占全体" in posted
    assert "≥95%" in posted
    decided = squeezed(text_of(decision(tally=told)))
    assert "均≥95%" in decided
    assert "未取得全体业主一致同意" in decided


def test_co_owners_who_differ_stand_between_those_against_and_those_who_abstain(result, decision):
    divided = {"divided": {"area": "34.07", "heads": 1}}
    told = tally(CARRIED, Policy.STATUTORY_278) | divided
    assert "不一34.07㎡" in squeezed(text_of(result(tally=told)))
    assert "意见不一" in squeezed(text_of(decision(tally=told)))
    without = tally(CARRIED, Policy.STATUTORY_278)
    assert "不一" not in squeezed(text_of(result(tally=without)))


def test_silence_that_a_local_rule_counts_is_told_where_the_count_hangs(result, decision):
    told = tally(CARRIED, Policy.STATUTORY_278) | {"silent": ["205", "206"]}
    for text in (text_of(result(tally=told)), text_of(decision(tally=told))):
        assert "未表决的2户按本地规定计入多数意见" in squeezed(text)
