"""协商调解: after a statutory majority, the units that did not agree, and how each of them was settled.

A majority decides for all, and takes nobody's property: 民法典278 says how owners decide, not that a
dissenter's unit may be torn down. So the case waits until each of them has signed, sold or been ruled on.
His ballot stays as he cast it.
"""

from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Case
from rebuild.law.owners import ROUND, units_of
from rebuild.law.rule import Situation, Verdict, rule

MAIN, BEGINS = "case", "dissent_remains"


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one dissenting unit was settled: signed, buy_out or court_ruling, on which paper."""

    unit: str
    kind: str
    on: date
    paper: str


def dissenting(case: Case) -> tuple[str, ...]:
    """The units that did not agree in the present round, silent and divided ones among them."""
    run = case.run(ROUND)
    # A historic round whose ballots were never entered is taken at its word.
    if run is None or not case.ballots.get(run.number):
        return ()
    return tuple(unit.unit for unit in units_of(case, run) if not unit.agrees)


def settlements(case: Case) -> tuple[Settlement, ...]:
    """What was agreed with dissenters since the present round left them behind."""
    run = case.run(MAIN)
    return tuple(
        Settlement(
            taken.answers["unit"],
            taken.answers["kind"],
            date.fromisoformat(taken.answers["settled_on"]),
            taken.answers["paper"],
        )
        for taken in (run.after(BEGINS) if run and run.last(BEGINS) else ())
        if taken.action == "record_agreement"
    )


def unsettled(case: Case) -> tuple[str, ...]:
    done = {each.unit for each in settlements(case)}
    return tuple(unit for unit in dissenting(case) if unit not in done)


@rule(
    "consensus.all_agree",
    basis="civil_code art. 278",
    cure="有未同意的户，应当先协商调解",
    who="subdistrict",
)
def all_agree(situation: Situation) -> Verdict:
    """全体业主同意，不需要协商调解"""
    units = dissenting(situation.case)
    return f"{'、'.join(units)}共{len(units)}户未同意" if units else None


@rule(
    "consensus.dissent_stands",
    basis="civil_code art. 278",
    cure="全体业主同意，不需要协商调解",
    who="subdistrict",
)
def dissent_stands(situation: Situation) -> Verdict:
    """决定通过而仍有未同意的户"""
    return None if dissenting(situation.case) else "没有未同意的户"


@rule(
    "consensus.dissenter_of_record",
    basis="civil_code art. 278",
    cure="请核对房号和日期",
    who="subdistrict",
)
def dissenter_of_record(situation: Situation) -> Verdict:
    """协商结果属于一个未同意且尚未了结的户，日期不晚于登记之日"""
    unit, on = situation.answers.get("unit"), situation.day("settled_on")
    waiting = unsettled(situation.case)
    problems = []
    if unit and unit not in waiting:
        problems.append(f"房号{unit}不是待协商的户，待协商的为：{'、'.join(waiting) or '无'}")
    if on and on > situation.on:
        problems.append(f"日期{on}晚于登记之日{situation.on}")
    return problems


@rule(
    "consensus.dissenters_settled",
    basis="civil_code art. 278",
    cure="请逐户签订协议、收购，或取得法院裁判",
    who="subdistrict",
)
def dissenters_settled(situation: Situation) -> Verdict:
    """未同意的户已逐户了结"""
    waiting = unsettled(situation.case)
    return f"{'、'.join(waiting)}共{len(waiting)}户尚未了结" if waiting else None
