"""办理页: what somebody can do in a case now, what can't be done yet and why, and whose turn the rest is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Json, Run
from rebuild.engine.choosing import run_in_words, runs_offering
from rebuild.engine.decide import blocks, offered
from rebuild.engine.definition import ANY, Action, Procedure
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Finding
from rebuild.services.case_head import falls_to
from rebuild.services.citing import cited, finding_told, role_label
from rebuild.services.cures import ACTIONS, COMES_BY_ITSELF, cure_place
from rebuild.services.irreversible import irreversible
from rebuild.services.look_up import Found
from rebuild.services.main_path import main_end, main_path
from rebuild.services.project import MAIN
from rebuild.services.rights import Person
from rebuild.services.whose_turn import Turn, next_action, whose_turn

Place = tuple[str, str]  # seat, action
MOST_BASES = 2
STEPS_AHEAD = 2  # how many later steps of the case are told of, where something is lacking for them


@dataclass(frozen=True, slots=True)
class Acting:
    """One person at one case on one day, with what each action that is offered still lacks."""

    found: Found
    calendar: Calendar
    person: Person
    on: date
    turn: Turn
    lacking: dict[Place, tuple[Finding, ...]]
    mine: frozenset[Place]

    @property
    def open(self) -> tuple[Place, ...]:
        """What this person can do today, in the order of the definition."""
        return tuple(
            place for place, findings in self.lacking.items() if place in self.mine and not findings
        )

    def action(self, place: Place) -> Action:
        return self.procedure(place[0]).actions[place[1]]

    def procedure(self, seat: str) -> Procedure:
        return self.found.plan.workflow.procedures[seat]


def acting(found: Found, calendar: Calendar, person: Person, *, on: date) -> Acting:
    """Every rule is asked once, of what people can do in the states the case is in."""
    plan, case = found.plan, found.case
    places = [place for place in offered(plan, case) if _by_people(found, place)]
    by = {place: plan.workflow.procedures[place[0]].actions[place[1]].by for place in places}
    falls = {roles: falls_to(plan, case, person, roles) for roles in set(by.values())}
    mine = frozenset(place for place in places if falls[by[place]])
    lacking = {place: blocks(plan, calendar, case, *place, on) for place in places}
    return Acting(found, calendar, person, on, whose_turn(plan, case), lacking, mine)


def main_place(acts: Acting) -> Place | None:
    """What is to be done first: the next step, else what it still lacks, else what leads on where the case waits.

    What interrupts, ends or takes back is never put first: nobody should do it because it was at hand.
    """
    turn = acts.turn
    step = (turn.seat, next_action(acts.found.plan, turn.seat, turn.state))
    if step in acts.open:
        return step
    lacking = acts.lacking.get(step, ())
    cures = [place for each in lacking if (place := ACTIONS.get(each.code)) in acts.open]
    there = [place for place in acts.open if place[0] == turn.seat != MAIN]
    onward = [place for place in there if _leads_on(acts.action(place))]
    return next(iter((*cures, *onward)), None)


def _leads_on(action: Action) -> bool:
    return not (action.confirm or action.returns or action.from_ == ANY)


def links(acts: Acting, places: tuple[Place, ...]) -> list[dict[str, Json]]:
    """Actions as links, those of where the case waits first."""
    plan, case = acts.found.plan, acts.found.case
    near = sorted(places, key=lambda place: place[0] != acts.turn.seat)
    return [
        {
            "seat": seat,
            "action": name,
            "run": run.number if run else 0,
            "label": acts.action((seat, name)).label,
            "which": run_in_words(case, run) if run else "",
            "procedure": acts.procedure(seat).title,
            "sealed": irreversible(plan, seat, acts.action((seat, name))),
        }
        for seat, name in near
        for run in _to_choose_from(runs_offering(plan, case, seat, name))
    ]


def _to_choose_from(runs: tuple[Run, ...]) -> tuple[Run | None, ...]:
    """Each of several that stand side by side; where only one can be meant it needs no number."""
    return runs if len(runs) > 1 else (None,)


def waiting(acts: Acting) -> dict[str, Json] | None:
    """Whose turn it is, where it is not this person's: who, what, and what keeps them."""
    turn = acts.turn
    plan = acts.found.plan
    if acts.found.plan.workflow.procedures[MAIN].states[acts.found.case.state(MAIN)].final:
        return None
    name = next_action(plan, turn.seat, turn.state)
    action = plan.action(turn.seat, name)
    return {
        "who": role_label(plan.workflow, turn.role, seat=turn.seat) if turn.role else "",
        "procedure": acts.procedure(turn.seat).title,
        "state": acts.procedure(turn.seat).states[turn.state].label,
        "next": action.label if action else "",
    }


def not_yet(acts: Acting) -> list[dict[str, Json]]:
    """What can't be done yet, block by block: what I might do or comes next, then the steps after it.

    That a decision can't be annulled today, or a project not given up, is nothing anyone waits for.
    """
    step = (acts.turn.seat, next_action(acts.found.plan, acts.turn.seat, acts.turn.state))
    now = [
        (place, findings)
        for place, findings in acts.lacking.items()
        if findings and (place == step or (place in acts.mine and _leads_on(acts.action(place))))
    ]
    told = dict((*now, *_ahead(acts)))
    return [_block(acts, place, findings) for place, findings in told.items()]


def block_of(acts: Acting, place: Place) -> dict[str, Json] | None:
    """What one action lacks, whoever may take it; None where it lacks nothing."""
    findings = acts.lacking.get(place, ())
    return _block(acts, place, findings) if findings else None


def findings_shown(acts: Acting, seat: str, findings: tuple[Finding, ...]) -> list[dict[str, Json]]:
    """Findings as rows: what is lacking, on which basis, where it is cured, by whom."""
    return [_finding(acts, seat, each) for each in findings]


def _by_people(found: Found, place: Place) -> bool:
    workflow = found.plan.workflow
    action = workflow.procedures[place[0]].actions[place[1]]
    return any(workflow.roles[role].kind != "automatic" for role in action.by)


def _ahead(acts: Acting) -> Iterator[tuple[Place, tuple[Finding, ...]]]:
    """The next steps of the case itself that something already stands in the way of."""
    plan, case = acts.found.plan, acts.found.case
    procedure = acts.procedure(MAIN)
    told = 0
    for leg in main_path(procedure, case.state(MAIN), main_end(procedure)) or ():
        place = (MAIN, leg.action)
        if place in acts.mine or not _by_people(acts.found, place):
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
