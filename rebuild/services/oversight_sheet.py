"""督查表: the figures of an oversight as an Excel workbook; every cell of words is words, whatever it begins with."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

Rows = Sequence[Mapping[str, Any]]


def oversight_sheet(told: Mapping[str, Any]) -> bytes:
    """One sheet a subject."""
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    heading = book.add_format({"bold": True, "bottom": 1})
    for title, columns, rows in _sheets(told):
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for place, (_, label) in enumerate(columns):
            sheet.write_string(0, place, label, heading)
            sheet.set_column(place, place, 14 if place else 36)
        for line, row in enumerate(rows, start=1):
            for place, (name, _) in enumerate(columns):
                value = row[name]
                if isinstance(value, int):
                    sheet.write_number(line, place, value)
                else:
                    sheet.write_string(line, place, str(value))
    book.close()
    return target.getvalue()


def _sheets(told: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]], Rows]]:
    return [
        ("环节分布", [("label", "环节"), ("cases", "在办"), ("late", "超期")], told["stages"]),
        (
            "时限用时",
            [
                ("procedure", "程序"),
                ("label", "时限"),
                ("limit", "期限"),
                ("cases", "件数"),
                ("median", "中位"),
                ("ninetieth", "九成内"),
                ("late", "超期件数"),
            ],
            told["spent"],
        ),
        (
            "日子花在哪里",
            [("label", "环节"), ("cases", "件数"), ("bureau", "机关"), ("owners", "业主"), ("builder", "施工单位"), ("other", "其他"), ("total", "合计")],
            [{**row, **row["sides"]} for row in told["whose"]],
        ),
        ("每月超期", [("month", "月份"), ("ended", "期满"), ("late", "超期")], told["months"]),
        ("拦下的原因", [("label", "规则"), ("times", "次数"), ("basis", "依据")], told["refusals"]),
        (
            "正在超期",
            [("name", "楼栋"), ("number", "编号"), ("procedure", "程序"), ("label", "时限"), ("due", "到期日"), ("days", "超期日数"), ("turn", "轮到谁")],
            told["overdue"],
        ),
        (
            "突破事项",
            [("rule", "规则"), ("number", "案件"), ("paper", "依据文件"), ("organ", "批准机关"), ("expires", "截止")],
            told["waivers"],
        ),
    ]  # fmt: skip
