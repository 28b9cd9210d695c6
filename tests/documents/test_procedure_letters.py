"""The letters of the procedure: each act in its own words and articles, and sheets that hold what an office has."""

import re
from datetime import date

import pytest

from rebuild.documents.pdf import PrintedPdf
from rebuild.documents.render import render_html
from rebuild.errors import PrintError
from tests.documents.reading import codes_on, pages_of, squeezed, text_of
from tests.documents.samples import WHEN, all_kinds, sample


@pytest.fixture
def make(press):
    """Prints a kind with some facts of its sample changed."""

    def make(kind: str, **changed: object) -> PrintedPdf:
        return press.print(page(kind, **changed), created=WHEN)

    return make


def page(kind: str, **changed: object) -> str:
    return render_html(all_kinds()[kind], {**sample(all_kinds()[kind]), **changed})


LETTERS = (
    "not_accepted_decision", "not_required_notice", "hearing_right_notice", "hearing_notice",
    "extension_notice", "special_procedure_notice", "permit_decision", "permit_extension_reply",
    "permit_refusal", "termination_decision", "application_end_decision",
)  # fmt: skip
ACTS = {
    "change": ("变更", "第四十九条"),
    "withdraw_by_organ": ("撤回", "第八条第二款"),
    "revoke": ("撤销", "第六十九条第一款"),
    "penalty_revoke": ("吊销", "《中华人民共和国行政处罚法》第九条第三项"),
    "take_back": ("收回", "《中华人民共和国建筑法》第十条"),
    "cancel": ("注销", "第七十条"),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_becomes_of_a_permit_has_its_own_title_and_article(make, act):
    word, article = ACTS[act]
    text = text_of(make("permit_decision", act=act, compensation=""))
    assert f"行政许可{word}决定书" in text
    assert article in text
    assert [each for each, _ in ACTS.values() if f"行政许可{each}决定书" in text] == [word]
    assert ("不再具有效力" in text) is (act != "change")
    assert "申请行政复议" in text
    assert "提起行政诉讼" in text


@pytest.mark.parametrize(
    ("ground", "words"),
    [("expropriated", "征收"), ("collapsed", "灭失"), ("merged", "并入"), ("other", "无法继续")],
)
@pytest.mark.parametrize("heard", [True, False])
def test_end_of_a_case_says_why_whether_they_were_heard_and_what_goes_on(
    make, ground, words, heard
):
    text = squeezed(text_of(make("termination_decision", ground=ground, heard=heard)))
    conclusion = text.partition("综上，")[2].partition("四、终止的后果")[0]
    assert words in conclusion
    assert ("陈述和申辩" in conclusion) is heard
    assert conclusion.endswith("决定终止办理本案。")
    assert "停止使用、撤离等要求继续有效" in text
    assert "申请行政复议" in text
    assert "提起行政诉讼" in text


@pytest.mark.parametrize(
    ("ground", "words"),
    [("gone", "灭失"), ("unable", "不能继续"), ("merged", "并入"), ("other", "无法继续")],
)
@pytest.mark.parametrize("heard", [True, False])
def test_end_of_an_application_says_why_and_that_the_case_goes_on(make, ground, words, heard):
    text = squeezed(text_of(make("application_end_decision", ground=ground, heard=heard)))
    conclusion = text.partition("综上，")[2].partition("四、终止的后果")[0]
    assert words in conclusion
    assert ("陈述和申辩" in conclusion) is heard
    assert conclusion.endswith("决定终止办理本申请。")
    assert "案件其他事项继续办理" in text
    assert "可以重新提出申请" in text


@pytest.mark.parametrize(("number", "ours"), [("建字第5101052024GG0000017号", True), ("", False)])
def test_a_changed_certificate_of_ours_is_printed_anew_and_an_older_one_goes_on(make, number, ours):
    changed = {"act": "change", "version": 2, "permit_number": number, "compensation": ""}
    text = squeezed(text_of(make("permit_decision", **changed)))
    assert ("按变更后的内容随本决定换发，原证作废" in text) is ours
    assert ("本决定书与该证一并使用" in text) is not ours


@pytest.mark.parametrize(
    ("act", "word", "article"),
    [("refuse_extension", "延期", "第九条"), ("refuse_change", "变更", "第四十九条")],
)
def test_a_refusal_says_what_was_asked_why_not_and_what_may_be_done(make, act, word, article):
    law = (
        "《中华人民共和国建筑法》第九条"
        if word == "延期"
        else "《中华人民共和国行政许可法》第四十九条"
    )
    text = squeezed(text_of(make("permit_refusal", act=act, article=law)))
    assert f"不予{word}决定书" in text
    assert f"决定不予{word}。" in text
    assert article in text
    assert ("按原内容继续有效" in text) is (act == "refuse_change")
    assert ("开工期限仍至" in text) is (act == "refuse_extension")
    assert "六十日内向" in text


@pytest.mark.parametrize(("issued", "over"), [("2024-10-30", False), ("2024-10-31", True)])
def test_more_time_refused_after_the_last_day_ends_the_permit_with_the_answer(make, issued, over):
    text = squeezed(text_of(make("permit_refusal", issued_on=issued)))
    assert ("自本决定作出之日起自行废止" in text) is over
    assert ("期满未开工的" in text) is not over


def test_who_obtained_a_permit_by_fraud_is_told_of_the_three_years_and_no_one_else_is(make):
    fraud = text_of(make("permit_decision", act="revoke", compensation="", fraud=True))
    unlawful = text_of(make("permit_decision", act="revoke", compensation="", fraud=False))
    assert "第六十九条第二款" in fraud
    assert "三年内不得再次申请" in fraud
    assert "赔偿" not in fraud
    assert "三年内" not in unlawful
    assert "依法给予赔偿" in unlawful


@pytest.mark.parametrize("before", [0, 3], ids=["first_told", "told_to_be_longer"])
def test_a_special_procedure_told_to_be_longer_says_what_was_told_before_and_why(make, before):
    why = {"told_before": before, "longer_because": "阴雨天不能测" if before else ""}
    text = squeezed(text_of(make("special_procedure_notice", **why)))
    assert ("此前告知3个工作日，现予延长" in text) is (before > 0)
    assert ("自停止计算之日起合计5个工作日" in text) is (before > 0)
    assert ("理由：阴雨天不能测。" in text) is (before > 0)
    assert "5个工作日" in text


def test_a_withdrawal_tells_of_the_compensation(make):
    text = text_of(make("permit_decision"))
    assert "三、补偿" in text
    assert "四、救济途径" in text


@pytest.mark.parametrize(
    ("ended_by", "item"),
    [("revoked", "第四项"), ("withdrawn", "第四项"), ("penalty_revoked", "第四项"), ("lapsed", "")],
)
def test_a_cancellation_names_the_item_where_the_law_is_plain(make, ended_by, item):
    text = text_of(
        make("permit_decision", act="cancel", compensation="", ended_by=ended_by, grounds="已废止")
    )
    assert f"第七十条{item}，本局决定注销" in text


def test_a_permit_older_than_the_files_is_told_of_without_a_number(make):
    text = text_of(make("permit_decision", permit_number="", permit_issued_on=""))
    assert "《建设工程规划许可证》，本局现决定予以撤回。" in text


def test_false_papers_are_turned_away_by_another_article_and_to_no_other_organ(make):
    text = text_of(make("not_accepted_decision", outside_powers=False, right_organ=""))
    assert "第七十八条，本局决定不予受理。" in text
    assert "一年内不得再次申请" in text
    assert "请向" not in text


@pytest.mark.parametrize(
    ("used", "words"), [(1, "还可以申请延期1次，应当在期满前提出"), (2, "不能再次延期")]
)
def test_a_reply_tells_how_many_extensions_are_left(make, used, words):
    text = text_of(make("permit_extension_reply", extensions={"allowed": 2, "used": used}))
    assert f"本次为第{used}次，{words}。" in text


def test_an_extension_by_silence_tells_that_nobody_answered_and_gives_no_reason(make):
    text = text_of(make("permit_extension_reply", deemed=True, reason=""))
    assert "视为准予《建筑工程施工许可证》" in text
    assert "期限于2024年7月30日届满。" in text
    assert "本局至届满未作出是否准予延期的决定。" in text
    assert "理由" not in text
    assert "批复" not in text


def test_a_hearing_put_off_says_which_day_no_longer_holds(make):
    assert "改期" not in text_of(make("hearing_notice"))
    text = text_of(make("hearing_notice", instead_of="2024-02-20"))
    assert "原定于2024年2月20日举行的听证改期，以本通知书为准。" in text


def test_a_special_procedure_without_subject_and_provider_says_its_kind_alone(make):
    text = text_of(make("special_procedure_notice", subject="", provider="", what="专家评审"))
    assert "一、事项：专家评审。" in text


@pytest.mark.parametrize("name", ["张𬭎、王䶮、李㛃", "尉迟䶮某", "欧阳某某等300户"])
@pytest.mark.parametrize(
    "paper",
    LETTERS,
)
def test_rare_and_long_names_stand_in_the_address(make, paper, name):
    assert name in squeezed(pages_of(make(paper, applicant=name))[0])


def test_twelve_neighbours_are_each_addressed(make):
    names = [f"业主{sign}䶮" for sign in "甲乙丙丁戊己庚辛壬癸子丑"]
    text = text_of(make("hearing_right_notice", interested=names))
    assert "、".join(names) + "（利害关系人）：" in text


def household(number: int) -> dict[str, str]:
    money = {"share": "110582.51", "pledged": "/", "paid": "0.00", "open": "110582.51"}
    return {"unit": f"{number:04d}", "owner": "尉迟某某", "area": "34.07", **money}


@pytest.mark.slow
def test_three_hundred_households_share_the_cost_each_on_one_line(make):
    document = make("cost_sheet", rows=[household(number) for number in range(1, 301)])
    pages = [squeezed(text) for text in pages_of(document)]
    lines = [
        f"{number}{number:04d}尉迟某某34.07110582.51/0.00110582.51" for number in range(1, 301)
    ]
    assert [line for line in lines if sum(text.count(line) for text in pages) != 1] == []
    assert all("应分摊认缴已缴未缴" in text for text in pages[:-1])
    assert sum("合计579.22" in text for text in pages) == 1
    assert codes_on(document, document.pages - 1) == {
        sample(all_kinds()["cost_sheet"])["mark"]["qr"]
    }


def test_a_sum_that_does_not_fit_its_column_is_refused(make):
    with pytest.raises(PrintError, match="“应分摊”"):
        page("cost_sheet", rows=[household(1) | {"share": "110582110582.51"}])


def test_nothing_spent_is_said_in_words(make):
    assert "尚无支出" in text_of(make("cost_sheet", spent=[]))


def test_grants_are_told_beside_what_the_households_share(make):
    assert "财政补助" not in text_of(make("cost_sheet"))
    assert "；另有财政补助200000.00元" in text_of(make("cost_sheet", grants="200000.00"))


@pytest.mark.parametrize(
    "day", ["2024-01-01", "2024-02-29", "2024-03-03", "2023-12-31", "2025-02-28", "2000-02-29"]
)
def test_the_first_day_of_a_count_stands_under_its_weekday(day):
    html = page("time_limit_sheet", counted=[day], skipped=[])
    weeks = html[html.index('class="form weeks"') :]
    before = weeks[weeks.index("<tbody>") : weeks.index('<div class="on">')]
    assert len(re.findall("<td></td>", before)) == date.fromisoformat(day).weekday()


def test_months_are_told_without_a_calendar(make):
    moved = [{"date": "2025-02-01", "reason": "春节"}]
    text = text_of(
        make("time_limit_sheet", limit="3个月", counted=[], skipped=moved, stops=[], extensions=[])
    )
    assert "逐日计算（" not in text
    assert "2025年2月1日春节，顺延" in text
    assert "没有停止计算" in text
    assert "没有延长" in text


def test_a_last_day_beyond_the_published_holidays_is_provisional(make):
    assert "暂定" not in text_of(make("time_limit_sheet"))
    assert "届满（暂定）" in text_of(make("time_limit_sheet", provisional=True))
