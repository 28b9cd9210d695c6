"""A tally, a counted time limit and the calendars, as people read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rebuild.cli.show import answer, table

Told = Mapping[str, Any]

_POLICIES = {
    "unanimous": "全体一致同意",
    "statutory_278": "民法典278的法定比例",
    "local_share": "本地规定的比例",
}
_TESTS = {
    "quorum_area": "参与表决的专有面积达到总面积的三分之二",
    "quorum_heads": "参与表决的人数达到总人数的三分之二",
    "approval_area": "同意的专有面积达到参与表决面积的四分之三",
    "approval_heads": "同意的人数达到参与表决人数的四分之三",
}
_UNITS = {"working_days": "个工作日", "calendar_days": "日", "months": "个月"}
_WEEKDAYS = "一二三四五六日"


def show_tally(counted: Told) -> None:
    """The sums, every test with its mark, and what is still missing."""
    sums = [("总计", "total"), ("参与表决", "taking_part"), ("同意", "agreeing")]
    others = (("反对", "against"), ("共有人意见不一", "divided"), ("弃权", "abstaining"))
    sums += [(label, key) for label, key in others if counted[key]["heads"]]
    table(
        ["", "专有面积（㎡）", "人数"],
        [[label, counted[key]["area"], str(counted[key]["heads"])] for label, key in sums],
    )
    tests = [(label, counted["statutory_278"][key]) for key, label in _TESTS.items()]
    tests.append(("全体业主一致同意", counted["unanimous"]["passed"]))
    if counted["policy"] == "local_share":
        local = counted["local_share"]
        tests.append((f"同意的专有面积达到全体的{local['share']}", local["area"]))
        tests.append((f"同意的人数达到全体的{local['share']}", local["heads"]))
    table(["检验", ""], [[label, "✓" if passed else "✗"] for label, passed in tests])
    answer(f"按{_POLICIES[counted['policy']]}：{'通过' if counted['passed'] else '未通过'}")
    if not counted["passed"]:
        short = counted["short_by"]
        answer(f"还差面积 {short['area']} ㎡、{short['heads']} 人")
    for finding in counted["findings"]:
        answer(f"  {finding['message']}（{finding['basis']}）")


def show_count(counted: Told) -> None:
    """The due date first, then day by day how it comes about."""
    limit = counted["limit"]
    length = f"{abs(limit['value'])}{_UNITS[limit['unit']]}"
    if limit["value"] < 0:
        answer(f"最迟 {_day(counted['due'])}：到 {_day(counted['start'])}满{length}")
    else:
        answer(f"到期 {_day(counted['due'])}：自 {_day(counted['start'])}起{length}，起算日不计入")
    if counted["rolled_from"]:
        answer(f"期满日 {_day(counted['rolled_from'])}是休息日，顺延到下一个工作日")
    if counted["provisional"]:
        answer("暂定：经过的年份还没有放假通知，按星期一至星期五上班推算")
    answer(f"依据：{counted['basis']}")
    told = {day: f"第{place}日" for place, day in enumerate(counted["counted"], start=1)}
    told |= {skipped["date"]: f"不计：{skipped['reason']}" for skipped in counted["skipped"]}
    if told:
        table(["日期", "计算"], [[_day(day), told[day]] for day in sorted(told)])


def _day(text: str) -> str:
    return f"{text}（星期{_WEEKDAYS[date.fromisoformat(text).weekday()]}）"


def show_calendar(checked: Told) -> None:
    """One line a year, then what is wrong."""
    if checked["years"]:
        table(
            ["年份", "工作日", "依据", "发布日"],
            [
                [str(year["year"]), str(year["working_days"]), year["notice"], year["issued_on"]]
                for year in checked["years"]
            ],
        )
    for problem in checked["problems"]:
        answer(f"✗ {problem}")
    answer("工作日历有问题，请改正" if checked["problems"] else "工作日历完好")
