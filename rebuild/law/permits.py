"""证照: whether a permit is in force, and what its holder and its organ may do with it."""

from rebuild.cases.facts import Case, Run, Taken
from rebuild.law.rule import Situation, Verdict, rule

LIVE = ("effective", "in_use", "works_stopped")


def permit_live(case: Case, seat: str) -> bool:
    """Whether a permit is in force: issued, received, not ended, and not stayed by an order."""
    return case.state(seat) in LIVE and f"{seat}.stayed" not in case.flags


@rule(
    "licensing.permit_extension_left",
    basis="construction_law art. 9",
    cure="延期次数已用完，逾期未开工的自行废止",
    who="owner_rep",
)
def permit_extension_left(situation: Situation) -> Verdict:
    """延期次数未用完"""
    allowed = situation.figure(situation.settings["extensions"])
    used = sum(1 for each in situation.run.taken if each.action == "extend")
    if used >= allowed:
        return f"最多延期{allowed}次，已延期{used}次"
    return None


@rule(
    "licensing.permit_not_yet_due",
    basis="construction_law art. 9",
    cure="期限已过，许可自行废止，请重新申请",
    who="owner_rep",
)
def permit_not_yet_due(situation: Situation) -> Verdict:
    """开工期限未过"""
    due = situation.due(situation.run.seat, "start_works")
    if due and situation.on > due:
        return f"{situation.settings['name']}的开工期限至{due}，今日{situation.on}已过"
    return None


@rule(
    "licensing.extension_applied",
    basis="construction_law art. 9",
    cure="请由持证人在期限届满前提出延期申请",
    who="owner_rep",
)
def extension_applied(situation: Situation) -> Verdict:
    """持证人已申请延期，尚未答复"""
    return None if _awaiting_answer(situation.run) else "没有待答复的延期申请"


@rule(
    "licensing.no_extension_pending",
    basis="construction_law art. 9",
    cure="请先对延期申请作出答复",
    who="chief",
)
def no_extension_pending(situation: Situation) -> Verdict:
    """没有待答复的延期申请（期满前已申请的，答复之前不自行废止）"""
    asked = _awaiting_answer(situation.run)
    return f"持证人已于{asked.on}申请延期，尚未答复" if asked else None


def _awaiting_answer(run: Run) -> Taken | None:
    answers = ("apply_extension", "extend", "refuse_extension")
    last = next((each for each in reversed(run.taken) if each.action in answers), None)
    return last if last and last.action == "apply_extension" else None


@rule("licensing.not_stayed", basis="review_law art. 42", cure="请待停止执行解除", who="chief")
def not_stayed(situation: Situation) -> Verdict:
    """许可未被停止执行"""
    flag = situation.case.flags.get(f"{situation.run.seat}.stayed")
    return (
        f"{situation.settings['name']}自{flag.raised_on}起停止执行：{flag.note}" if flag else None
    )


@rule(
    "licensing.interested_heard",
    basis="urban_planning_law art. 50",
    cure="请先听取利害关系人或者持证人的意见",
    who="chief",
)
def interested_heard(situation: Situation) -> Verdict:
    """已听取意见"""
    return "尚未听取利害关系人或者持证人的意见" if situation.denied("heard") else None
