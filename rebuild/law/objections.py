"""异议和公示: what is objected to while a result is posted, how it is answered, and that the posting was seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rebuild.cases.facts import Run, Taken
from rebuild.law.owners import ROUND
from rebuild.law.rule import Situation, Verdict, rule


@dataclass(frozen=True, slots=True)
class Objection:
    """异议: its number in the round, who made it, what was answered, and whether it changes the count."""

    id: str
    by: str
    note: str
    on: date
    answered_on: date | None = None
    answer: str = ""
    material: bool = False
    recounted: bool = False  # the votes were counted again after the answer, and posted again

    @property
    def settled(self) -> bool:
        return self.answered_on is not None and (self.recounted or not self.material)


def objections_of(run: Run) -> tuple[Objection, ...]:
    """Every objection of a round in the order received, numbered from 1."""
    objections: list[Objection] = []
    for place, taken in enumerate(run.taken):
        answers = taken.answers
        if taken.action == "object":
            number = str(len(objections) + 1)
            objections.append(
                Objection(number, answers.get("by_whom", ""), answers.get("note", ""), taken.on)
            )
        elif taken.action == "answer_objection":
            objections = [
                replace(
                    each,
                    answered_on=taken.on,
                    answer=answers.get("note", ""),
                    material=answers.get("material") is True,
                    recounted=_counted_and_posted(run.taken[place + 1 :]),
                )
                if each.id == answers.get("objection")
                else each
                for each in objections
            ]
    return tuple(objections)


def _counted_and_posted(later: Sequence[Taken]) -> bool:
    """Whether a recount came, and after it the posting of what it gave."""
    names = [taken.action for taken in later]
    return "recount" in names and "post" in names[names.index("recount") :]


@rule(
    "consensus.objection_open",
    basis="local_policy",
    cure="请写明待答复异议的编号",
    who="community",
)
def objection_open(situation: Situation) -> Verdict:
    """答复的是一项尚未答复的异议"""
    asked = situation.answers.get("objection")
    if asked is None:
        return None
    waiting = [each.id for each in objections_of(situation.run) if each.answered_on is None]
    if asked in waiting:
        return None
    return f"没有编号为{asked}的待答复异议，待答复的为：{'、'.join(waiting) or '无'}"


@rule(
    "consensus.objections_answered",
    basis="local_policy",
    cure="请逐项书面答复异议",
    who="community",
)
def objections_answered(situation: Situation) -> Verdict:
    """收到的异议已逐项答复"""
    return [
        f"{each.by}于{each.on}提出的异议（编号{each.id}）尚未答复"
        for each in objections_of(situation.run)
        if each.answered_on is None
    ]


@rule(
    "consensus.material_recounted",
    basis="local_policy",
    cure="请重新计票，并把重新计票的结果再次公示",
    who="community",
)
def material_recounted(situation: Situation) -> Verdict:
    """影响结果的异议成立后，已重新计票并再次公示"""
    return [
        f"{each.by}的异议（编号{each.id}）影响计票结果，尚未重新计票并再次公示"
        for each in objections_of(situation.run)
        if each.material and not each.recounted
    ]


@rule(
    "consensus.photos_in_posting",
    basis="local_policy",
    cure="请核对拍摄日期",
    who="community",
)
def photos_in_posting(situation: Situation) -> Verdict:
    """照片拍摄于公示期内，且不晚于登记之日"""
    days = _posting(situation)
    if days is None:
        return None
    first, last = days[0], min(days[1], situation.on)
    return [
        f"照片{row.get('file', '')}的拍摄日期{row['taken_on']}不在{first}至{last}之间"
        for row in situation.answers.get("photos", ())
        if "taken_on" in row and not first.isoformat() <= row["taken_on"] <= last.isoformat()
    ]


@rule(
    "consensus.posting_photographed",
    basis="local_policy",
    cure="请登记公示首日和末日的照片",
    who="community",
)
def posting_photographed(situation: Situation) -> Verdict:
    """公示的首日和末日都有照片"""
    days = _posting(situation)
    if days is None:
        return None
    seen = {
        row.get("taken_on")
        for taken in situation.run.after("post")
        if taken.action == "photograph_posting"
        for row in taken.answers.get("photos", ())
    }
    named = (("首日", days[0]), ("末日", days[1]))
    lacking = [f"{name}{day}" for name, day in named if day.isoformat() not in seen]
    return f"缺少公示{'、'.join(lacking)}的照片" if lacking else None


def _posting(situation: Situation) -> tuple[date, date] | None:
    """The first and the last day of the present posting; None where nothing is posted."""
    posted, ends = situation.run.last("post"), situation.due(ROUND, "posting")
    return (posted.on, ends) if posted and ends else None
