"""特殊产权人: who may sign for one who cannot, or who is not a person: 监护人, 遗产管理人, 财产代管人, 单位授权代表.

A ballot that none of these signed is entered as invalid; it neither takes part nor agrees.
"""

from collections.abc import Iterator

from rebuild.cases.facts import Answers, Owner
from rebuild.law.owners import households_of
from rebuild.law.rule import Situation, Verdict, rule


@rule(
    "consensus.wards_protected",
    basis="civil_code art. 35",
    cure="请由监护人签名，同意的附为被监护人利益的书面说明；监护人尚未登记的请先更正名册",
    who="owner",
)
def wards_protected(situation: Situation) -> Verdict:
    """未成年人、无民事行为能力人由监护人表决，且为其利益"""
    problems = list(_not_by_agent(situation, "minor", "监护人"))
    for row, owner in _ballots_of(situation, "minor"):
        if row.get("vote") == "agree" and row.get("benefit") is not True:
            problems.append(
                f"房号{row['unit']}的{owner.name}由监护人代为同意重建，未附为被监护人利益的说明"
            )
    return problems


@rule(
    "consensus.estates_represented",
    basis="civil_code art. 1145",
    cure="请由遗产管理人签名；全体继承人共同表决的，请先把继承人登记为共同共有",
    who="owner",
)
def estates_represented(situation: Situation) -> Verdict:
    """产权人死亡的，由遗产管理人表决"""
    return _not_by_agent(situation, "heirs", "遗产管理人")


@rule(
    "consensus.missing_represented",
    basis="civil_code art. 42",
    cure="请先确定财产代管人并更正名册；确定前按未表决处理",
    who="owner",
)
def missing_represented(situation: Situation) -> Verdict:
    """产权人失踪的，由财产代管人表决"""
    return _not_by_agent(situation, "missing", "财产代管人")


@rule(
    "consensus.companies_authorised",
    basis="civil_code art. 61",
    cure="请由法定代表人或者授权代表签名并加盖单位公章",
    who="owner",
)
def companies_authorised(situation: Situation) -> Verdict:
    """单位产权人由有权代表签名并盖章"""
    problems = []
    for kind in ("company", "public"):
        for row, owner in _ballots_of(situation, kind):
            signer = row.get("signed_by")
            lacking = [] if signer else ["未写明签名的代表"]
            if signer and owner.agent and signer != owner.agent:
                lacking.append(f"由{signer}签名，名册登记的代表为{owner.agent}")
            if row.get("sealed") is not True:
                lacking.append("未加盖公章")
            if lacking:
                problems.append(f"房号{row['unit']}的{owner.name}：{'，'.join(lacking)}")
    return problems


def _not_by_agent(situation: Situation, kind: str, title: str) -> Iterator[str]:
    for row, owner in _ballots_of(situation, kind):
        signer = row.get("signed_by")
        if not owner.agent:
            yield f"房号{row['unit']}的{owner.name}，名册未登记{title}"
        elif signer != owner.agent:
            said = f"由{signer}签名" if signer else "未写明签名人"
            yield f"房号{row['unit']}的{owner.name}，{said}，应由{title}{owner.agent}签名"


def _ballots_of(situation: Situation, kind: str) -> Iterator[tuple[Answers, Owner]]:
    """Every ballot asked to be entered that speaks for an owner of a kind; an invalid one needs no hand."""
    roll = {each.unit: each.owners for each in households_of(situation.case, situation.run)}
    for row in situation.answers.get("ballots", ()):
        if row.get("vote") == "invalid":
            continue
        for owner in roll.get(row.get("unit", ""), ()):
            if owner.kind == kind and row.get("owner", owner.name) == owner.name:
                yield row, owner
