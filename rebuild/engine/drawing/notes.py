"""What stands below or beside a drawn procedure: what may be done in many states, what leads nowhere else, the signs used."""

from dataclasses import dataclass

from rebuild.engine.drawing.ink import (
    BACK,
    MAIN,
    ON_MAIN,
    PASSED,
    PRESENT,
    SIDE,
    TEXT,
    TO_COME,
)
from rebuild.engine.drawing.layout import HIGH, LEFT, SIDE_BOX, TOP
from rebuild.engine.drawing.paths import Anywhere, labels
from rebuild.engine.drawing.position import NOWHERE
from rebuild.engine.drawing.procedure import Drawing
from rebuild.engine.drawing.text import width_of, wrapped

SIZE, LEADING, ARROW_LONG = 12.5, 19.0, 40.0
NARROWEST, BESIDE = 640.0, 460.0
SLENDER = 1.5  # a drawing higher than this many widths has its notes beside it, and fits a sheet


def draw_foot(drawing: Drawing) -> None:
    ink = drawing.ink
    if ink.bottom > SLENDER * ink.right:
        left = ink.right + 48
        notes = _Notes(drawing, left, TOP - 40, left + BESIDE)
    else:
        notes = _Notes(drawing, LEFT, ink.bottom + 28, max(ink.right, NARROWEST))
    notes.anywhere()
    notes.staying()
    _legend(drawing, ink.bottom + 30)


@dataclass(slots=True)
class _Notes:
    """A column of notes that grows downwards."""

    drawing: Drawing
    left: float
    y: float
    right: float

    def anywhere(self) -> None:
        """What, from where, and the state it leads to: one line an action, one box a state."""
        by_target: dict[str, list[Anywhere]] = {}
        for each in self.drawing.paths.anywhere:
            by_target.setdefault(each.target, []).append(each)
        if by_target:
            self._heading("在多个环节都可以办理")
        for target, actions in by_target.items():
            self._leading_to(target, actions)
        self.y += 28 if by_target else 0

    def staying(self) -> None:
        if self.drawing.paths.staying:
            self._heading("办理后环节不变")
        for each in self.drawing.paths.staying:
            told = f"{each.label}：{labels(self.drawing.procedure, each.sources)}"
            lines = wrapped(told, self.right - self.left, SIZE)
            self.drawing.ink.block((self.left, self.y + 14), lines, size=SIZE, leading=LEADING)
            self.y += LEADING * len(lines) + 3

    def _heading(self, text: str) -> None:
        ink = self.drawing.ink
        ink.rule((self.left, self.y), (self.right, self.y))
        ink.words((self.left, self.y + 26), text, size=14, colour=TEXT, bold=True)
        self.y += 38

    def _leading_to(self, target: str, actions: list[Anywhere]) -> None:
        drawing, ink = self.drawing, self.drawing.ink
        box = self.right - SIDE_BOX
        wide = box - ARROW_LONG - self.left - 12
        told = [f"{each.label}：{labels(drawing.procedure, each.sources)}" for each in actions]
        lines = [line for each in told for line in wrapped(each, wide, SIZE)]
        apart = target in drawing.paths.apart
        box_high = drawing.layout.height(target, SIDE_BOX) if apart else HIGH
        high = max(box_high, LEADING * len(lines) + 8)
        middle = self.y + high / 2
        ink.block(
            (self.left, middle - LEADING * len(lines) / 2 + 13.5), lines, size=SIZE, leading=LEADING
        )
        start = self.left + max(width_of(line, SIZE) for line in lines) + 12
        ink.road([(start, middle), (box, middle)], road=BACK)
        if apart:
            drawing.state(target, (box, middle - box_high / 2), (SIDE_BOX, box_high))
        else:
            state = drawing.procedure.states.get(target)
            where = f"见图中“{state.label}”" if state else "回到原来的环节"
            ink.words((box + 8, middle + 4.5), where, size=13, colour=TEXT)
        self.y += high + 10


def _legend(drawing: Drawing, y: float) -> None:
    ink, x = drawing.ink, LEFT
    boxes = [("主要环节", ON_MAIN, False), ("其他环节", TO_COME, False), ("终点", TO_COME, True)]
    if drawing.position is not NOWHERE:
        boxes += [("已走过", PASSED, False), ("当前", PRESENT, False)]
    for text, look, final in boxes:
        ink.state((x, y), (34, 20), [], look=look, final=final)
        ink.words((x + 43, y + 14.5), text, size=SIZE)
        x += 43 + width_of(text, SIZE) + 22
    for text, road in (("主要路径", MAIN), ("其他路径", SIDE), ("退回", BACK)):
        ink.road([(x, y + 10), (x + 34, y + 10)], road=road)
        ink.words((x + 42, y + 14.5), text, size=SIZE)
        x += 42 + width_of(text, SIZE) + 22
