"""证照: whether a permit is in force on a day, and what its holder and its organ may do with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from rebuild.cases.extensions import EXTENDED, times_extended
from rebuild.cases.facts import Case, Document, Run, Taken, Visit
from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.time_limits import latest_day_before

LIVE = ("effective", "in_use", "works_stopped")
NONE = "none"
START = "start_works"  # the clock of the days in which works must begin
UNUSED, LAPSED, LAPSE = "effective", "lapsed", "lapse"
_STAYS = ("stay", "unstay")
_CHANGING = ("apply_change", "change", "refuse_change")
_PRINTED_AGAIN = ("change", "replace_lost")
_EXTENDING = ("apply_extension", "refuse_extension", *EXTENDED)
_NEXT_DAY = timedelta(days=1)

LastDay = Callable[[Run], date | None]
"""Asks for the last day on which the works under a permit may begin; None where it was never received."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a permit stands on a day: its state, whether it is in force, since when, and by what."""

    word: str  # a state of the permit; `none` before one was granted
    live: bool
    since: date | None = None
    why: str = ""  # the action that brought it there, or the order that stays it
    stayed: bool = False
    version: int = 1  # 变更: how many versions there have been (行政许可法49)


def standing_on(case: Case, seat: str, day: date, last_day: LastDay) -> Standing:
    """Whether a permit is in force on a day: granted, received, not ended, not lapsed, and not stayed by an order.

    The one answer for rules, for whoever verifies the paper, and for the case page. It goes by the day a
    state counts from, not by the day it was entered; a later permit of the seat takes the place of an earlier.
    """
    begun = [run for run in case.runs.get(seat, ()) if _first_day(run) <= day]
    return standing_of(begun[-1], day, last_day(begun[-1])) if begun else Standing(NONE, live=False)


def standing_of(run: Run, day: date, due: date | None) -> Standing:
    """The same of one permit, whose works must begin by `due`; one that another has followed is in force no more."""
    visit = _visit_on(run, day)
    if visit is None:
        return Standing(NONE, live=False)
    visit = _as_time_has_it(run, visit, day, due)
    order = _stay_on(run, day)
    followed = run.followed_on is not None and run.followed_on <= day
    live = visit.state in LIVE and order is None and not followed
    version = 1 + sum(1 for each in run.taken if each.action == "change" and each.on <= day)
    if order is None:
        return Standing(visit.state, live, visit.since, visit.action, version=version)
    why = str(order.answers.get("order") or order.answers.get("note", ""))
    return Standing(visit.state, live, order.on, why, stayed=True, version=version)


def _as_time_has_it(run: Run, visit: Visit, day: date, due: date | None) -> Visit:
    """Where a permit stands once its days to begin are over: it lapses by itself (建筑法9), entered or not.

    While an extension asked for in time is not answered, it does not.
    """
    if due is None or day <= due or visit.state not in (UNUSED, LAPSED):
        return visit
    asked = _awaiting_answer(run, day)
    if asked and asked.on <= due:
        unused = run.entered(UNUSED)
        return unused if visit.state == LAPSED and unused else visit
    refused = [each.on for each in run.taken if each.action == "refuse_extension" and each.on > due]
    return replace(visit, state=LAPSED, since=max([due + _NEXT_DAY, *refused[-1:]]), action=LAPSE)


@dataclass(frozen=True, slots=True)
class Paper:
    """One certificate that was handed out for a permit, all under one number."""

    document: Document
    version: int  # 1; after a change 2, 3 …
    since: date
    by: str  # `change` or `replace_lost`; empty for the first


def replaced_by(papers: Sequence[Paper], place: int, day: date) -> Paper | None:
    """The paper that had taken the place of the one at a place by a day."""
    return next((each for each in papers[place + 1 :] if each.since <= day), None)


def papers_of(case: Case, run: Run) -> tuple[Paper, ...]:
    """Every certificate of a permit, oldest first; none where it is older than these files."""
    first = next((each for each in case.documents if each.id == run.paper), None)
    if first is None:
        return ()
    again = iter(
        each
        for each in case.documents
        if (each.kind, each.seat, each.run) == (run.seat, run.seat, run.number)
    )
    found, version = [Paper(first, 1, first.issued_on, "")], 1
    for taken in run.taken:
        version += taken.action == "change"
        # Each change and each replacement made here has printed one certificate.
        if taken.action in _PRINTED_AGAIN and not taken.recorded:
            found += [Paper(each, version, taken.on, taken.action) for each in islice(again, 1)]
    return tuple(found)


def run_of_paper(case: Case, document: Document) -> Run | None:
    """The permit that a certificate is of."""
    for run in case.runs.get(document.kind, ()):
        if any(each.document.id == document.id for each in papers_of(case, run)):
            return run
    return None


def _first_day(run: Run) -> date:
    return min(run.opened_on, run.visits[0].since)


def _visit_on(run: Run, day: date) -> Visit | None:
    """The latest stay that had begun by a day."""
    return next((visit for visit in reversed(run.visits) if visit.since <= day), None)


def _stay_on(run: Run, day: date) -> Taken | None:
    """The order that stays the permit on a day; none where there is none, or it was lifted."""
    last = next((t for t in reversed(run.taken) if t.action in _STAYS and t.on <= day), None)
    return last if last and last.action == "stay" else None


def permit_live(situation: Situation, seat: str) -> bool:
    """Whether a permit is in force on the day something is asked."""
    return standing_now(situation, seat).live


def standing_now(situation: Situation, seat: str) -> Standing:
    """How a permit stands on the day something is asked."""

    def last_day(run: Run) -> date | None:
        return situation.last_day(run, START)

    return standing_on(situation.case, seat, situation.on, last_day)


@rule(
    "licensing.permit_extension_left",
    basis="construction_law art. 9",
    cure="延期次数已用完，逾期未开工的自行废止",
    who="owner_rep",
)
def permit_extension_left(situation: Situation) -> Verdict:
    """延期次数未用完"""
    allowed = situation.figure(situation.settings["extensions"])
    used = times_extended(situation.run)
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
    return None if _awaiting_answer(situation.run, date.max) else "没有待答复的延期申请"


@rule(
    "licensing.no_extension_pending",
    basis="construction_law art. 9",
    cure="请先对延期申请作出答复",
    who="chief",
)
def no_extension_pending(situation: Situation) -> Verdict:
    """没有待答复的延期申请（期满前已申请的，答复之前不自行废止）"""
    asked = _awaiting_answer(situation.run, date.max)
    return f"持证人已于{asked.on}申请延期，尚未答复" if asked else None


@rule(
    "licensing.extension_unanswered",
    basis="licensing_law art. 50",
    cure="请对延期申请作出答复；期满三十日前提出、至期满未答复的，视为准予延期",
    who="chief",
)
def extension_unanswered(situation: Situation) -> Verdict:
    """期满三十日前申请延期，至期满未答复"""
    asked = _awaiting_answer(situation.run, date.max)
    if asked is None:
        return "没有待答复的延期申请"
    due = situation.due(situation.run.seat, START)
    if due is None:
        return "开工期限已经终止"
    limit = situation.limits.time("extension_notice", asked.on)
    latest = latest_day_before(situation.calendar, due, limit).due
    if asked.on > latest:
        return f"期限至{due}，最迟应于{latest}申请，{asked.on}申请的不因未答复而延期"
    return None


def _awaiting_answer(run: Run, day: date) -> Taken | None:
    """The application for more time that was not answered by the end of a day."""
    last = next((t for t in reversed(run.taken) if t.action in _EXTENDING and t.on <= day), None)
    return last if last and last.action == "apply_extension" else None


@rule(
    "licensing.change_applied",
    basis="licensing_law art. 49",
    cure="请由持证人提出变更申请",
    who="owner_rep",
)
def change_applied(situation: Situation) -> Verdict:
    """持证人已申请变更，尚未答复"""
    return None if _asked_for_change(situation.run) else "没有待答复的变更申请"


@rule(
    "licensing.no_change_pending",
    basis="licensing_law art. 49",
    cure="请待前一次变更申请答复后提出",
    who="chief",
)
def no_change_pending(situation: Situation) -> Verdict:
    """没有待答复的变更申请"""
    asked = _asked_for_change(situation.run)
    return f"已于{asked.on}申请变更，尚未答复" if asked else None


def _asked_for_change(run: Run) -> Taken | None:
    last = next((each for each in reversed(run.taken) if each.action in _CHANGING), None)
    return last if last and last.action == "apply_change" else None


@rule("licensing.not_stayed", basis="review_law art. 42", cure="请待停止执行解除", who="chief")
def not_stayed(situation: Situation) -> Verdict:
    """许可未被停止执行"""
    standing = standing_of(situation.run, situation.on, None)
    if not standing.stayed:
        return None
    return f"{situation.settings['name']}自{standing.since}起停止执行：{standing.why}"


@rule(
    "licensing.interested_heard",
    basis="urban_planning_law art. 50",
    cure="请先听取利害关系人或者持证人的意见",
    who="chief",
)
def interested_heard(situation: Situation) -> Verdict:
    """已听取意见"""
    return "尚未听取利害关系人或者持证人的意见" if situation.denied("heard") else None
