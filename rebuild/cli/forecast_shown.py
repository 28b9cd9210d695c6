"""A forecast, as people read it."""

from rebuild.cli.findings_shown import Told, show_cited, show_dates
from rebuild.cli.show import answer, table


def show_forecast(told: Told) -> None:
    """The open clocks, then each step with its latest day."""
    answer(
        f"{told['number']} 现为“{told['state_label']}”，自 {told['from']} 推算；没有写入任何内容"
    )
    for stop in told["stops"]:
        answer(f"假设 {stop['from']} 至 {stop['to']} 停止计算审查期限")
    if told["open"]:
        answer("正在计算的期限：")
        show_dates(told["open"])
    if not told["steps"]:
        answer("案件已经结束" if told["ended"] else "从现在的环节没有通向办结的主线")
        return
    table(
        ["最迟", "事项", "程序", "由谁办理", "期限"],
        [
            [
                each["until"],
                each["label"],
                each["procedure"],
                "、".join(each["by_labels"]),
                "；".join(_limit(limit) for limit in each["limits"]) or "没有法定期限，按当日计",
            ]
            for each in told["steps"]
        ],
    )
    show_cited(
        (limit["label"], limit["cited"]) for each in told["steps"] for limit in each["limits"]
    )
    if told["usual"]:
        answer(f"照本机关以往的快慢，约在 {told['usual']['end']} 办结")
    answer(f"依法最快 {told['shortest']['end']} 办结（只等公示、公告、备案等必须等的日子）")
    answer(f"各方都用足期限，最迟 {told['end']} 办结（不含延期）")
    if told["provisional"]:
        answer("部分日期为暂定：经过的年份还没有放假通知，按星期一至星期五上班推算")


def _limit(limit: Told) -> str:
    return f"{limit['label']}{limit['length']}，至 {limit['due']}"
