"""What came of an action, as people read it."""

from rebuild.cli.findings_shown import Told, show_dates, show_documents, show_findings
from rebuild.cli.show import answer


def show_outcome(told: Told) -> None:
    """Refused: every reason. Allowed: where things now stand, what was issued, what is now due."""
    what = f"{told['procedure']}·{told['label']}"
    _show_first(told)
    if not told["allowed"]:
        answer(f"✗ 不能办理：{what}，共{len(told['findings'])}处不符")
        show_findings(told["findings"])
        return
    if told["dry_run"]:
        answer(f"✓ 可以办理：{what}（没有写入任何内容）")
    elif told["replayed"]:
        answer(f"✓ 此前已经办理：{what}，没有重复办理")
    else:
        answer(f"✓ 已办理：{what}，案件 {told['number']} 第{told['version']}版")
    if told["findings"]:
        answer("补录的历史事项，以下不符项已一并记入台账：")
        show_findings(told["findings"])
    own = (
        f"；{told['procedure']}：{told['procedure_state_label']}" if told["seat"] != "case" else ""
    )
    answer(f"案件环节：{told['state_label']}{own}")
    if told["dry_run"] and told["issues"]:
        titles = "、".join(
            f"《{each['title']}》" + ("（每户一份）" if each["to"] == "each_household" else "")
            for each in told["issues"]
        )
        answer(f"办理后将签发：{titles}")
    if told["documents"]:
        answer("签发文书：")
        show_documents(told["documents"])
    if told["dates"]:
        answer("期限：")
        show_dates(told["dates"])


def _show_first(told: Told) -> None:
    """What time has decided comes before what anyone else does."""
    word = "此前将先办理" if told["dry_run"] else "此前已先办理"
    for each in told["first"]:
        answer(
            f"{word}：{each['procedure']}·{each['action_label']}"
            f"（{each['label']}于{each['due']}届满，自{each['on']}起）"
        )
        show_documents(each["documents"])
