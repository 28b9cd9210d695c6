"""What came of a roster, as people read it."""

from rebuild.cli.findings_shown import Told, show_findings
from rebuild.cli.show import answer, tell


def show_import(told: Told) -> None:
    """Every problem by row and column, or what now stands in the case."""
    for each in told["problems"]:
        place = f"第{each['row']}行" if each["row"] else "表头"
        answer(f"✗ {place}“{each['column']}”：{each['message']}")
    if told["findings"]:
        answer("✗ 不能登记：")
        show_findings(told["findings"])
    for warning in told["warnings"]:
        tell(f"请注意：{warning}")
    if told["problems"]:
        answer(f"共{len(told['problems'])}处需要改正，没有导入任何一户")
    elif told["ok"]:
        done = "检查通过，没有写入" if told["dry_run"] else "已导入"
        answer(
            f"✓ {done}：{told['households']}户、{told['owners']}名产权人，面积合计{told['area']}㎡"
        )
