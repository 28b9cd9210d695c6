"""办理页: what somebody can do in a case now, what comes first, and whose turn the rest is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rebuild.cases.facts import Json
from rebuild.engine.choosing import run_in_words, runs_offering
from rebuild.engine.decide import blocks, offered
from rebuild.engine.definition import ANY, Action, Procedure
from rebuild.law.calendar import Calendar
from rebuild.law.rule import Finding
from rebuild.services.case_head import falls_to
from rebuild.services.citing import role_label
from rebuild.services.cures import ACTIONS
from rebuild.services.irreversible import irreversible
from rebuild.services.look_up import Found
from rebuild.services.project import MAIN
from rebuild.services.rights import Person
from rebuild.services.whose_turn import Turn, next_action, whose_turn

Place = tuple[str, str]  # seat, action


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
    lacking = found.once(("lacking", calendar, on), lambda: _lacking(found, calendar, on))
    mine = found.once(("mine", person), lambda: _mine(found, person, lacking))
    turn = found.once("turn", lambda: whose_turn(found.plan, found.case))
    return Acting(found, calendar, person, on, turn, lacking, mine)


def _lacking(found: Found, calendar: Calendar, on: date) -> dict[Place, tuple[Finding, ...]]:
    plan, case = found.plan, found.case
    places = [place for place in offered(plan, case) if by_people(found, place)]
    return {place: blocks(plan, calendar, case, *place, on) for place in places}


def _mine(found: Found, person: Person, places: Iterable[Place]) -> frozenset[Place]:
    plan, case = found.plan, found.case
    by = {place: plan.workflow.procedures[place[0]].actions[place[1]].by for place in places}
    falls = {roles: falls_to(plan, case, person, roles) for roles in set(by.values())}
    return frozenset(place for place, roles in by.items() if falls[roles])


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
    onward = [place for place in there if leads_on(acts.action(place))]
    return next(iter((*cures, *onward)), None)


def leads_on(action: Action) -> bool:
    """Whether an action is a step of the ordinary way: it neither interrupts, nor ends, nor goes back."""
    return not (action.confirm or action.returns or action.from_ == ANY)


def links(acts: Acting, places: tuple[Place, ...]) -> list[dict[str, Json]]:
    """Actions as links, those of where the case waits first."""
    near = sorted(places, key=lambda place: place[0] != acts.turn.seat)
    named = Counter(acts.action(place).label for place in near)
    return [
        {
            "seat": seat,
            "action": name,
            "label": acts.action((seat, name)).label,
            # Two permits can each be appealed against: then the link says which.
            "of": acts.procedure(seat).title if named[acts.action((seat, name)).label] > 1 else "",
            "sealed": irreversible(acts.found.plan, seat, acts.action((seat, name))),
        }
        for seat, name in near
    ]


def runs_to_choose_from(acts: Acting, place: Place) -> list[dict[str, Json]]:
    """Where an action can be meant of more than one run that stand side by side: each of them, in words."""
    plan, case = acts.found.plan, acts.found.case
    runs = runs_offering(plan, case, *place)
    if len(runs) < 2:
        return []
    return [{"number": run.number, "words": run_in_words(case, run)} for run in runs]


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


def by_people(found: Found, place: Place) -> bool:
    """Whether it is people who take an action, and not the clock or the system."""
    workflow = found.plan.workflow
    action = workflow.procedures[place[0]].actions[place[1]]
    return any(workflow.roles[role].kind != "automatic" for role in action.by)
