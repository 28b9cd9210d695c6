"""名册模板: an empty roster as a workbook: every cell is text, choices drop down, a second sheet explains."""

import io
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rebuild.engine.definition import Workflow
from rebuild.services.roster_columns import Column, columns_of

ROWS = 500  # a house of this kind has tens of units
SHEET, NOTES = "业主名册", "填写说明"
# A date of its own would make every template differ in its bytes.
_MADE = datetime(2024, 1, 1)
_ADVICE = (
    "每户一行。一户有几名产权人的，可以在“产权人”中用顿号隔开，份额、身份证号、电话按同样的顺序用顿号隔开；"
    "也可以每人一行，房号写同一个，面积等只写在第一行。",
    "面积以不动产登记簿为准，最多两位小数，本系统不作四舍五入。",
    "按份共有的，请在“共有方式”选择“按份共有”，并写明每人的份额，例如 1/3；合计应为1。",
    "全部单元格都是文本格式。身份证号请不要改成数字格式，否则末几位会丢失。",
    "身份证号和电话导入后加密另存，名册、文书和台账中都不显示全号。",
)
_KINDS = {
    "area": "数字，最多两位小数",
    "share": "分数，如 1/3",
    "id_number": "18位，按文本填写",
    "phone": "11位手机号码",
    "yes_no": "是或否",
}


def roster_template(workflow: Workflow) -> bytes:
    """The workbook."""
    columns = columns_of(workflow)
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with Workbook(made, options) as book:
        book.set_properties({"title": SHEET, "created": _MADE})
        _fill_in(book, book.add_worksheet(SHEET), columns)
        _explain(book, book.add_worksheet(NOTES), columns)
    return made.getvalue()


def _fill_in(book: Workbook, sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    text = book.add_format({"num_format": "@"})
    required, optional = (_heading(book, colour) for colour in ("#FCE4D6", "#EDEDED"))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 20 if column.of_owner else 14, text)
        sheet.write_string(0, place, column.heading, required if column.required else optional)
        choices = _choices(column)
        if choices:
            sheet.data_validation(
                1, place, ROWS, place,
                {
                    "validate": "list",
                    "source": choices,
                    "error_title": column.heading,
                    "error_message": f"请选择：{'、'.join(choices)}",
                },
            )  # fmt: skip
    sheet.freeze_panes(1, 1)


def _explain(book: Workbook, sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    heading, wrapped = _heading(book, "#EDEDED"), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 90, wrapped)
    for place, title in enumerate(("列", "必填", "怎样填写")):
        sheet.write_string(0, place, title, heading)
    for row, column in enumerate(columns, start=1):
        sheet.write_string(row, 0, column.heading)
        sheet.write_string(row, 1, "是" if column.required else "")
        sheet.write_string(row, 2, _how(column), wrapped)
    for row, advice in enumerate(_ADVICE, start=len(columns) + 2):
        sheet.write_string(row, 2, advice, wrapped)


def _heading(book: Workbook, colour: str) -> Format:
    return book.add_format({"bold": True, "bg_color": colour, "border": 1, "num_format": "@"})


def _how(column: Column) -> str:
    if column.field.choices:
        return f"从{'、'.join(column.field.choices.values())}中选择"
    return _KINDS.get(column.field.type, "文字") + (
        f"，单位{column.field.unit}" if column.field.unit else ""
    )


def _choices(column: Column) -> list[str]:
    if column.field.type == "yes_no":
        return ["是", "否"]
    return list(column.field.choices.values())
