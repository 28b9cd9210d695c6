"""The count of a round, as people read it: how far it is, what is missing, whom to see next."""

from rebuild.cli.figures_shown import show_tally
from rebuild.cli.findings_shown import Told
from rebuild.cli.show import answer, table


def show_consensus(told: Told) -> None:
    """Which round and as of when; the same tables as for a count from a file; then what is still to be done."""
    answer(f"{told['number']} 第{told['round']}轮表决，{told['state_label']}")
    if told["only_entries_until"]:
        answer(f"只计截至 {told['only_entries_until']} 作出的表决和变动，此后的不计")
    if told["roll_day"]:
        answer(f"名册锁定于 {told['roll_day']}，此后转让的{_units(told['sold_since'])}不改变计票")
    if told["opens_on"]:
        answer(f"表决期间 {told['opens_on']} 至 {told['closes_on']}")
    answer(
        f"登记表决票{told['ballots']}张，计入{told['counted']}张（每户以截止前最后一张有效票为准）"
    )
    for each in told["sheets"]:
        digest = f"，SHA-256 {each['sha256']}" if each["sha256"] else ""
        answer(f"{each['on']}导入结果表{each['source']}，{each['ballots']}票{digest}")
    show_tally(told)
    for each in told["changed_since_posted"]:
        answer(f"✗ 公示后有更正：{each}；请重新计票并再次公示")
    if told["blocked"]:
        answer("✗ 更正后已达不到通过条件，后续事项不能办理；请按“更正名册后作废”办理后重新表决")
    _show_missing(told)
    _show_waiting(told)
    _show_objections(told)
    _show_dissenting(told)


def _units(units: list[str]) -> str:
    return f"（{'、'.join(units)}）" if units else ""


def _show_missing(told: Told) -> None:
    lacking = [each for each in told["tests"] if each["required"] and not each["passed"]]
    if told["short_in_words"]:
        answer(told["short_in_words"])
    for each in lacking:
        answer(
            f"  {each['label']}：已有{each['reached']}，应有{each['needed']}，{each['in_words']}"
        )


def _show_waiting(told: Told) -> None:
    if not told["waiting"]:
        return
    rows = [
        [
            each["unit"],
            "、".join(each["owners"]),
            each["area"],
            "是" if each["reached"] else "否",
            "；".join(f"{v['on']}{v['kind_label']}：{v['result']}" for v in each["visits"]),
        ]
        for each in told["waiting"]
    ]
    table(["未表决", "产权人", "面积（㎡）", "联系到", "走访联系"], rows)


def _show_objections(told: Told) -> None:
    for each in told["objections"]:
        answered = f"{each['answered_on']}答复" if each["answered_on"] else "尚未答复"
        done = "" if each["settled"] or not each["answered_on"] else "，须重新计票并再次公示"
        answer(f"异议{each['id']}（{each['by']}，{each['on']}）：{answered}{done}")


def _show_dissenting(told: Told) -> None:
    for each in told["dissenting"]:
        settlement = each["settlement"]
        said = (
            f"{settlement['on']}{settlement['kind_label']}（{settlement['paper']}）"
            if settlement
            else "尚未了结"
        )
        answer(f"未同意的户 {each['unit']}：{said}")
