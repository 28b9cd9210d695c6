"""A workflow's first procedure, each of its states in the column of its stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rebuild.engine.definition import Procedure, Workflow
from rebuild.engine.drawing.ink import (
    ASIDE,
    BACK,
    INK7,
    RULE,
    TEXT,
    TO_COME,
    WALKED_BACK,
    Ink,
)
from rebuild.engine.drawing.paths import Paths
from rebuild.engine.drawing.position import Position
from rebuild.engine.drawing.text import width_of, wrapped

WIDE, NARROWEST = 1150.0, 108.0
EDGE, BETWEEN = 14.0, 18.0  # margin of the sheet; room between two columns
TYPE, HIGH, ROW_GAP = 13.0, 46.0, 22.0
# At the right of a column side states end earlier, side roads run near and main roads far.
INSET, BYWAY, GUTTER = 10.0, 4.0, 11.0
TOP = 62.0


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    wide: float
    high: float

    @property
    def middle(self) -> float:
        return self.y + self.high / 2


@dataclass(slots=True)
class Stages:
    """The columns of a drawing; `bottom` is how far down they reach."""

    workflow: Workflow
    procedure: Procedure
    paths: Paths
    position: Position
    ink: Ink
    boxes: dict[str, _Box] = field(default_factory=dict)
    bottom: float = 0

    @property
    def pitch(self) -> float:
        return max(NARROWEST, WIDE / len(self.workflow.stages))

    def draw(self) -> None:
        columns = self._columns()
        self._place(columns)
        self._heads(columns)
        # Whoever goes from link to link goes the way the case goes.
        first = self.paths.main if self.position.links else ()
        for state in dict.fromkeys([*(each for each in first if each in self.boxes), *self.boxes]):
            self._state(state, self.boxes[state])
        for source, target in pairwise(self.paths.main):
            if source in self.boxes and target in self.boxes:
                self._main_road(source, target)
        for states in columns.values():
            self._side_roads(states)
        self._elsewhere()

    def _columns(self) -> dict[str, list[str]]:
        columns: dict[str, list[str]] = {stage: [] for stage in self.workflow.stages}
        ordered = (*self.paths.main, *self.paths.side, *self.paths.apart)
        for state in ordered:
            stage = self.procedure.states[state].stage
            if stage in columns:
                columns[stage].append(state)
        return columns

    def _place(self, columns: Mapping[str, list[str]]) -> None:
        wide = self.pitch - BETWEEN
        y = TOP
        for row in range(max(map(len, columns.values()), default=0)):
            states = {n: s[row] for n, s in enumerate(columns.values()) if row < len(s)}
            high = max(self._height(state, wide) for state in states.values())
            for column, state in states.items():
                narrow = 0 if state in self.paths.main else INSET
                x = EDGE + column * self.pitch + BETWEEN / 2
                self.boxes[state] = _Box(x, y, wide - narrow, high)
            y += high + ROW_GAP
        self.bottom = y

    def _height(self, state: str, wide: float) -> float:
        lines = len(wrapped(self.procedure.states[state].label, wide - 6, TYPE))
        return max(HIGH, 16 * lines + 12 + 14 * bool(self.position.note(state, wide)))

    def _heads(self, columns: Mapping[str, list[str]]) -> None:
        """The measure along the top, and the stages' names."""
        stages = list(columns)
        now = self.procedure.states[self.position.state].stage if self.position.state else ""
        done = stages.index(now) if now in stages else 0
        for place, stage in enumerate(stages):
            x = EDGE + place * self.pitch
            if stage == now:
                self.ink.rectangle((x, 14), (self.pitch, self.bottom - 14), fill="#F3F7FA")
            self.ink.rectangle((x, 10), (self.pitch - 1, 4), fill=INK7 if place < done else RULE)
            if stage == now:
                self.ink.rectangle((x, 10), (self.pitch / 2, 4), fill=INK7)
            if place:
                self.ink.rule((x, 14), (x, self.bottom))
            middle = (x + self.pitch / 2, 40)
            label = self.workflow.stages[stage]
            self.ink.words(middle, label, size=14, colour=TEXT, anchor="middle", bold=True)

    def _state(self, state: str, box: _Box) -> None:
        word = self.procedure.states[state]
        with self.ink.leading_to(self.position.links.get(state)):
            self.ink.state(
                (box.x, box.y),
                (box.wide, box.high),
                wrapped(word.label, box.wide - 6, TYPE),
                look=self.position.look(
                    state, otherwise=TO_COME if state in self.paths.main else ASIDE
                ),
                final=word.final,
                note=self.position.note(state, box.wide - 12),
                type_size=TYPE,
            )

    def _main_road(self, source: str, target: str) -> None:
        a, b = self.boxes[source], self.boxes[target]
        road = self.position.onward(source, target)
        if a.x == b.x:
            x = a.x + a.wide / 2
            self.ink.road([(x, a.y + a.high), (x, b.y)], road=road)
        else:
            gutter = b.x - BETWEEN + GUTTER
            self.ink.road(
                [(a.x + a.wide, a.middle), (gutter, a.middle), (gutter, b.middle), (b.x, b.middle)],
                road=road,
            )

    def _side_roads(self, states: list[str]) -> None:
        """From the first state of a column that leads aside, along the column's right edge; one that comes back, back."""
        for state in states:
            sources = [
                e.source for e in self.paths.edges if e.target == state and e.source in states
            ]
            if state in self.paths.main or not sources:
                continue
            source = min(sources, key=states.index)
            a, b = self.boxes[source], self.boxes[state]
            walked = (state, source) in self.position.walked
            if states.index(state) == states.index(source) + 1:
                x = a.x + a.wide / 2
                self.ink.road([(x, a.y + a.high), (x, b.y)], road=BACK)
                if walked:
                    self.ink.road([(x + 14, b.y), (x + 14, a.y + a.high)], road=WALKED_BACK)
                continue
            x, y = a.x + a.wide, a.y + a.high - 8
            byway = a.x + self.pitch - BETWEEN + BYWAY
            self.ink.road(
                [(x, y), (byway, y), (byway, b.middle), (b.x + b.wide, b.middle)], road=BACK
            )

    def _elsewhere(self) -> None:
        """States of no stage, which a case may be in whatever its stage."""
        left = [state for state in self.paths.apart + self.paths.side if state not in self.boxes]
        if not left:
            return
        x, y = EDGE + BETWEEN / 2, self.bottom + 6
        text = "在多个环节都可能转入"
        self.ink.words((x, y + HIGH / 2 + 4), text, size=13)
        x += width_of(text, 13) + 10
        self.ink.road([(x, y + HIGH / 2), (x + 40, y + HIGH / 2)], road=BACK)
        for place, state in enumerate(left):
            box = _Box(x + 40 + place * self.pitch, y, self.pitch - BETWEEN, HIGH)
            self._state(state, box)
        self.bottom = y + HIGH + ROW_GAP
