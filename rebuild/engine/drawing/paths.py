"""What a procedure looks like from afar: its main path, what branches off, and what may happen anywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rebuild.engine.definition import Action, Procedure

MANY = 4  # an action from this many states is told in words: its roads would hide all others


@dataclass(frozen=True, slots=True)
class Edge:
    """Everything that leads from one state to another."""

    source: str
    target: str
    labels: tuple[str, ...]
    back: bool  # on purpose, to a state that comes earlier


@dataclass(frozen=True, slots=True)
class Anywhere:
    """What may be done in many states, and where it leads: `stay` and `remembered` name no state."""

    label: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Paths:
    main: tuple[str, ...]
    side: tuple[str, ...]  # states off the main path that roads lead to
    apart: tuple[str, ...]  # states that are reached only from many
    edges: tuple[Edge, ...]
    anywhere: tuple[Anywhere, ...]
    staying: tuple[Anywhere, ...]

    def main_end(self, edge: Edge) -> str:
        """Of a road between the main path and the side: its end on the main path."""
        return edge.source if edge.source in self.main else edge.target

    def side_end(self, edge: Edge) -> str:
        return edge.target if edge.source in self.main else edge.source


def paths_of(procedure: Procedure) -> Paths:
    order = {state: place for place, state in enumerate(procedure.states)}
    named: dict[tuple[str, str], list[Action]] = {}
    anywhere: list[Anywhere] = []
    staying: list[Anywhere] = []
    for action in procedure.actions.values():
        for target, sources in _by_target(action).items():
            told = Anywhere(action.label, sources, target)
            if target == "stay":
                staying.append(told)
            elif target == "remembered" or len(sources) >= MANY:
                anywhere.append(told)
            else:
                for source in sources:
                    named.setdefault((source, target), []).append(action)
    edges = tuple(
        Edge(
            source,
            target,
            tuple(dict.fromkeys(action.label for action in actions)),
            back=order[target] <= order[source] and all(action.returns for action in actions),
        )
        for (source, target), actions in named.items()
    )
    main = _main_path(procedure, order, named)
    touched = {state for edge in edges for state in (edge.source, edge.target)}
    return Paths(
        main,
        tuple(state for state in procedure.states if state in touched and state not in main),
        tuple(state for state in procedure.states if state not in touched and state not in main),
        edges,
        tuple(anywhere),
        tuple(staying),
    )


def _by_target(action: Action) -> dict[str, tuple[str, ...]]:
    if isinstance(action.to, str):
        return {action.to: action.from_}
    targets = dict.fromkeys(action.to.values())
    return {
        target: tuple(source for source in action.from_ if action.to[source] == target)
        for target in targets
    }


def _main_path(
    procedure: Procedure, order: Mapping[str, int], named: Mapping[tuple[str, str], list[Action]]
) -> tuple[str, ...]:
    """From the beginning onwards through the states in the order they are written.

    Who writes a procedure writes its ordinary course first. So each step goes to the next state in
    that order from which an end can be reached, rather by an action that is not marked as leading
    back, and never past an end.
    """
    onward: dict[str, list[str]] = {state: [] for state in procedure.states}
    aside: dict[str, list[str]] = {state: [] for state in procedure.states}
    for (source, target), actions in named.items():
        if order[target] > order[source]:
            kind = aside if all(action.returns for action in actions) else onward
            kind[source].append(target)
    ending = _ending(procedure, onward, aside)
    path = [procedure.initial]
    while not procedure.states[path[-1]].final:
        here = path[-1]
        following = next(
            (found for ways in (onward, aside) if (found := _first(ways[here], order, ending))), ""
        )
        if not following or _passes_an_end(procedure, order, here, following):
            break
        path.append(following)
    return tuple(path)


def _first(states: list[str], order: Mapping[str, int], ending: set[str]) -> str:
    return min((state for state in states if state in ending), key=lambda s: order[s], default="")


def _ending(
    procedure: Procedure, onward: Mapping[str, list[str]], aside: Mapping[str, list[str]]
) -> set[str]:
    """The states from which an end can be reached by going onwards only."""
    ending: set[str] = set()
    for name in reversed(list(procedure.states)):
        if procedure.states[name].final or any(t in ending for t in onward[name] + aside[name]):
            ending.add(name)
    return ending


def _passes_an_end(procedure: Procedure, order: Mapping[str, int], here: str, there: str) -> bool:
    between = range(order[here] + 1, order[there])
    return any(
        state.final for place, state in enumerate(procedure.states.values()) if place in between
    )


def homes_of(paths: Paths) -> dict[str, list[str]]:
    """Which side states stand beside which main state: the first that leads there, else where its own roads lead."""
    homes: dict[str, str] = {}
    side = sorted(each_edge(paths, kind="side"), key=lambda e: paths.main.index(paths.main_end(e)))
    for inward in (False, True):
        for edge in side:
            if inward or edge.source in paths.main:
                homes.setdefault(paths.side_end(edge), paths.main_end(edge))
        _along(homes, paths)
    found: dict[str, list[str]] = {}
    for state in paths.side:
        found.setdefault(homes.get(state, paths.main[-1]), []).append(state)
    return found


def _along(homes: dict[str, str], paths: Paths) -> None:
    """What only side states lead to stands where they stand."""
    far = list(each_edge(paths, kind="far"))
    for _ in paths.side:
        for edge in far:
            if edge.source in homes:
                homes.setdefault(edge.target, homes[edge.source])


def labels(procedure: Procedure, states: tuple[str, ...], *, most: int = 3) -> str:
    """The names of states as people read them: 新案、已登记等25个环节."""
    named = [procedure.states[state].label for state in states]
    if len(named) <= most + 1:
        return "、".join(named)
    return f"{'、'.join(named[:most])}等{len(named)}个环节"


def each_edge(paths: Paths, *, kind: str) -> Iterator[Edge]:
    """The edges of one kind: between main states (`main`), to or from the side (`side`), among side states (`far`)."""
    for edge in paths.edges:
        ends = (edge.source in paths.main, edge.target in paths.main)
        found = "main" if all(ends) else "side" if any(ends) else "far"
        if found == kind:
            yield edge
