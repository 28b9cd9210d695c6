"""One procedure as a lane: its main path from left to right, what branches off hanging below."""

from dataclasses import dataclass

from rebuild.engine.definition import Procedure
from rebuild.engine.drawing.ink import (
    ASIDE,
    CONTROL,
    TEXT,
    WALKED_BACK,
    Ink,
    Point,
    Road,
)
from rebuild.engine.drawing.paths import Paths, homes_of, paths_of
from rebuild.engine.drawing.position import Position
from rebuild.engine.drawing.text import width_of, wrapped

TITLE, HIGH, TYPE = 164.0, 44.0, 13.0
CHIP, CHIP_GAP, STEM, CHIP_TYPE = 26.0, 8.0, 10.0, 12.0
WIDEST, NARROWEST = 132.0, 104.0


def draw_lane(
    ink: Ink, procedure: Procedure, position: Position, *, at: Point, wide: float, instead: str = ""
) -> float:
    """Draw a lane, or a sentence instead of it; gives back how far down it reaches."""
    x, y = at
    ink.rule((x, y), (x + wide, y))
    y += 14
    titles = wrapped(procedure.title, TITLE - 16, 14)
    for count, line in enumerate(titles):
        ink.words((x + 4, y + 16 + 19 * count), line, size=14, colour=TEXT, bold=True)
    foot = y + 16 + 19 * len(titles)
    for line in wrapped(position.title_note, TITLE - 16, 12) if position.title_note else []:
        ink.words((x + 4, foot), line, size=12)
        foot += 16
    if instead:
        ink.words((x + TITLE, y + 17), instead, size=13)
        return max(foot, y + 26)
    lane = _Lane(ink, procedure, paths_of(procedure), position, (x + TITLE, y), wide - TITLE)
    return max(foot, lane.draw())


@dataclass(slots=True)
class _Lane:
    ink: Ink
    procedure: Procedure
    paths: Paths
    position: Position
    at: Point
    wide: float

    @property
    def pitch(self) -> float:
        count = len(self.paths.main) + bool(self.paths.apart) * 1.6
        return max(NARROWEST, min(WIDEST, self.wide / count))

    def draw(self) -> float:
        box = self.pitch - 22
        bottom = self.at[1] + HIGH
        homes = homes_of(self.paths)
        for place, state in enumerate(self.paths.main):
            x = self.at[0] + place * self.pitch
            self._state(state, x, box)
            if place:
                road = self.position.onward(self.paths.main[place - 1], state)
                middle = self.at[1] + HIGH / 2
                self.ink.road([(x - 22, middle), (x, middle)], road=road)
            bottom = max(bottom, self._hanging(state, homes.get(state, []), x, box))
        if self.paths.apart:
            bottom = max(bottom, self._apart(self.at[0] + len(self.paths.main) * self.pitch))
        return bottom

    def _state(self, state: str, x: float, wide: float) -> None:
        word = self.procedure.states[state]
        with self.ink.leading_to(self.position.links.get(state)):
            self.ink.state(
                (x, self.at[1]),
                (wide, HIGH),
                wrapped(word.label, wide - 6, TYPE),
                look=self.position.look(state),
                final=word.final,
                note=self.position.note(state, wide - 12),
                type_size=TYPE,
            )

    def _hanging(self, state: str, others: list[str], x: float, wide: float) -> float:
        """What branches off a state: a stem with a twig to each, which points both ways where one comes back."""
        stem, top = x + STEM, self.at[1] + HIGH
        y = top + CHIP_GAP + 2
        last = top
        upto = self.paths.main[: self.paths.main.index(state) + 1]
        back = {edge.source for edge in self.paths.edges if edge.target in upto}
        for other in others:
            word = self.procedure.states[other]
            note = self.position.note(other, wide)
            high = CHIP + 14 if note else CHIP
            middle = y + high / 2
            with self.ink.leading_to(self.position.links.get(other)):
                self.ink.state(
                    (stem + 16, y),
                    (max(wide - STEM - 16, width_of(word.label, CHIP_TYPE) + 12), high),
                    [word.label],
                    look=self.position.look(other, otherwise=ASIDE),
                    final=word.final,
                    note=note,
                    type_size=CHIP_TYPE,
                )
            walked = any(source == other for source, _ in self.position.walked)
            road = WALKED_BACK if walked else Road(CONTROL, 1)
            self.ink.road([(stem, middle), (stem + 16, middle)], road=road)
            if other in back and not word.final:
                self.ink.road([(stem + 10, middle), (stem, middle)], road=road)
            last = middle
            y += high + CHIP_GAP
        if others:
            self.ink.road([(stem, top), (stem, last)], road=Road(CONTROL, 1), arrow=False)
        return y if others else top

    def _apart(self, x: float) -> float:
        """What may come from many states, in one box."""
        y = self.at[1]
        labels = "、".join(self.procedure.states[state].label for state in self.paths.apart)
        here = next((s for s in self.paths.apart if s == self.position.state), "")
        room = self.at[0] + self.wide - x
        words = "多个环节时"
        start = x + width_of(words, 12) - 6
        lines = wrapped(labels, max(96, room - (start - x) - 40), TYPE)
        high = max(HIGH, 17 * len(lines) + 12)
        self.ink.words((x - 10, y + HIGH / 2 + 4), words, size=12)
        self.ink.road(
            [(start, y + HIGH / 2), (start + 24, y + HIGH / 2)], road=Road(CONTROL, 1, dashed=True)
        )
        wide = max(96.0, max(width_of(line, TYPE) for line in lines) + 14)
        look = self.position.look(here, otherwise=ASIDE) if here else ASIDE
        if here:
            lines = [self.procedure.states[here].label]
        with self.ink.leading_to(self.position.links.get(here)):
            self.ink.state((start + 24, y), (wide, high), lines, look=look, type_size=TYPE)
        return y + high
