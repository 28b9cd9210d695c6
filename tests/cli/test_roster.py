"""roster template and import: a workbook out, a filled one in, whole or not at all."""

import json

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from tests.cli.conftest import NUMBER

HEADING = ["房号", "专有面积", "共有方式", "产权人", "份额", "身份证号"]
REGISTERED = ("case", "emergency")  # and no roll yet
WHO = ("--as", "community", "--on", "2023-05-05")


@pytest.fixture
def fresh(office_at):
    return office_at(REGISTERED)


@pytest.fixture
def workbook(tmp_path):
    """A filled template."""

    def written(*rows):
        path = tmp_path / "名册.xlsx"
        with Workbook(path) as book:
            sheet = book.add_worksheet("业主名册")
            for line, row in enumerate([HEADING, *rows]):
                for place, value in enumerate(row):
                    sheet.write(line, place, value)
        return str(path)

    return written


def test_the_template_has_a_column_for_everything_a_household_is_asked(call, tmp_path):
    out = tmp_path / "t.xlsx"
    assert call(tmp_path, "roster", "template", "--out", str(out)).code == 0
    book = CalamineWorkbook.from_path(out)
    assert book.sheet_names == ["业主名册", "填写说明"]
    (heading,) = book.get_sheet_by_name("业主名册").to_python()
    assert {"房号", "专有面积", "面积来源", "共有方式", "产权人", "份额", "身份证号", "电话",
            "不动产权证号", "抵押权人"} <= set(heading)  # fmt: skip
    advice = str(book.get_sheet_by_name("填写说明").to_python())
    assert "从单独所有、按份共有、共同共有中选择" in advice


def test_the_same_template_has_the_same_bytes(call, tmp_path):
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for file in files:
        call(tmp_path, "roster", "template", "--out", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_roster_is_entered_whole_with_its_numbers_hidden(call, fresh, workbook):
    file = workbook(
        ["101", "50.26", "", "刘示甲", "", "510199190001010014"],
        ["102", 38.15, "按份共有", "陈示乙、陈示丙", "1/3、2/3", ""],
        ["103", "36.42", "共同共有", "王丙", "", ""],
        ["103", "", "", "王丁", "", ""],
    )
    said = call(fresh, "roster", "import", NUMBER, file, *WHO)
    assert said.code == 0
    assert "✓ 已导入：3户、5名产权人，面积合计124.83㎡" in said.out
    assert "房屋登记建筑面积579.22㎡" in said.err
    assert "房屋登记为17户" in said.err
    everything = call(fresh, "case", "history", NUMBER, "--json").out + said.out
    assert "510199190001010014" not in everything
    assert json.loads(call(fresh, "case", "show", NUMBER, "--json").out)["households"] == 3
    assert call(fresh, "ledger", "verify", "--deep").code == 0


def test_a_check_alone_writes_nothing(call, fresh, workbook):
    before = call(fresh, "ledger", "verify", "--json").out
    file = workbook(["101", "50.26", "", "刘示甲", "", ""])
    said = call(fresh, "roster", "import", NUMBER, file, *WHO, "--dry-run")
    assert (said.code, "检查通过，没有写入" in said.out) == (0, True)
    assert call(fresh, "ledger", "verify", "--json").out == before


def test_every_problem_is_named_by_row_and_column_and_nothing_is_entered(call, fresh, workbook):
    before = call(fresh, "ledger", "verify", "--json").out
    file = workbook(
        ["101", "50.265", "", "刘示甲", "", "510199190001010015"],
        ["102", "38.15", "随便", "陈示乙、陈示丙", "1/3", ""],
        ["", "12.00", "", "", "", ""],
        ["101", "50.26", "", "刘示甲", "", ""],
        ["104", "30.00", "", "李示丁、李示戊", "1/2、1/2", ""],
        ["105", "30.00", "", "张示戊", "", 510199190001010030],
    )
    said = call(fresh, "roster", "import", NUMBER, file, *WHO, "--json")
    assert said.code == 1
    places = [(each["row"], each["column"]) for each in json.loads(said.out)["problems"]]
    assert places == [
        (2, "专有面积"),
        (2, "身份证号"),
        (3, "共有方式"),
        (3, "份额"),
        (4, "房号"),
        (4, "产权人"),
        (5, "房号"),
        (7, "身份证号"),
        (6, "共有方式"),
    ]
    assert "510199190001010015" not in said.out
    assert call(fresh, "ledger", "verify", "--json").out == before


def test_a_further_row_may_not_contradict_the_first(call, fresh, workbook):
    file = workbook(
        ["101", "50.26", "共同共有", "刘示甲", "", ""], ["101", "50.00", "", "刘示乙", "", ""]
    )
    said = call(fresh, "roster", "import", NUMBER, file, *WHO)
    assert said.code == 1
    assert "第3行“专有面积”：“50.00”与房号101第一行的“50.26”不一致" in said.out


def test_shares_that_are_not_one_are_a_finding_of_the_law(call, fresh, workbook):
    file = workbook(["101", "50.26", "按份共有", "刘示甲、刘示乙", "1/3、1/3", ""])
    said = call(fresh, "roster", "import", NUMBER, file, *WHO)
    assert said.code == 1
    assert "份额合计为2/3，应为1" in said.out
    assert "《中华人民共和国民法典》第三百零九条" in said.out


def test_a_csv_saved_by_excel_in_chinese_is_read(call, fresh, tmp_path):
    file = tmp_path / "名册.csv"
    file.write_bytes("房号,专有面积,产权人\r\n101,50.26,刘示甲\r\n".encode("gb18030"))
    assert call(fresh, "roster", "import", NUMBER, str(file), *WHO).code == 0


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("a.csv", "房号,专有面积\n101,50.26\n", 1, "表头“产权人”：缺少这一列"),
        ("a.csv", "房号,专有面积,产权人,颜色\n101,50.26,甲,红\n", 1, "表头“颜色”：不认识这一列"),
        ("a.csv", "房号,房号,专有面积,产权人\n1,1,2,甲\n", 1, "表头“房号”：这一列重复"),
        ("a.csv", "房号,专有面积,产权人\n101,50.26,甲,多余\n", 1, "比表头多出几格"),
        ("a.csv", "房号,专有面积,产权人\n", 2, "没有任何一户"),
        ("a.csv", "", 2, "没有任何一户"),
        ("a.csv", 'a,"b\n', 2, "引号不成对"),
        ("a.xlsx", "not a workbook", 2, "不是完好的XLSX工作簿"),
        ("a.docx", "x", 2, "不认识这种文件"),
        ("a.csv", "x" * 2_000_001, 2, "超过2MB"),
        ("a.csv", None, 2, "文件打不开"),
    ],
    ids=[
        "no_column", "unknown_column", "column_twice", "outside", "only_heading", "empty", "quotes",
        "no_workbook", "other_file", "huge", "missing",
    ],
)  # fmt: skip
def test_a_file_that_is_no_roster_is_named(name, content, code, said, call, fresh, tmp_path):
    file = tmp_path / name
    if content is not None:
        file.write_text(content, encoding="utf-8")
    answered = call(fresh, "roster", "import", NUMBER, str(file), *WHO)
    assert answered.code == code
    assert said in answered.out + answered.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", NUMBER, "FILE", "--as", "nobody"], "没有工号为“nobody”的人员"),
        (["import", "WF-0", "FILE", "--as", "community"], "没有编号为「WF-0」的案件"),
        (["template", "--out", "roster.xls"], "不是 .xlsx 文件名"),
        (["template", "--out", "no/such/t.xlsx"], "无法写入"),
        (["template", "--out", "t.xlsx", "--workflow", "nowhere"], "没有流程“nowhere”"),
    ],
    ids=["person", "case", "ending", "folder", "workflow"],
)
def test_a_wrong_call_is_named(words, said, call, fresh, workbook):
    file = workbook(["101", "50.26", "", "刘示甲", "", ""])
    answered = call(fresh, "roster", *[file if word == "FILE" else word for word in words])
    assert (answered.code, answered.out) == (2, "")
    assert said in answered.err


def test_who_may_not_enter_a_roster_is_refused(call, fresh, workbook):
    file = workbook(["101", "50.26", "", "刘示甲", "", ""])
    said = call(fresh, "roster", "import", NUMBER, file, "--as", "contractor")
    assert said.code == 1
    assert "（engine.role）" in said.out
