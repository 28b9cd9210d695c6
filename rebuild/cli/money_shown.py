"""The owners' money, as people read it."""

from rebuild.cli.findings_shown import Told
from rebuild.cli.show import answer, table


def show_money(told: Told) -> None:
    """What is shared, a row a household, the sums under them."""
    answer(f"{told['number']} 分摊总额 {told['cost']} 元（{told['basis']}）")
    headings = ["房号", "产权人", "面积（㎡）", "应分摊（元）", "已认缴", "已缴", "未缴"]
    columns = ("area", "share", "pledged", "paid", "open")
    rows = [
        [each["unit"], "、".join(each["owners"]), *(each[name] for name in columns)]
        for each in told["households"]
    ]
    table(headings, [*rows, ["合计", "", *(told["totals"][name] for name in columns)]])
    answer(f"共登记{len(told['entries'])}笔")
