"""Where everything of a drawn procedure stands.

Nothing can overlap, because everything has a place of its own: each road leaves and enters a state by a
line of its own, above which its name is written; upright lines run only in tracks where nothing is written.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from rebuild.engine.definition import Procedure
from rebuild.engine.drawing.paths import Edge, Paths, each_edge, homes_of
from rebuild.engine.drawing.text import width_of, wrapped

BOX, SIDE_BOX, HIGH = 172.0, 156.0, 44.0
NAME, LABEL, LEADING, WIDEST = 14.0, 12.0, 15.0, 150.0
TRACK, PORT, GAP = 12.0, 9.0, 18.0
TOP, LEFT = 92.0, 20.0

Span = tuple[float, float]


@dataclass(slots=True)
class Place:
    """The heights of a state, and of the lines by which roads leave (True) and enter (False) it."""

    top: float = 0
    high: float = HIGH
    lines: dict[tuple[Edge, bool], float] = field(default_factory=dict)  # from the state's top

    @property
    def foot(self) -> float:
        return self.top + self.high

    def line(self, edge: Edge, *, leaving: bool) -> float:
        return self.top + self.lines[edge, leaving]


@dataclass(slots=True)
class Layout:
    """The main path downwards, side states in a column at its right."""

    procedure: Procedure
    paths: Paths
    places: dict[str, Place] = field(init=False)
    back: tuple[Edge, ...] = field(init=False)  # within the main path, but not to the next
    side: tuple[Edge, ...] = field(init=False)  # between the main path and the side
    far: tuple[Edge, ...] = field(init=False)  # among side states

    def __post_init__(self) -> None:
        direct = set(pairwise(self.paths.main))
        within = each_edge(self.paths, kind="main")
        self.back = tuple(edge for edge in within if (edge.source, edge.target) not in direct)
        self.side = tuple(each_edge(self.paths, kind="side"))
        self.far = tuple(each_edge(self.paths, kind="far"))
        self.places = {state: Place() for state in (*self.paths.main, *self.paths.side)}
        for state, place in self.places.items():
            on_main = state in self.paths.main
            loops = _stacked(place, state, self.back if on_main else self.far)
            others = sum(state in (edge.source, edge.target) for edge in self.side)
            beside = (
                PORT * (2 + others)
                if on_main
                else _stacked(place, state, self.side, named_always=True)
            )
            place.high = max(self.height(state, BOX if on_main else SIDE_BOX), loops, beside)
        self._set_rows()

    def height(self, state: str, wide: float) -> float:
        """How high a box of that width must be for a state's name and a note."""
        return max(
            HIGH, 17.0 * len(wrapped(self.procedure.states[state].label, wide - 12, NAME)) + 26
        )

    def _set_rows(self) -> None:
        homes = homes_of(self.paths)
        y = TOP
        for state, following in zip(self.paths.main, (*self.paths.main[1:], ""), strict=True):
            place = self.places[state]
            place.top = beside = y
            for other in homes.get(state, ()):
                self.places[other].top = beside
                beside += self.places[other].high + GAP
            self._stretch(place, homes.get(state, ()))
            gap = max(30, LEADING * len(self.between(state, following)) + 16)
            y = max(place.foot + gap, beside)

    def _stretch(self, place: Place, others: Iterable[str]) -> None:
        """A state grows a little where a road beside it would else have to jog."""
        for other in others:
            for line in self.places[other].lines.values():
                below = self.places[other].top + line - place.foot
                if -6 < below < 12:
                    place.high += below + 8

    def between(self, state: str, following: str) -> list[str]:
        """What stands beside the road from one main state to the next."""
        found = [e for e in self.paths.edges if (e.source, e.target) == (state, following)]
        return listed(found[0].labels, BOX - 40) if found else []

    def side_line(self, edge: Edge) -> float:
        """The height at which a road between main path and side meets the side state."""
        state = self.paths.side_end(edge)
        return self.places[state].line(edge, leaving=edge.source == state)

    def span(self, edge: Edge) -> Span:
        """The heights at which a road leaves one state and enters another."""
        leaves = self.places[edge.source].line(edge, leaving=True)
        return leaves, self.places[edge.target].line(edge, leaving=False)

    def ports(self) -> dict[Edge, float]:
        """At which height each side road touches its main state: straight across where it can."""
        ports: dict[Edge, float] = {}
        for state in self.paths.main:
            place = self.places[state]
            mine = [edge for edge in self.side if self.paths.main_end(edge) == state]
            mine.sort(key=self.side_line)
            level = [e for e in mine if place.top + 4 < self.side_line(e) < place.foot - 4]
            ports |= {edge: self.side_line(edge) for edge in level}
            above = [edge for edge in mine if self.side_line(edge) <= place.top + 4]
            below = [edge for edge in mine if edge not in level and edge not in above]
            free = _free(place, [ports[edge] for edge in level], needed=len(above) + len(below))
            ports |= dict(zip(above, free, strict=False))
            ports |= dict(zip(reversed(below), reversed(free), strict=False))
        return ports


def tracks(spans: Iterable[tuple[Edge, Span]], *, longest_first: bool) -> dict[Edge, int]:
    """Which track each upright line runs in, so that no two lie upon each other and few cross."""
    taken: list[list[Span]] = []
    found: dict[Edge, int] = {}
    sign = -1 if longest_first else 1
    for edge, (one, other) in sorted(spans, key=lambda each: sign * abs(each[1][0] - each[1][1])):
        low, high = min(one, other) - 3, max(one, other) + 3
        clear = (n for n, used in enumerate(taken) if all(high < a or b < low for a, b in used))
        track = next(clear, len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((low, high))
        found[edge] = track
    return found


def track_count(found: dict[Edge, int]) -> int:
    return max(found.values(), default=-1) + 1


def named(edge: Edge) -> list[str]:
    """What stands above a road."""
    return listed(edge.labels, WIDEST)


def listed(names: tuple[str, ...], wide: float) -> list[str]:
    """Several actions on one line where they fit, else one below the other."""
    together = "／".join(names)
    if width_of(together, LABEL) <= wide:
        return [together]
    return [line for name in names for line in wrapped(name, wide, LABEL)]


def widest(edges: Iterable[Edge]) -> float:
    """The room that the names of roads need."""
    return max((width_of(line, LABEL) + 22 for edge in edges for line in named(edge)), default=0)


def _stacked(
    place: Place, state: str, edges: Iterable[Edge], *, named_always: bool = False
) -> float:
    """Give each road a line of its own, one below the other; gives back the height they need."""
    y = 4.0
    for edge in edges:
        for leaving in (True, False):
            if state == (edge.source if leaving else edge.target):
                y += (LEADING * len(named(edge)) if leaving or named_always else 0) + 6
                place.lines[edge, leaving] = y
                y += 3
    return y + 4


def _free(place: Place, used: Collection[float], *, needed: int) -> list[float]:
    """Heights of a state at which no road touches it yet, far apart if there are enough."""
    for step in (PORT, PORT / 2, PORT / 4):
        heights = [place.top + step * n for n in range(1, int(place.high / step))]
        free = [y for y in heights if all(abs(y - other) >= step * 0.8 for other in used)]
        if len(free) >= needed:
            break
    return free
