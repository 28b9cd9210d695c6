"""Papers and what came of verifying one, as people read them."""

from collections.abc import Iterable

from rebuild.cli.findings_shown import Told
from rebuild.cli.show import answer, table, tell


def show_documents(documents: Iterable[Told]) -> None:
    """One row a paper."""
    listed = list(documents)
    if not listed:
        tell("本案还没有签发文书")
        return
    table(
        ["编号", "文书", "文号", "日期", "房号", "页数"],
        [
            [
                each["id"],
                each["title"],
                each["number"],
                each["date"],
                each["unit"],
                str(each["pages"]) if each["printed"] else "未打印",
            ]
            for each in listed
        ],
    )


def show_verified(told: Told) -> None:
    """One sentence first: whether it holds. Then what it is."""
    if not told["known"]:
        answer(f"✗ {told['message']}")
        return
    if not told["genuine"]:
        answer("✗ 查到该文书，但签发内容与签名不符，请向签发机关核实")
    elif not told["live"]:
        answer(f"✗ 是本机关签发的文书，但现在不在有效状态：{told['standing']}")
    else:
        answer(f"✓ 是本机关签发的文书，内容未改动：{told['standing']}")
    answer(f"《{told['title']}》{told['number']}，{told['date']}，案件 {told['case']}")
    for fact in told["facts"]:
        answer(f"  {fact['label']}：{fact['value']}")
    answer("本系统的电子签名用于核对内容，不是法定电子印章")
