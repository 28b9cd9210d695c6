"""One procedure drawn in full: its main path downwards, side roads at the right, ways back at the left, every road named."""

from dataclasses import dataclass, field
from itertools import pairwise

from rebuild.engine.definition import Procedure
from rebuild.engine.drawing.ink import (
    ASIDE,
    BACK,
    MAIN,
    ON_MAIN,
    SIDE,
    TO_COME,
    WALKED_BACK,
    Ink,
    Point,
    Road,
)
from rebuild.engine.drawing.layout import (
    BOX,
    LABEL,
    LEADING,
    LEFT,
    NAME,
    SIDE_BOX,
    TOP,
    TRACK,
    Layout,
    named,
    track_count,
    tracks,
    widest,
)
from rebuild.engine.drawing.paths import Edge, Paths, paths_of
from rebuild.engine.drawing.position import Position
from rebuild.engine.drawing.text import wrapped

STEM = 24.0  # the main path runs this far from the left side of its states


@dataclass(slots=True)
class Drawing:
    """A procedure, the ink it is drawn with, and where its two columns stand."""

    procedure: Procedure
    position: Position
    paths: Paths
    layout: Layout
    ink: Ink = field(default_factory=Ink)
    spine: float = LEFT
    column: float = 0

    def draw(self) -> None:
        layout = self.layout
        left = tracks(((e, layout.span(e)) for e in layout.back), longest_first=False)
        ports = layout.ports()
        right = tracks(
            ((e, (ports[e], layout.side_line(e))) for e in layout.side), longest_first=True
        )
        beyond = tracks(((e, layout.span(e)) for e in layout.far), longest_first=False)
        names = widest(layout.back)
        if layout.back:
            self.spine += (track_count(left) + 1) * TRACK + names
        zone = self.spine + BOX + TRACK
        self.column = zone + (track_count(right) + 1) * TRACK + widest(layout.side)
        self._boxes()
        self._main_roads()
        for edge in layout.back:
            self._loop(edge, self.spine, self.spine - names - left[edge] * TRACK)
        for edge in layout.side:
            self._side_road(edge, zone + (right[edge] + 0.5) * TRACK, ports[edge])
        far = self.column + SIDE_BOX
        for edge in layout.far:
            self._loop(edge, far, far + widest(layout.far) + (beyond[edge] + 0.5) * TRACK)

    def state(self, state: str, at: Point, size: Point) -> None:
        """A state's box with its name, and what the position has to say of it."""
        word = self.procedure.states[state]
        plain = ASIDE if state in self.paths.apart else TO_COME
        with self.ink.leading_to(self.position.links.get(state)):
            self.ink.state(
                at,
                size,
                wrapped(word.label, size[0] - 12, NAME),
                look=self.position.look(
                    state, otherwise=ON_MAIN if state in self.paths.main else plain
                ),
                final=word.final,
                note=self.position.note(state, size[0] - 12),
            )

    def _boxes(self) -> None:
        for state, place in self.layout.places.items():
            on_main = state in self.paths.main
            wide, x = (BOX, self.spine) if on_main else (SIDE_BOX, self.column)
            self.state(state, (x, place.top), (wide, place.high))
        x, y = self.spine + STEM, TOP - 30
        self.ink.words((x - 4, y - 4), "开始", size=LABEL)
        self.ink.road([(x, y), (x, TOP)], road=MAIN)

    def _main_roads(self) -> None:
        x = self.spine + STEM
        for state, following in pairwise(self.paths.main):
            top, bottom = self.layout.places[state].foot, self.layout.places[following].top
            self.ink.road([(x, top), (x, bottom)], road=MAIN)
            lines = self.layout.between(state, following)
            foot = top + (min(bottom - top, 80) - LEADING * len(lines)) / 2 + 11
            self.ink.block((x + 10, foot), lines, size=LABEL, leading=LEADING)

    def _loop(self, edge: Edge, side: float, track: float) -> None:
        """A road that leaves and enters at the same side, named where it leaves."""
        start, end = self.layout.span(edge)
        points = [(side, start), (track, start), (track, end), (side, end)]
        self.ink.road(points, road=self._road(edge))
        self._name(edge, (side + (8 if track > side else -8), start), to_left=track < side)

    def _side_road(self, edge: Edge, track: float, port: float) -> None:
        main, height = self.spine + BOX, self.layout.side_line(edge)
        points = [(main, port), (track, port), (track, height), (self.column, height)]
        if port == height:
            points = [points[0], points[-1]]
        outward = edge.source in self.paths.main
        self.ink.road(points if outward else points[::-1], road=self._road(edge))
        self._name(edge, (self.column - 12, height), to_left=True)

    def _name(self, edge: Edge, at: Point, *, to_left: bool) -> None:
        """The actions of a road, standing on its line."""
        lines = named(edge)
        foot = at[1] - 5 - LEADING * (len(lines) - 1)
        anchor = "end" if to_left else "start"
        self.ink.block((at[0], foot), lines, size=LABEL, leading=LEADING, anchor=anchor)

    def _road(self, edge: Edge) -> Road:
        if not edge.back:
            return SIDE
        return WALKED_BACK if (edge.source, edge.target) in self.position.walked else BACK


def draw_procedure(procedure: Procedure, position: Position) -> Drawing:
    paths = paths_of(procedure)
    drawing = Drawing(procedure, position, paths, Layout(procedure, paths))
    drawing.draw()
    return drawing
