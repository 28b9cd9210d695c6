"""Letters, decisions, receipts and indexes under what people really write into them."""

import io

import pytest
from pypdf import PdfReader

from rebuild.documents.pdf import PrintedPdf
from rebuild.documents.render import render_html
from rebuild.documents.wording import ended, we, you
from rebuild.errors import PrintError
from tests.documents.reading import codes_on, pages_of, squeezed, text_of
from tests.documents.samples import WHEN, all_kinds, sample

LONG_PLACE = "四川省凉山彝族自治州示例彝族羌族自治县示例街道办事处示例大道中段东延线二期1888号附12号示例花园小区3期18栋2单元1804室"
PITCH = 28.99
FIRST_BASELINE = 126.30
"""Of the 22 lines of a page, in points from the edge of the paper: 37 mm, and down the first line."""


@pytest.fixture
def make(press):
    """Prints a kind with some facts of its sample changed."""

    def make(kind: str, **changed: object) -> PrintedPdf:
        facts = {**sample(all_kinds()[kind]), **changed}
        return press.print(render_html(all_kinds()[kind], facts), created=WHEN)

    return make


def numbered_sentences(characters: int) -> str:
    """A text in which no sentence is like another, so that a lost one is found."""
    text = "".join(f"其{number}，申请与登记簿记载不符。" for number in range(1000, 1200))
    return text[: characters - 1] + "。"


def items(count: int) -> list[dict[str, str]]:
    return [
        {
            "material": f"材料{number}号证明文件",
            "problem": f"缺第{number}页，且与登记簿面积不一致",
            "basis": f"办事指南第{number}项",
            "needed": f"补交第{number}页并由出具单位签章",
        }
        for number in range(1, count + 1)
    ]


def baselines(printed: PrintedPdf, page: int, size: float) -> set[float]:
    """How far down the page the baselines of one type size stand, in points."""
    found: set[float] = set()

    def visit(text, user, matrix, font, font_size):
        scale = user[0]
        if text.strip() and abs(font_size * scale - size) < 0.01:
            found.add(round(matrix[5] * scale, 2))

    PdfReader(io.BytesIO(printed.bytes)).pages[page].extract_text(visitor_text=visit)
    return found


def test_twelve_items_all_print_and_the_head_stands_on_both_pages(make):
    document = make("supplement_notice", items=items(12))
    pages = [squeezed(page) for page in pages_of(document)]
    assert len(pages) == 2
    assert all("序号材料问题依据补正要求" in page for page in pages)
    lost = [
        words
        for item in items(12)
        for words in item.values()
        if sum(page.count(squeezed(words)) for page in pages) != 1
    ]
    assert lost == []


def test_reasons_of_1500_characters_print_to_the_last_one(make):
    reasons = numbered_sentences(1500)
    document = make("refusal_decision", reasons=reasons)
    marks = ("骑缝章", "—1—", "—2—", "—3—")
    body = squeezed("".join(page for page in body_of(document)))
    assert document.pages == 4
    assert len(reasons) == 1500
    assert reasons in body
    assert not any(mark in body for mark in marks)


def body_of(document: PrintedPdf) -> list[str]:
    """The pages without folio, code, riding seal and marks, which stand in the margins."""
    pages = []
    for page in PdfReader(io.BytesIO(document.bytes)).pages:
        kept: list[str] = []

        def visit(text, user, matrix, font, font_size, kept=kept):
            x, y = matrix[4] * user[0] + user[4], matrix[5] * user[3] + user[5]
            if 79 < x < 522 and 99 < y < 740:
                kept.append(text)

        page.extract_text(visitor_text=visit)
        pages.append("".join(kept))
    return pages


@pytest.mark.parametrize("extra", range(4, 10))
def test_signature_and_date_never_stand_on_a_page_without_text(make, extra):
    reasons = "\n".join(["申请与登记簿记载不符。"] * (1 + extra))
    pages = [squeezed(page) for page in pages_of(make("refusal_decision", reasons=reasons))]
    assert "2024年7月1日" in pages[-1]
    assert "可以重新提出申请。" in pages[-1]


@pytest.mark.parametrize("count", range(4, 13))
def test_a_list_of_materials_is_never_parted_from_the_signature(make, count):
    materials = [
        {"name": f"材料{number}", "form": "原件", "pages": number, "count": 1}
        for number in range(1, count + 1)
    ]
    document = make("acceptance_notice", materials=materials)
    pages = [squeezed(page) for page in pages_of(document)]
    assert f"材料{count}原件" in pages[-1]
    assert "（专用章）" in pages[-1]
    assert [name for name in range(1, count + 1) if f"材料{name}原件" not in "".join(pages)] == []


@pytest.mark.parametrize("paper", ["refusal_decision", "approval_decision"])
def test_every_page_of_a_decision_has_folio_riding_seal_and_code(make, paper):
    document = make(paper)
    pages = [squeezed(page) for page in pages_of(document)]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in page
        assert "骑缝章" in page
        assert codes_on(document, number - 1) == {sample(all_kinds()[paper])["mark"]["qr"]}


def test_a_letter_of_one_page_has_neither_folio_nor_riding_seal_and_one_of_two_has_both(make):
    one = make("supplement_notice")
    two = make("supplement_notice", items=items(12))
    assert one.pages == 1
    assert "骑缝章" not in text_of(one)
    assert "—1—" not in text_of(one)
    pages = [squeezed(page) for page in pages_of(two)]
    assert ["骑缝章" in page for page in pages] == [True, True]
    assert ["—1—" in pages[0], "—2—" in pages[1]] == [False, True]
    assert [len(codes_on(two, page)) for page in (0, 1)] == [1, 1]


@pytest.mark.parametrize(
    ("paper", "changed"),
    [
        ("refusal_decision", {"reasons": numbered_sentences(1500)}),
        ("approval_decision", {"location": LONG_PLACE}),
        ("supplement_notice", {"items": items(12)}),
    ],
)
def test_every_line_of_the_text_stands_on_the_grid(make, paper, changed):
    document = make(paper, **changed)
    for page in range(document.pages):
        heights = baselines(document, page, 16)
        assert len(heights) > 3
        # The number of a letter stands under its rule and not on a line of the page.
        numbers = 1 if page == 0 else 0
        lines = [(height - FIRST_BASELINE) / PITCH for height in heights]
        assert len([line for line in lines if abs(line - round(line)) > 0.01]) <= numbers


@pytest.mark.parametrize("name", ["欧阳某某等17户", "张𬭎、王䶮、李㛃", "尉迟䶮某"])
@pytest.mark.parametrize("paper", ["acceptance_notice", "supplement_notice", "approval_decision"])
def test_rare_characters_and_long_surnames_print_in_the_address(make, paper, name):
    assert name + "：" in text_of(make(paper, applicant=name))


def test_an_application_deemed_accepted_says_so_by_the_fourth_item(make):
    text = text_of(make("acceptance_notice", deemed=True, accepted_on="2024-01-08"))
    assert "本局未在五日内告知补正内容" in text
    assert "第四项，自收到申请材料之日（2024年1月8日）起即为受理。" in text
    assert "第五项" not in text


def test_no_promise_is_printed_where_none_was_made(make):
    text = text_of(make("acceptance_notice", promised_limit="", promised_due_on=""))
    assert "承诺" not in text
    assert "至迟于2024年2月22日作出决定（自受理之日起20个工作日内）。" in text


def test_a_last_day_that_was_moved_says_why_and_another_does_not(make):
    moved = text_of(make("supplement_notice"))
    kept = text_of(make("supplement_notice", rolled=False))
    assert "（自收到本告知书之日起三十日，末日为法定休假日，已顺延）" in moved
    assert "（自收到本告知书之日起三十日内）" in kept


def test_a_permission_without_conditions_duties_or_term_says_so_in_words(make):
    text = text_of(
        make("approval_decision", conditions=[], duties=[], validity="", certificate_number="")
    )
    assert "无其他附加条件。" in text
    assert "本许可未设定有效期。" in text
    assert "送达《建设工程规划许可证》。" in text


def test_sixty_entries_each_print_once_under_a_head_on_every_page(make):
    entries = [
        {
            "stage": "规划许可",
            "title": f"卷内文件{number}号文书",
            "number": f"示规资许受〔2024〕{number}号",
            "issued_on": "2024-02-05",
            "copies": 1,
        }
        for number in range(101, 161)
    ]
    document = make("archive_index", entries=entries)
    pages = [squeezed(page) for page in pages_of(document)]
    assert "共60件，60份" in pages[0]
    assert all("文件名称" in page for page in pages[:-1])
    assert [sum(page.count(each["title"]) for page in pages) for each in entries] == [1] * 60
    assert all(len(codes_on(document, page)) == 1 for page in range(document.pages))


def test_a_receipt_stays_on_one_page_with_the_longest_place_and_a_full_note(make):
    document = make(
        "service_receipt", place=LONG_PLACE, addressee="欧阳䶮、张𬭎、李㛃", method="成年家属签收",
        receiver="欧阳某某", relation="成年子女", served_on="2023-05-19", server="赵示四、钱示五",
        note="受送达人外出务工，电话联系后由同住成年子女代收，并当场拍照留存；已告知其及时转交。" * 3,
    )  # fmt: skip
    text = text_of(document)
    assert document.pages == 1
    assert LONG_PLACE in text
    assert text.count("并当场拍照留存") == 3
    assert "2023年5月19日" in text


@pytest.mark.parametrize(
    ("paper", "changed", "what"),
    [
        ("service_receipt", {"note": "受送达人外出务工。" * 60}, "备注"),
        ("supplement_notice", {"organ": "示例市示例区行政审批和大数据管理服务局"}, "署名"),
        ("supplement_notice", {"receipt_number": "510105-2024-0008-" * 4}, "收件号"),
        ("refusal_decision", {"organ": "示例局" * 20}, "发文机关名称"),
        ("archive_index", {"project": LONG_PLACE * 3}, "项目名称"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_place(make, paper, changed, what):
    with pytest.raises(PrintError, match=f"“{what}”"):
        make(paper, **changed)


@pytest.mark.parametrize(
    ("applicant", "word"),
    [
        ("刘某某等17户", "你们"),
        ("张三、李四", "你们"),
        ("欧阳某某", "你"),
        ("示例置业公司", "你单位"),
    ],
)
def test_a_letter_speaks_to_one_to_several_and_to_a_body(applicant, word):
    assert you(applicant) == word


def test_an_organ_calls_itself_by_its_kind():
    assert we("示例区规划和自然资源局") == "本局"
    assert we("示例区人民政府") == "本机关"


@pytest.mark.parametrize("typed", ["面积不符", "面积不符。", "面积不符；"])
def test_a_sentence_ends_with_one_full_stop_however_it_was_typed(typed):
    assert ended(typed) == "面积不符。"
