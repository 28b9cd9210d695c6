"""Position: where a case stands in a procedure, and how that shows on boxes and roads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rebuild.engine.drawing.ink import (
    AHEAD,
    MAIN,
    NOTE_SIZE,
    PASSED,
    PRESENT,
    TO_COME,
    Link,
    Look,
    Road,
)
from rebuild.engine.drawing.text import width_of


@dataclass(frozen=True, slots=True)
class Position:
    """Where a case stands in a procedure, and how it came there."""

    state: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)  # what stands beneath a state: a date
    visited: frozenset[str] = frozenset()
    walked: frozenset[tuple[str, str]] = frozenset()  # roads back that were gone
    links: Mapping[str, Link] = field(default_factory=dict)  # where a state leads, in a page
    title_note: str = ""  # beneath the procedure's name: 第 1 轮，已生效

    def note(self, state: str, room: float) -> str:
        """What stands beneath a state's name; the present state says so where there is room."""
        note = self.notes.get(state, "")
        if state != self.state:
            return note
        told = f"当前 {note}".strip()
        return told if not note or width_of(told, NOTE_SIZE) <= room else note

    def look(self, state: str, *, otherwise: Look = TO_COME) -> Look:
        if state == self.state:
            return PRESENT
        return PASSED if state in self.visited else otherwise

    def onward(self, source: str, target: str) -> Road:
        """The road from one state of the main path to the next, as it was gone or lies ahead."""
        came = target in self.visited or target == self.state
        return MAIN if source in self.visited and came else AHEAD


NOWHERE = Position()
