"""What came of a result sheet of e-voting, as people read it."""

from rebuild.cli.findings_shown import Told, show_findings
from rebuild.cli.show import answer, tell


def show_votes(told: Told) -> None:
    """Every problem by row and column, every rule that says no, or how many votes were entered."""
    for each in told["problems"]:
        place = f"第{each['row']}行" if each["row"] else "表头"
        answer(f"✗ {place}“{each['column']}”：{each['message']}")
    if told["findings"]:
        answer("✗ 不能登记：")
        show_findings(told["findings"])
    if told["ignored_columns"]:
        tell(f"请注意：没有使用的列：{'、'.join(told['ignored_columns'])}")
    if told["ok"]:
        done = "检查通过，没有写入" if told["dry_run"] else "已导入"
        answer(f"✓ {done}：{told['ballots']}票，来源{told['source']}")
        answer(f"  结果表校验值（SHA-256）：{told['sha256']}")
    else:
        answer("没有导入任何一票")
