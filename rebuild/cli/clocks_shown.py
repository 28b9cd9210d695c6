"""Clocks and what they did when they fell due, as people read them."""

from collections.abc import Iterable
from datetime import date

from rebuild.cli.findings_shown import Told, show_cited, show_documents, show_findings, until
from rebuild.cli.show import answer, table, tell

_WEEKDAYS = "一二三四五六日"


def show_clocks(clocks: Iterable[Told]) -> None:
    """One row a clock; explained, each day left out below it."""
    listed = list(clocks)
    if not listed:
        tell("本案还没有开始计算任何期限")
        return
    table(
        ["期限", "程序", "起算", "长度", "到期", "承诺", "灯", "情况", "轮到"],
        [
            [
                each["label"],
                each["procedure"] + _which(each),
                each["started"],
                each["limit"] + (f"，延期{each['extended']}次" if each["extended"] else ""),
                each["due"],
                each["promised"]["due"] if each["promised"] else "",
                each["lamp_label"],
                until(each) if each["standing"] != "running" else until(each).partition("，")[2],
                each["turn_label"] if each["standing"] != "over" else "",
            ]
            for each in listed
        ],
    )
    show_cited((each["label"], each["cited"]) for each in listed)
    for each in listed:
        for stop in each["stops"]:
            answer(f"  停止计算：{each['label']}　{_stop(stop)}")
    for each in listed:
        for part in each.get("parts", ()):
            _explain(each, part)


def show_fired(told: Told) -> None:
    """Everything that was done because a time limit ran out."""
    if not told["fired"]:
        answer(f"截至 {told['on']} 没有到期未处理的期限")
    for each in told["fired"]:
        mark = "✓" if each["allowed"] else "✗"
        answer(
            f"{mark} {each['number']}　{each['procedure']}·{each['label']}于{each['due']}届满，"
            f"{each['on']}起{each['action_label']}"
        )
        show_findings(each["findings"], indent="    ")
        show_documents(each["documents"])


def _which(each: Told) -> str:
    """Which of several: a decision beside others, or the second round of the same."""
    return each["about"] or (f"（第{each['run']}轮）" if each["run"] > 1 else "")


def _stop(stop: Told) -> str:
    needed = f"，告知所需{_told(stop)}个工作日" if stop["needed_days"] else ""
    over = f"，超过告知的时间（至{stop['told_until']}）" if stop["overrun"] else ""
    return f"{stop['from']} 至 {stop['to'] or '今'}　{stop['ground']}{needed}{over}"


def _told(stop: Told) -> str:
    """5; 5、8（2024-02-02告知，迟于此前告知的时间）."""
    return "、".join(
        f"{each['needed_days']}"
        + (f"（{each['on']}告知，迟于此前告知的时间）" if each["late"] else "")
        for each in stop["told"]
    )


def _explain(clock: Told, part: Told) -> None:
    answer(f"{clock['procedure']}·{part['what']}：自{_day(part['start'])}起，起算日不计入")
    for stop in part["stops"]:
        answer(f"  停止计算 {stop['from']} 至 {stop['to']}")
    for skipped in part["skipped"]:
        answer(f"  不计 {_day(skipped['date'])}：{skipped['reason']}")
    if part["rolled_from"]:
        answer(f"  期满日{_day(part['rolled_from'])}是休息日，顺延到下一个工作日")
    counted = f"，共计{len(part['counted'])}日" if part["counted"] else ""
    answer(f"  到期 {_day(part['due'])}{counted}；日历版本 {part['calendar_version']}")


def _day(text: str) -> str:
    return f"{text}（星期{_WEEKDAYS[date.fromisoformat(text).weekday()]}）"
