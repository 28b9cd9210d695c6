"""行政许可: intake, supplement, review, hearing, decision and service of one application."""

from datetime import date
from typing import NamedTuple

from rebuild.cases.facts import Case
from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.spans import add_months
from rebuild.law.time_limits import earliest_day_after


class Bar(NamedTuple):
    """Why nobody may apply again for a time, and the limit that says for how long."""

    words: str
    limit: str


BARS = {
    "concealed": Bar("隐瞒情况或者提供虚假材料", "bar_concealed"),  # 行政许可法78
    "fraud": Bar("以欺骗、贿赂等不正当手段取得许可", "bar_fraud"),  # 行政许可法79
}
DECEIT = {"false_papers": "concealed", "fraud": "fraud"}  # the ground of a decision → its bar
UNSERVED = ("denied", "not_accepted", "not_required", "terminated", "announced")
PENDING = (
    "draft", "received", "supplement", "under_review", "special_procedure", "hearing_notified",
    "hearing", "review_suspended",
)  # fmt: skip


def unfinished(case: Case, seat: str) -> str | None:
    """Why another application may not be made yet: the one before it is still going on."""
    state = case.state(seat)
    if state in PENDING:
        return "前一次申请尚未办结"
    return "前一次申请的决定尚未送达" if state in UNSERVED else None


@rule(
    "licensing.proxy_valid", basis="civil_code art. 165", cure="请更新授权委托书", who="owner_rep"
)
def proxy_valid(situation: Situation) -> Verdict:
    """授权委托在有效期内"""
    until = situation.day("proxy_until")
    if until and until < situation.on:
        return f"授权委托书有效期至{until}，今日{situation.on}已过期"
    return None


@rule(
    "licensing.no_reapplication_bar",
    basis="licensing_law art. 78",
    cure="请在限制期满后申请",
    who="owner_rep",
)
def no_reapplication_bar(situation: Situation) -> Verdict:
    """不在限制再次申请的期限内（隐瞒情况一年，骗取许可三年）"""
    subjects = ("bar", bar_subject(situation.settings.get("permit", "")))
    return [
        f"因{BARS[known['reason']].words}（{known['decided_on']}认定），至{last}止不得再次申请"
        for known in (situation.case.records.get(subject, {}) for subject in subjects)
        if known.get("decided_on")
        and situation.on <= (last := barred_until(situation, known["reason"], known["decided_on"]))
    ]


def bar_subject(permit: str) -> str:
    """Where it is on record that nobody may apply for one permit (行政许可法78: 该行政许可)."""
    return f"bar.{permit}"


def barred_until(situation: Situation, reason: str, decided_on: str) -> date:
    """The last day of a bar: the day corresponding to that of the decision."""
    months = situation.limits.time(BARS[reason].limit, situation.on).value
    return add_months(date.fromisoformat(decided_on), months)


@rule(
    "licensing.supplement_once",
    basis="licensing_law art. 32",
    cure="只能就首次告知书所列、仍不合格的材料再次告知；其余应当受理",
    who="clerk",
)
def supplement_once(situation: Situation) -> Verdict:
    """补正一次性告知：再次告知不得超出首次所列"""
    first = next(
        (each for each in situation.run.taken if each.action == "request_supplement"), None
    )
    if first is None:
        return None
    listed = {row["material"] for row in first.answers["items"]}
    added = [
        row["material"]
        for row in situation.answers.get("items", ())
        if row.get("material") not in listed
    ]
    if added:
        return f"首次告知（{first.on}）未列：{'、'.join(added)}"
    return None


@rule(
    "licensing.right_organ_named",
    basis="licensing_law art. 32",
    cure="请写明应当向其申请的行政机关",
    who="clerk",
)
def right_organ_named(situation: Situation) -> Verdict:
    """不属于职权范围的，告知向哪个机关申请"""
    ours = situation.answers.get("ground") != "powers"
    if ours or situation.answers.get("right_organ"):
        return None
    return "申请事项不属于本机关职权范围，未写明应当向其申请的机关"


@rule(
    "licensing.within_acceptance_time",
    basis="licensing_law art. 32",
    cure="逾期不告知的，自收到申请材料之日起即为受理",
    who="clerk",
)
def within_acceptance_time(situation: Situation) -> Verdict:
    """在收件之日起五个工作日内告知"""
    due = situation.due(situation.run.seat, "acceptance")
    if due and situation.on > due:
        return f"告知期限至{due}，今日{situation.on}已逾期，视为已受理"
    return None


@rule(
    "licensing.materials_complete",
    basis="licensing_law art. 32",
    cure="请核对补正材料，齐全后受理",
    who="owner_rep",
)
def materials_complete(situation: Situation) -> Verdict:
    """申请材料齐全：要求补正的已经补正"""
    asked = situation.run.last("request_supplement")
    if asked is None:
        return None
    # What was delivered before the last notice is what that notice found still wanting.
    delivered = {
        row["material"]
        for each in situation.run.after("request_supplement")
        if each.action == "resubmit"
        for row in each.answers["delivered"]
    }
    missing = [
        row["material"] for row in asked.answers["items"] if row["material"] not in delivered
    ]
    if missing:
        return f"要求补正的{len(asked.answers['items'])}项中，尚缺：{'、'.join(missing)}"
    return None


@rule(
    "licensing.two_inspectors",
    basis="licensing_law art. 34",
    cure="请指派两名以上工作人员核查",
    who="clerk",
)
def two_inspectors(situation: Situation) -> Verdict:
    """现场核查不少于两人"""
    names = {row["name"] for row in situation.answers.get("inspectors", ())}
    least = situation.figure("inspectors")
    if "inspectors" in situation.answers and len(names) < least:
        return f"核查人员{len(names)}人，应不少于{least}人"
    return None


@rule(
    "licensing.hearing_notice",
    basis="licensing_law art. 48",
    cure="请另定听证日期并提前七个工作日通知",
    who="clerk",
)
def hearing_notice(situation: Situation) -> Verdict:
    """听证七个工作日前已通知"""
    planned = situation.day("held_on")  # asked by the notice, which is served today at the earliest
    notified = situation.on if planned else situation.day("notified_on")
    if notified is None:
        return None
    if notified > situation.on:
        return f"听证通知送达日期{notified}晚于今日{situation.on}"
    limit = situation.limits.time("hearing_notice", situation.on)
    earliest = earliest_day_after(situation.calendar, notified, limit).due
    if (planned or situation.on) < earliest:
        day = f"所定日期{planned}" if planned else f"今日{situation.on}"
        return f"听证通知于{notified}送达，最早可于{earliest}举行，{day}"
    return None


@rule(
    "licensing.hearing_as_notified",
    basis="licensing_law art. 48",
    cure="请按通知的日期举行听证，改期的另行通知",
    who="clerk",
)
def hearing_as_notified(situation: Situation) -> Verdict:
    """按通知书所定日期举行听证"""
    notices = [
        each for each in situation.run.after("request_hearing") if each.action == "notify_hearing"
    ]
    if not notices:
        return ()
    notice, served = notices[-1], situation.day("notified_on")
    planned, reasons = notice.answers["held_on"], []
    if planned != situation.on.isoformat():
        reasons.append(f"通知书定于{planned}举行听证，今日{situation.on}")
    if served and served < notice.on:
        reasons.append(f"通知书于{notice.on}制发，送达日期{served}早于该日")
    return reasons


@rule("licensing.case_not_held", basis="procedure_rules", cure="请先恢复案件", who="chief")
def case_not_held(situation: Situation) -> Verdict:
    """案件没有中止"""
    run = situation.case.run("case")
    held = run.last("hold") if run and run.state == "on_hold" else None
    return f"案件自{held.on}起中止：{held.answers.get('note', '')}" if held else None


@rule(
    "licensing.extend_once", basis="licensing_law art. 42", cure="审查期限只能延长一次", who="chief"
)
def extend_once(situation: Situation) -> Verdict:
    """审查期限未曾延长"""
    before = situation.run.last("extend_review")
    return f"已于{before.on}延长过一次" if before else None


@rule(
    "licensing.extend_before_due",
    basis="licensing_law art. 42",
    cure="期限届满后不能延长，请尽快作出决定",
    who="chief",
)
def extend_before_due(situation: Situation) -> Verdict:
    """在审查期限届满前延长"""
    due = situation.due(situation.run.seat, "decision")
    if due and situation.on > due:
        return f"审查期限已于{due}届满，今日{situation.on}"
    return None


@rule(
    "licensing.received_not_before_decided",
    basis="licensing_law art. 44",
    cure="请核对领取日期",
    who="window",
)
def received_not_before_decided(situation: Situation) -> Verdict:
    """领取日期不早于决定日期，不晚于今日"""
    received, decided = situation.day("received_on"), situation.run.visits[-1].since
    if received and not decided <= received <= situation.on:
        return f"领取日期{received}不在决定日{decided}与今日{situation.on}之间"
    return None
