"""主线: which actions lead a procedure on, by the order its states are written in; the rest are ways round or out.

A definition writes its states as the life of the thing goes. So the main path is the longest one that
never goes back in that order, and the first end written is the one that people set out for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rebuild.engine.definition import Action, Procedure
from rebuild.engine.machine import destination, sources

MAIN = "case"  # the procedure of the case itself


@dataclass(frozen=True, slots=True)
class Leg:
    """One action along the way."""

    state: str
    action: str
    to: str


Way = tuple[Leg, ...]


def main_end(procedure: Procedure) -> str:
    """The first end written; the others are ends that nobody set out for."""
    return next(name for name, state in procedure.states.items() if state.final)


def main_path(procedure: Procedure, start: str, goal: str) -> Way | None:
    """The way from a state to another; empty where one is there already, None where no way leads there.

    A state beside the path, such as one of waiting for papers, first leads back to it.
    """
    return _main_path(_Same(procedure), start, goal)


def next_leg(procedure: Procedure, state: str) -> Leg | None:
    """The one step ahead that people mean by what comes next: to the nearest state on a way to the end.

    The whole way is the longest; but a permit that may be granted or refused is to be granted next,
    and a decision that may take effect or fail is to take effect.
    """
    return _next_leg(_Same(procedure), state)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A procedure that equals itself alone: a definition never changes, and comparing two takes long."""

    procedure: Procedure

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.procedure is other.procedure

    def __hash__(self) -> int:
        return id(self.procedure)  # no other's, as long as this one is kept


# Every page and every day of a case asks the same few ways of the same few definitions.
@lru_cache(maxsize=4096)
def _main_path(same: _Same, start: str, goal: str) -> Way | None:
    procedure = same.procedure
    forward = _forward(procedure, goal)
    if start in forward:
        return forward[start]
    names = list(procedure.states)
    back: dict[str, Way] = {start: ()}
    edge = [start]
    while edge:
        reached: dict[str, Way] = {}
        for state in edge:
            for leg in _legs(procedure, state):
                if leg.to not in back:
                    reached[leg.to] = (*back[state], leg)
        home = [state for state in reached if state in forward]
        if home:
            nearest = max(home, key=names.index)
            return (*reached[nearest], *forward[nearest])
        back |= reached
        edge = list(reached)
    return None


@lru_cache(maxsize=4096)
def _next_leg(same: _Same, state: str) -> Leg | None:
    procedure = same.procedure
    names = list(procedure.states)
    forward = _forward(procedure, main_end(procedure))
    ahead = [leg for leg in _legs(procedure, state) if names.index(leg.to) > names.index(state)]
    onward = [leg for leg in ahead if leg.to in forward and not procedure.states[leg.to].final]
    lasting = [
        leg
        for leg in ahead
        if not procedure.states[leg.to].final and not _leads_back(procedure, leg)
    ]
    for legs in (onward, lasting):
        if legs:
            return min(legs, key=lambda leg: names.index(leg.to))
    way = main_path(procedure, state, main_end(procedure))
    return way[0] if way else None


def _leads_back(procedure: Procedure, leg: Leg) -> bool:
    return any(back.to == leg.state for back in _legs(procedure, leg.to))


def _forward(procedure: Procedure, goal: str) -> dict[str, Way]:
    """For every state that leads to the goal without going back: the longest way."""
    names = list(procedure.states)
    best: dict[str, Way] = {goal: ()}
    for state in reversed(names):
        ways = [
            (leg, *best[leg.to])
            for leg in _legs(procedure, state)
            if leg.to in best and names.index(leg.to) > names.index(state)
        ]
        if ways and state != goal:
            best[state] = max(ways, key=len)
    return best


def _legs(procedure: Procedure, state: str) -> Iterator[Leg]:
    for name, action in procedure.actions.items():
        moves = action.to not in ("stay", "remembered") and state in sources(procedure, action)
        along = action.optional and action.when is None  # what another deed takes along, if it fits
        if moves and not along and not _from_anywhere(procedure, action):
            yield Leg(state, name, destination(action, state))


def _from_anywhere(procedure: Procedure, action: Action) -> bool:
    """Whether it interrupts whatever is going on: a hold, an end by order."""
    open_states = {name for name, state in procedure.states.items() if not state.final}
    into = {action.to} if isinstance(action.to, str) else set()
    return open_states <= {*sources(procedure, action), *into}
