"""A page of cases, one case, and what it lacks, as people read them."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from rebuild.cli.findings_shown import Told, show_asks, show_dates, show_findings
from rebuild.cli.show import answer, table, tell


def show_page(page: Told) -> None:
    """One line a case; how to see more."""
    if not page["cases"]:
        tell("没有符合条件的案件")
        return
    columns(
        ["案号", "坐落", "建设单位", "户数", "阶段", "环节", "灯", "到期", "变动时间"],
        [
            [
                row["number"],
                row["address"],
                row["applicant"],
                str(row["households"]),
                row["stage_label"],
                row["state_label"],
                row["lamp_label"],
                f"{row['due']} {row['clock_label']}" if row["due"] else "",
                row["changed_at"][:16].replace("T", " "),
            ]
            for row in page["cases"]
        ],
    )
    if page["next"]:
        tell(f"还有更多，接着看：rebuild case list --after {page['next']}")


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """As `table`, in plain text: a list should not wait for what draws tables to load."""
    widths = [max(map(_width, cells)) for cells in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        padded = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        answer("  ".join(padded).rstrip())


def _width(text: str) -> int:
    """How many places of a terminal it takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def show_case(told: Told) -> None:
    """Where it stands, what may be done, what is due."""
    answer(f"{told['number']}　{told['workflow']['title']}（第{told['workflow']['version']}版）")
    building = told["building"]
    if building:
        answer(
            f"{building['address']}，{building['structure']}，{building['storeys']}层，"
            f"建筑面积{building['gross_area']}㎡，{building['households']}户"
        )
    if told["applicant"]:
        answer(f"建设单位（个人）：{told['applicant']}")
    answer(f"阶段：{told['stage_label']}　立案 {told['opened_on']}　案件版本 {told['version']}")
    table(
        ["程序", "轮次", "环节", "自"],
        [
            [each["title"], each["about"] or str(each["run"]), each["label"], each["since"]]
            for each in told["procedures"]
        ],
    )
    for permit in told["permits"]:
        mark = "✓" if permit["live"] else "✗"
        answer(f"{mark} 《{permit['title']}》{permit['number']}：{permit['standing']}")
    for flag in told["flags"]:
        answer(f"⚑ {flag['label']}（{flag['procedure']}，{flag['raised_on']}）：{flag['note']}")
    if told["dates"]:
        answer(f"期限（截至 {told['on']}）：")
        show_dates(told["dates"])
    _show_actions(told["actions"])


def show_why(told: Told) -> None:
    """Whose turn it is and what that step lacks; then whatever else could be done."""
    answer(f"{told['number']} 现为“{told['state_label']}”（{told['on']}）")
    following = told["next"]
    if following is None:
        answer("案件已经结束" if told["ended"] else "主线上没有现在可以由人办理的事项")
    else:
        who = "、".join(following["by_labels"])
        answer(
            f"接下来：由{who}办理“{following['label']}”"
            f"（{following['seat']}.{following['action']}）"
        )
        if following["findings"]:
            answer(f"现在还不能办理，共{len(following['findings'])}处不符：")
            show_findings(following["findings"])
        else:
            answer("没有不符项，现在就可以办理")
        if following["asks"]:
            answer("需要填报：")
            show_asks(following["asks"])
    if told["dates"]:
        answer("期限：")
        show_dates(told["dates"])
    if told["others"]:
        answer("其他事项：")
    for each in told["others"]:
        mark = "✗" if each["findings"] else "○"
        answer(f"{mark} {_named(each)}")
        show_findings(each["findings"], indent="    ")


def _show_actions(actions: Iterable[Told]) -> None:
    listed = list(actions)
    if not listed:
        answer("现在没有可以由人办理的事项")
        return
    table(
        ["现在可以办理", "代号", "由谁办理", "尚缺"],
        [
            [
                each["label"] + (f"（{each['about']}）" if each["about"] else ""),
                f"{each['seat']}.{each['action']}",
                "、".join(each["by_labels"]),
                f"{len(each['findings'])}处不符" if each["findings"] else "",
            ]
            for each in listed
        ],
    )
    if any(each["findings"] for each in listed):
        answer("rebuild case why 逐条说明不符项")


def _named(each: Told) -> str:
    return f"{each['label']}（{each['seat']}.{each['action']}，{'、'.join(each['by_labels'])}）"
