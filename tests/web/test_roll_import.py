"""A roll from a workbook: tried first, every wrong row told of, entered whole or not at all."""

import io

import pytest
from xlsxwriter import Workbook

from rebuild.services.look_up import look_up
from tests.web.conftest import NUMBER, Desk, csrf_in

ROLL = f"/cases/{NUMBER}/owners/roll"


@pytest.fixture
def before_the_roll(desk_at) -> Desk:
    """The house is reported, and nobody has entered who owns what."""
    return desk_at(("case", "emergency"), "2023-05-05")


def book(heads: list[str], *rows: tuple[str, ...]) -> bytes:
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("业主名册")
        for place, row in enumerate((heads, *rows)):
            sheet.write_row(place, 0, row)
    return made.getvalue()


def headings(browser) -> list[str]:
    """The three columns that must be filled in, as the template of this office has them."""
    from python_calamine import CalamineWorkbook

    template = browser.get(f"{ROLL}/template.xlsx").content
    first = (
        CalamineWorkbook.from_filelike(io.BytesIO(template)).get_sheet_by_index(0).to_python()[0]
    )
    named = [str(each).strip("* ＊") for each in first]
    return [next(each for each in named if want in each) for want in ("房号", "面积", "产权人")]


def send(browser, content: bytes, name: str = "名册.xlsx"):
    token = csrf_in(browser.get(ROLL).text)
    return browser.post(f"{ROLL}/import", data={"csrf": token}, files={"file": (name, content)})


def test_file_is_tried_before_anything_is_entered(before_the_roll):
    browser = before_the_roll.signed_in("community")
    answer = send(browser, book(headings(browser), ("101", "50.26", "刘示甲")))
    assert "可以导入" in answer.text
    assert not look_up(before_the_roll.office, NUMBER).case.households


def test_wrong_cells_are_told_by_row_and_column(before_the_roll):
    browser = before_the_roll.signed_in("community")
    heads = headings(browser)
    answer = send(browser, book(heads, ("101", "五十", "刘示甲"), ("102", "38.15", "")))
    assert "第 2 行" in answer.text
    assert "第 3 行" in answer.text
    assert "roll/enter" not in answer.text


def test_file_that_was_tried_is_entered_whole(before_the_roll):
    browser = before_the_roll.signed_in("community")
    rows = (("101", "50.26", "刘示甲"), ("102", "38.15", "陈示乙"))
    tried = send(browser, book(headings(browser), *rows)).text
    upload = tried.partition('name="upload" value="')[2].partition('"')[0]
    answer = browser.post(
        f"{ROLL}/enter", data={"csrf": csrf_in(tried), "upload": upload}, follow_redirects=False
    )
    assert answer.status_code == 303
    case = look_up(before_the_roll.office, NUMBER).case
    assert [each.unit for each in case.households] == ["101", "102"]


def test_table_of_plain_text_is_read_as_well(before_the_roll):
    browser = before_the_roll.signed_in("community")
    lines = f"{','.join(headings(browser))}\n101,50.26,刘示甲\n"
    assert "可以导入" in send(browser, lines.encode("gb18030"), "名册.csv").text
    refused = send(browser, b"\0" + lines.encode(), "名册.csv")
    assert refused.status_code == 422


def test_file_of_another_kind_is_refused_in_words(before_the_roll):
    answer = send(before_the_roll.signed_in("community"), b"101,50.26")
    assert answer.status_code == 422
    assert "只收" in answer.text
