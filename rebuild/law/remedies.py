"""救济: until when an adverse decision may be taken to review or to court."""

from datetime import date

from rebuild.law.rule import Situation, Verdict, rule
from rebuild.law.service import ANNOUNCED
from rebuild.law.time_limits import due_date


@rule(
    "remedies.review_in_time",
    basis="review_law art. 20",
    cure="请核对申请日期；有正当理由耽误期限的，由复议机关决定是否受理",
    who="clerk",
)
def review_in_time(situation: Situation) -> Verdict:
    """自知道决定之日起六十日内申请行政复议"""
    return _in_time(situation, "open", "review", "申请行政复议")


@rule(
    "remedies.suit_in_time",
    basis="litigation_law art. 45",
    cure="请核对起诉日期；耽误期限的，由人民法院决定是否受理",
    who="clerk",
)
def suit_in_time(situation: Situation) -> Verdict:
    """六个月内起诉；经过复议的，自收到复议决定之日起十五日内起诉"""
    if situation.run.entered("review_decided"):
        return _in_time(situation, "review_decided", "suit_after_review", "起诉")
    return _in_time(situation, "open", "suit", "起诉")


@rule(
    "remedies.review_extended_once",
    basis="review_law art. 62",
    cure="复议期限只能延长一次，请核对",
    who="clerk",
)
def review_extended_once(situation: Situation) -> Verdict:
    """复议审理期限未曾延长"""
    before = situation.run.last("appeal_extended")
    return f"已于{before.on}登记延期一次" if before else None


@rule(
    "remedies.notice_in_hand",
    basis="civil_procedure_law art. 88",
    cure="公告送达的，期满之日起算",
    who="clerk",
)
def notice_in_hand(situation: Situation) -> Verdict:
    """通知书已送到（公告送达的除外）"""
    announced = situation.answers.get("method") == ANNOUNCED
    return "公告送达，期满次日才视为送达" if announced else None


@rule(
    "remedies.notice_announced",
    basis="civil_procedure_law art. 95",
    cure="已送到的，自收到之日起算",
    who="clerk",
)
def notice_announced(situation: Situation) -> Verdict:
    """通知书公告送达"""
    announced = situation.answers.get("method") == ANNOUNCED
    return None if announced else "不是公告送达"


def _in_time(situation: Situation, state: str, name: str, what: str) -> str | None:
    applied, known = situation.day("applied_on"), situation.run.entered(state)
    if applied is None or known is None:
        return None
    last = _last_day(situation, known.since, name)
    if applied > situation.on:
        return f"{what}日期{applied}晚于今日{situation.on}"
    return f"{what}的期限至{last}，{applied}已经届满" if applied > last else None


def _last_day(situation: Situation, known: date, name: str) -> date:
    return due_date(situation.calendar, known, situation.limits.time(name, known)).due
