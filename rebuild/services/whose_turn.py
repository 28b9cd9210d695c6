"""轮到谁: follows a case to the procedure it waits for, and there to the role that has to act."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rebuild.cases.facts import Case
from rebuild.engine.plan import Plan
from rebuild.services.main_path import MAIN, main_end, main_path, next_leg

DEEPEST = 20  # procedures that wait for one another


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has to act, and where; no role where third parties are awaited."""

    seat: str
    state: str
    roles: tuple[str, ...] = ()
    stopped: bool = False  # the time limit there stands still: nobody of the case is waited for

    @property
    def role(self) -> str:
        return self.roles[0] if self.roles else ""


def whose_turn(plan: Plan, case: Case) -> Turn:
    """Whose turn it is in a case as it stands."""
    return follow(plan, case.state)


def follow(plan: Plan, state_of: Callable[[str], str], seat: str = MAIN, depth: int = 0) -> Turn:
    """From a procedure to the one it waits for; `state_of` tells where each stands, empty if not begun."""
    procedure = plan.workflow.procedures[seat]
    state = state_of(seat) or procedure.initial
    clocks = procedure.clocks.values()
    if any(state in clock.stopped_in for clock in clocks):
        return Turn(seat, state, stopped=True)
    role = next((clock.turn for clock in clocks if state in clock.runs_in), "")
    if role:
        return Turn(seat, state, (role,))
    way = main_path(procedure, state, main_end(procedure))
    if not way or depth > DEEPEST:
        return Turn(seat, state)
    name = way[0].action
    action = procedure.actions[name]
    if action.when is not None:
        return follow(plan, state_of, action.when.procedure, depth + 1)
    if "system" in action.by:
        carrier = _carrier(_Same(plan), seat, name)
        return follow(plan, state_of, carrier, depth + 1) if carrier else Turn(seat, state)
    return Turn(seat, state, action.by)


def next_action(plan: Plan, seat: str, state: str) -> str:
    """The action that leads a procedure on from a state; empty at its end."""
    leg = next_leg(plan.workflow.procedures[seat], state)
    return leg.action if leg else ""


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A plan that equals itself alone: it never changes, and comparing two takes long."""

    plan: Plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.plan is other.plan

    def __hash__(self) -> int:
        return id(self.plan)  # no other's, as long as this one is kept


@lru_cache(maxsize=1024)
def _carrier(same: _Same, seat: str, name: str) -> str:
    """The procedure in which some action takes this one along; empty where none does."""
    for other, procedure in same.plan.workflow.procedures.items():
        if any((seat, name) in action.along for action in procedure.actions.values()):
            return other
    return ""
