"""Whether a procedure leads from its beginning to an end, goes back only on purpose, and never in doubt."""

from collections.abc import Iterable, Mapping

from rebuild.engine.definition import Action, Procedure
from rebuild.engine.inspection import Inspection, Path

Graph = Mapping[str, Iterable[str]]


def check_machines(inspection: Inspection) -> None:
    for path, seat, procedure in inspection.procedures():
        if procedure.initial in procedure.states:
            _check_ways(inspection, path, seat, procedure)
            _check_cycles(inspection, path, procedure)
        _check_memory(inspection, path, procedure)
        _check_doubt(inspection, path, procedure)


def targets(procedure: Procedure, action: Action, source: str) -> tuple[str, ...]:
    """Every state an action may lead to from a state; more than one only where it goes back from memory."""
    if not isinstance(action.to, str):
        found: tuple[str, ...] = (action.to[source],) if source in action.to else ()
    elif action.to == "stay":
        found = (source,)
    elif action.to == "remembered":
        found = tuple(
            state
            for each in procedure.actions.values()
            if each.remembers and each.to == source
            for state in each.from_
        )
    else:
        found = (action.to,)
    return tuple(state for state in found if state in procedure.states)


def _graph(procedure: Procedure) -> Graph:
    leads: dict[str, dict[str, None]] = {state: {} for state in procedure.states}
    for action in procedure.actions.values():
        for source in action.from_:
            if source in leads:
                leads[source] |= dict.fromkeys(targets(procedure, action, source))
    return leads


def _reached(graph: Graph, start: Iterable[str]) -> set[str]:
    reached = set(start)
    waiting = list(reached)
    while waiting:
        for state in graph[waiting.pop()]:
            if state not in reached:
                reached.add(state)
                waiting.append(state)
    return reached


def _check_ways(inspection: Inspection, path: Path, seat: str, procedure: Procedure) -> None:
    graph = _graph(procedure)
    backwards = {state: [each for each in graph if state in graph[each]] for state in graph}
    begun = _reached(graph, [procedure.initial])
    ending = _reached(backwards, [name for name, state in procedure.states.items() if state.final])
    for name, state in procedure.states.items():
        here = (*path, "states", name)
        exits = [each for each in graph[name] if each != name]
        if name not in begun:
            inspection.name(here, f"state '{name}' cannot be reached in '{seat}'")
        if state.final:
            continue
        if not exits:
            inspection.name(
                here,
                f"state '{name}' has no way out in '{seat}'; say 'final: true' if it is an end",
            )
        elif name not in ending:
            inspection.name(here, f"no end can be reached from state '{name}' in '{seat}'")
    for name, action in procedure.actions.items():
        for place, source in enumerate(action.from_):
            if (
                source in procedure.states
                and procedure.states[source].final
                and {*targets(procedure, action, source)} - {source}
            ):
                inspection.value(
                    (*path, "actions", name, "from", place),
                    f"state '{source}' is final; no action may lead out of it",
                )


def _check_cycles(inspection: Inspection, path: Path, procedure: Procedure) -> None:
    """Every way back is marked `returns`; going back to a remembered state says so already."""
    onward: dict[str, list[tuple[str, str]]] = {state: [] for state in procedure.states}
    for name, action in procedure.actions.items():
        if action.returns or action.to in ("stay", "remembered"):
            continue
        for source in action.from_:
            if source in onward:
                onward[source] += [(state, name) for state in targets(procedure, action, source)]
    done: set[str] = set()
    for start in (procedure.initial, *procedure.states):
        _find_returns(inspection, path, onward, start, done)


def _find_returns(
    inspection: Inspection,
    path: Path,
    onward: Mapping[str, list[tuple[str, str]]],
    start: str,
    done: set[str],
) -> None:
    """Walk onwards in depth; an action that leads to a state still on the way leads back."""
    if start in done:
        return
    way = [start]
    choices = [iter(onward[start])]
    while way:
        state, name = next(choices[-1], ("", ""))
        if not name:
            done.add(way.pop())
            choices.pop()
        elif state in way:
            inspection.name(
                (*path, "actions", name),
                f"action '{name}' leads back from '{way[-1]}' to '{state}'; say 'returns: true' if that is meant",
            )
        elif state not in done:
            way.append(state)
            choices.append(iter(onward[state]))


def _check_memory(inspection: Inspection, path: Path, procedure: Procedure) -> None:
    for name, action in procedure.actions.items():
        if action.to != "remembered":
            continue
        for place, source in enumerate(action.from_):
            if source in procedure.states and not targets(procedure, action, source):
                inspection.value(
                    (*path, "actions", name, "from", place),
                    f"nothing is remembered in '{source}': no action with 'remembers: true' leads there",
                )


def _check_doubt(inspection: Inspection, path: Path, procedure: Procedure) -> None:
    """No two actions may both be meant by the same event, the same clock, or the same words."""
    named = list(procedure.actions.items())
    for place, (name, action) in enumerate(named):
        for other, earlier in named[:place]:
            shared = [state for state in action.from_ if state in earlier.from_]
            if shared and (why := _same_call(action, earlier)):
                inspection.name(
                    (*path, "actions", name),
                    f"in state '{shared[0]}' both '{other}' and '{name}' {why}",
                )


def _same_call(action: Action, other: Action) -> str:
    both_give_way = action.optional and other.optional  # their rules say which of them follows
    if (
        action.when
        and other.when
        and action.when.procedure == other.when.procedure
        and not both_give_way
    ):
        entered = [state for state in action.when.enters if state in other.when.enters]
        if entered:
            return f"follow when '{action.when.procedure}' enters '{entered[0]}'"
    # Where one of them extends the clock, its last day moves and the other has nothing to follow; two that do are in doubt.
    one_extends = (action.extends == action.when_due) != (other.extends == action.when_due)
    if action.when_due and action.when_due == other.when_due and not one_extends:
        return f"are fired by clock '{action.when_due}'"
    if action.label == other.label and set(action.by) & set(other.by):
        return f"are called {action.label} for the same people"
    return ""
