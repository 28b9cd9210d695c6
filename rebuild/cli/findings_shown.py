"""Findings, questions, last days and papers, as several commands show them to people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rebuild.cli.show import answer

Told = Mapping[str, Any]

_TYPES = {
    "text": "文字", "long_text": "文字", "name": "姓名", "date": "日期", "area": "面积㎡",
    "money": "金额（元）", "length": "长度（米）", "integer": "整数", "share": "份额",
    "yes_no": "是/否", "id_number": "身份证号", "phone": "手机号", "credit_code": "统一社会信用代码",
    "points": "角点坐标",
}  # fmt: skip


def show_findings(findings: Iterable[Told], *, indent: str = "  ") -> None:
    """Every finding with its article, how to cure it, and who can."""
    for place, each in enumerate(findings, start=1):
        answer(f"{indent}{place}. {each['message']}")
        answer(f"{indent}   依据：{each['cited']}　（{each['code']}）")
        answer(f"{indent}   补救：{each['cure']}（由{each['who_label']}办理）")


def show_asks(asks: Iterable[Told], *, indent: str = "  ") -> None:
    """What an action asks, one field a line; columns of a list further in."""
    for field in asks:
        kind = "、".join(field["choices"].values()) if "choices" in field else ""
        kind = kind or _TYPES.get(field["type"], "清单")
        must = "必填" if field["required"] else "可不填"
        answer(f"{indent}{field['name']}：{field['label']}（{kind}，{must}）")
        show_asks(field.get("of", ()), indent=f"{indent}    ")


def show_dates(dates: Iterable[Told]) -> None:
    """Every clock not over: until when, how much is left, whose turn it is."""
    for each in dates:
        of = f"{each['procedure']}{each['about']}"
        answer(f"  {each['label']}（{of}）：{until(each)}，轮到{each['turn_label']}")


def until(clock: Told) -> str:
    """至 2024-01-15，还剩3天; 已逾期2天; 停止计算，还剩12天."""
    left = clock["days_left"]
    if clock["passed"]:
        return f"至 {clock['due']}，已届满"
    if clock["standing"] == "over":
        return f"已于{clock['ended']}结束" + ("，晚于到期日" if clock["late"] else "")
    if clock["standing"] == "stopped":
        return f"停止计算，还剩{left}{_unit(clock)}"
    provisional = "（暂定，该年放假安排尚未公布）" if clock["provisional"] else ""
    if left < 0:
        return f"至 {clock['due']}{provisional}，已逾期{-left}{_unit(clock)}"
    return f"至 {clock['due']}{provisional}，" + (
        "今天届满" if not left else f"还剩{left}{_unit(clock)}"
    )


def show_cited(cited: Iterable[tuple[str, str]]) -> None:
    """What each limit stands on, once each, below a table that has no room for it."""
    for label, basis in dict.fromkeys(cited):
        answer(f"  依据：{label}　{basis}")


def show_documents(documents: Iterable[Told]) -> None:
    """Papers by kind; copies for every household on one line."""
    listed = list(documents)
    counted = Counter(each["kind"] for each in listed)
    for each in {each["kind"]: each for each in reversed(listed)}.values():
        times = counted[each["kind"]]
        more = f" 等{times}份" if times > 1 else ""
        answer(f"  {each['id']}　《{each['title']}》{each['number']}{more}")


def _unit(clock: Told) -> str:
    return "个工作日" if "工作日" in clock["limit"] else "天"
