"""A Procedure as a state machine; the only file that knows `transitions`.

One flat machine for each procedure, compiled once and shared by every case and thread: no model is
ever attached (36 kB and 150 µs each), no trigger is queued (one queue for all threads mixes them up), no
`to_<state>` back doors exist, and no callback does anything but judge.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from transitions import EventData, Machine, MachineError, Transition

from rebuild.engine.definition import ANY, Action, Procedure


@dataclass(slots=True)
class Slot:
    """What moves through a machine for the length of one call: a state, and the judge to ask."""

    state: str
    remembered: str
    judge: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class CompiledProcedure:
    """A procedure ready to run, with the actions each state offers, in the order they were written."""

    procedure: Procedure
    machine: Any
    offered: Mapping[str, tuple[str, ...]]
    timed: Mapping[str, tuple[str, ...]]  # those of them by which a time limit moves a case on
    clocks: Mapping[str, tuple[str, ...]]  # the time limits that run or stand still in each state
    telling: Mapping[str, frozenset[str]]  # by time limit, the actions that end or extend it

    def move(self, slot: Slot, action: str) -> str | None:
        """The state `action` leads to from the slot's state if the judge agrees, else None.

        The judge is asked exactly once, and only where the state offers the action.
        """
        if action not in self.offered.get(slot.state, ()):
            return None
        try:
            moved = self.machine.events[action].trigger(slot)
        except MachineError:
            return None
        return slot.state if moved else None


def compile_procedure(procedure: Procedure) -> CompiledProcedure:
    offered: dict[str, list[str]] = {state: [] for state in procedure.states}
    transitions = []
    for name, action in procedure.actions.items():
        for source in sources(procedure, action):
            offered[source].append(name)
            transitions += _transitions(procedure, name, action, source)
    machine = _Machine(
        model=None,
        states=list(procedure.states),
        initial=procedure.initial,
        transitions=transitions,
        auto_transitions=False,
        send_event=True,
        queued=False,
        ignore_invalid_triggers=False,
    )
    return CompiledProcedure(
        procedure,
        machine,
        {state: tuple(names) for state, names in offered.items()},
        {
            state: tuple(name for name in names if _moves_in_time(procedure.actions[name]))
            for state, names in offered.items()
        },
        {
            state: tuple(
                name
                for name, clock in procedure.clocks.items()
                if state in clock.runs_in or state in clock.stopped_in
            )
            for state in procedure.states
        },
        {
            name: frozenset(clock.ended_by)
            | {each for each, action in procedure.actions.items() if action.extends == name}
            for name, clock in procedure.clocks.items()
        },
    )


def sources(procedure: Procedure, action: Action) -> tuple[str, ...]:
    """The states an action may be taken in; `any` is every state but the ends and the one it leads to."""
    if action.from_ == ANY:
        return tuple(
            name
            for name, state in procedure.states.items()
            if not state.final and name != action.to
        )
    return action.from_


def _moves_in_time(action: Action) -> bool:
    return bool(action.when_due) and action.to != "stay"


def destination(action: Action, source: str, remembered: str = "") -> str:
    """Where an action leads from `source`."""
    if not isinstance(action.to, str):
        return action.to[source]
    return {"stay": source, "remembered": remembered}.get(action.to, action.to)


def _transitions(
    procedure: Procedure, name: str, action: Action, source: str
) -> list[dict[str, Any]]:
    if action.to != "remembered":
        leads = destination(action, source)
        return [{"trigger": name, "source": source, "dest": leads, "conditions": [_judged]}]
    return [
        {
            "trigger": name,
            "source": source,
            "dest": state,
            "conditions": [_Remembers(state), _judged],
        }
        for state, word in procedure.states.items()
        if not word.final and state != source
    ]


class _JudgedTransition(Transition):
    """A transition that is nothing but its conditions: there are no callbacks to look for before and after."""

    def execute(self, event_data: EventData) -> bool:
        slot: Any = event_data.model
        condition: Any
        for condition in self.conditions:
            if condition.func(event_data) is not True:
                return False
        slot.state = self.dest
        return True


class _Machine(Machine):
    transition_cls = _JudgedTransition


def _judged(event: EventData) -> bool:
    # Only True is a yes, here as in the library: anything merely truthy would refuse in silence.
    slot: Any = event.model
    return slot.judge() is True


@dataclass(frozen=True, slots=True)
class _Remembers:
    """Holds for the one transition that leads back to the state the case was held in."""

    state: str

    def __call__(self, event: EventData) -> bool:
        slot: Any = event.model
        return bool(slot.remembered == self.state)
