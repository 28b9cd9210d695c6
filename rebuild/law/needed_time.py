"""所需时间: what a special procedure takes is not counted, and the applicant is told in writing how long it will be."""

from rebuild.cases.needed_time import NEEDED, times_told
from rebuild.law.rule import Situation, Verdict, rule


@rule(
    "licensing.needed_time_told",
    basis="licensing_law art. 45",
    cure="请写明特别程序所需的工作日数，并书面告知申请人",
    who="clerk",
)
def needed_time_told(situation: Situation) -> Verdict:
    """停止计算前已告知所需时间"""
    needed = situation.answers.get(NEEDED)
    return "特别程序所需时间应当至少一个工作日，现为0" if needed == 0 else None


@rule(
    "licensing.longer_than_told",
    basis="licensing_law art. 45",
    cure="请写明自停止计算之日起合计的工作日数；没有变长的，不必再次告知",
    who="clerk",
)
def longer_than_told(situation: Situation) -> Verdict:
    """再次告知的所需时间长于此前告知的"""
    needed, run = situation.answers.get(NEEDED), situation.run
    told = times_told(run, run.visits[-1])
    if needed is None or not told or needed > told[-1][1]:
        return None
    on, before = told[-1]
    return f"已于{on}告知所需时间{before}个工作日，再次告知的{needed}个工作日没有更长"
