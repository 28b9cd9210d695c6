"""case time: how many working days each side has used, and what is left of the organs' budget."""

from rebuild.cli.opened import day, opened
from rebuild.cli.options import Json, Number, On
from rebuild.cli.show import answer, as_json, table


def time(number: Number, on: On = None, json: Json = False) -> None:
    from rebuild.services.look_up import look_up
    from rebuild.services.time_used import time_used

    with opened() as office:
        found = look_up(office, number)
        told = time_used(found.plan, office.calendar, found.case, on=day(on))
    if json:
        as_json(told)
        return
    answer(f"{told['number']} 截至 {told['on']} 共 {told['total']} 个工作日")
    table(["由谁办理", "工作日"], [[each["label"], str(each["days"])] for each in told["sides"]])
    budget = told["budget"]
    if budget:
        answer(
            f"{budget['label']}{budget['days']}个工作日，审批机关已用{budget['used']}个，"
            + (f"还剩{budget['left']}个" if budget["left"] >= 0 else f"超出{-budget['left']}个")
        )
