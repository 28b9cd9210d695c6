"""现在还不能办: what somebody can't do yet and why, with the basis of each reason, its cure and who can bring it about."""

from collections.abc import Iterator

from rebuild.cases.facts import Json
from rebuild.engine.decide import blocks
from rebuild.engine.definition import Action
from rebuild.engine.judging import not_offered, unfit
from rebuild.law.rule import Finding
from rebuild.services.acting_page import Acting, Place, by_people, leads_on
from rebuild.services.case_head import falls_to
from rebuild.services.citing import cited, finding_told
from rebuild.services.cures import COMES_BY_ITSELF, cure_place
from rebuild.services.main_path import main_end, main_path
from rebuild.services.project import MAIN
from rebuild.services.whose_turn import next_action

MOST_BASES = 2
STEPS_AHEAD = 2  # how many later steps of the case are told of, where something is lacking for them


def not_yet(acts: Acting) -> list[dict[str, Json]]:
    """What can't be done yet, block by block: what I might do or comes next, then the steps after it.

    That a decision can't be annulled today, or a project not given up, is nothing anyone waits for.
    """
    key = "not yet", acts.calendar, acts.on, acts.person
    return acts.found.once(key, lambda: _not_yet(acts))


def _not_yet(acts: Acting) -> list[dict[str, Json]]:
    step = (acts.turn.seat, next_action(acts.found.plan, acts.turn.seat, acts.turn.state))
    now = [
        (place, findings)
        for place, findings in acts.lacking.items()
        if findings and (place == step or (place in acts.mine and _moves_on(acts.action(place))))
    ]
    told = dict((*now, *_ahead(acts)))
    return [_block(acts, place, findings) for place, findings in told.items()]


def _moves_on(action: Action) -> bool:
    """What only adds to a case, and can't be added now, is mostly there already."""
    return action.to != "stay" and leads_on(action)


def block_of(acts: Acting, place: Place) -> dict[str, Json] | None:
    """Why this person can't take an action now: not offered, not theirs, or lacking something; None where they can."""
    plan, (seat, name) = acts.found.plan, place
    findings = acts.lacking.get(place)
    if findings is None:
        findings = (not_offered(plan, seat, name, acts.found.case.run(seat)),)
    elif place not in acts.mine:
        findings = (*unfit(plan, acts.action(place), acts.person.actor), *findings)
    return _block(acts, place, findings) if findings else None


def findings_shown(acts: Acting, seat: str, findings: tuple[Finding, ...]) -> list[dict[str, Json]]:
    """Findings as rows: what is lacking, on which basis, where it is cured, by whom."""
    return [_finding(acts, seat, each) for each in findings]


def _ahead(acts: Acting) -> Iterator[tuple[Place, tuple[Finding, ...]]]:
    """The next steps of the case itself that something already stands in the way of."""
    plan, case = acts.found.plan, acts.found.case
    procedure = acts.procedure(MAIN)
    told = 0
    for leg in main_path(procedure, case.state(MAIN), main_end(procedure)) or ():
        place = (MAIN, leg.action)
        if place in acts.mine or not by_people(acts.found, place):
            continue
        known = acts.lacking.get(place)
        findings = blocks(plan, acts.calendar, case, *place, acts.on) if known is None else known
        if findings:
            yield place, findings
            told += 1
        if told == STEPS_AHEAD:
            return


def _block(acts: Acting, place: Place, findings: tuple[Finding, ...]) -> dict[str, Json]:
    return {
        "place": place,
        "label": acts.action(place).label,
        "procedure": acts.procedure(place[0]).title,
        "count": len(findings),
        "findings": findings_shown(acts, place[0], findings),
    }


def _finding(acts: Acting, seat: str, finding: Finding) -> dict[str, Json]:
    plan, case = acts.found.plan, acts.found.case
    open_to_me = frozenset(acts.open)
    told = finding_told(plan, seat, finding)
    roles = [
        name
        for name in plan.workflow.roles
        if name == finding.who or name.endswith(f"_{finding.who}")
    ]
    waits = finding.code in COMES_BY_ITSELF
    return {
        **told,
        "cited": _short(told["cited"]),
        "waits": waits,
        "place": "" if waits else cure_place(plan, case, finding.code, open_to_me),
        "mine": not waits and falls_to(plan, case, acts.person, roles),
    }


def bases_of(acts: Acting, place: Place) -> list[str]:
    """The articles an action's rules rest on, each once, those of a law before those of the office itself."""
    plan = acts.found.plan
    bases = dict.fromkeys(each.basis for each in plan.rules[place])
    of_law = [each for each in bases if " art. " in each]
    return [_short(cited(plan.workflow, each)) for each in of_law[:MOST_BASES]]


def _short(title: str) -> str:
    """《建筑法》第八条: laws of the state by the name everybody calls them."""
    return title.replace("《中华人民共和国", "《")
