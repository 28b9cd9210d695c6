"""Inspection: a loaded workflow beside what the house offers it, and the faults found so far."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rebuild.engine.definition import Action, Procedure, Workflow
from rebuild.engine.load import Loaded
from rebuild.engine.nodes import Fault
from rebuild.engine.shape import suggestion

CLOCK, SYSTEM = "clock", "system"  # the two that act without being anybody
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """What a definition must know of a document's template: the facts it prints, and whether it hurts."""

    facts: frozenset[str] = frozenset()
    adverse: bool = False  # a decision against someone, who must be told where to challenge it


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the code and the templates offer to a definition, by name."""

    rules: Mapping[str, str] = field(default_factory=dict)  # the basis of each rule of the book
    templates: Mapping[str, Template] = field(default_factory=dict)
    suppliers: frozenset[str] = frozenset()  # facts any document may print, or `kind.fact`
    recorders: frozenset[str] = frozenset()
    words_in_code: frozenset[str] = frozenset()  # limits, settings and sources the code names
    separates: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # rule → actions of another


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the checks of every subject write their faults into."""

    loaded: Loaded
    house: Surroundings
    faults: list[Fault] = field(default_factory=list)

    @property
    def workflow(self) -> Workflow:
        return self.loaded.workflow

    def procedures(self) -> Iterator[tuple[Path, str, Procedure]]:
        """Every procedure with its path and its seat."""
        for seat, procedure in self.workflow.procedures.items():
            yield ("procedures", seat), seat, procedure

    def actions(self) -> Iterator[tuple[Path, str, Procedure, str, Action]]:
        """Every action of every procedure: path, seat, procedure, name, action."""
        for path, seat, procedure in self.procedures():
            for name, action in procedure.actions.items():
                yield (*path, "actions", name), seat, procedure, name, action

    @property
    def by_household(self) -> frozenset[str]:
        """The procedures that have a run for each household."""
        return frozenset(seat for *_, action in self.actions() for seat in action.opens_each)

    def value(self, path: Path, problem: str) -> None:
        """A fault of what is written at a path."""
        self.faults.append(Fault(self.loaded.place(*path), problem))

    def name(self, path: Path, problem: str) -> None:
        """A fault of the whole entry at a path: it points to the entry's name."""
        self.faults.append(Fault(self.loaded.key(*path), problem))

    def known(self, path: Path, what: str, word: str, words: Collection[str]) -> bool:
        """Whether a word is one of those there are; a fault with a suggestion where it is not."""
        if word not in words:
            self.value(path, f"unknown {what} '{word}'{suggestion(word, words)}")
        return word in words

    def all_known(
        self, path: Path, what: str, listed: Iterable[str], words: Collection[str]
    ) -> None:
        """As `known`, for each word of a list; a word listed twice is a fault too."""
        seen = set()
        for place, word in enumerate(listed):
            if word in seen:
                self.value((*path, place), f"{what} '{word}' is listed twice")
            elif self.known((*path, place), what, word, words):
                seen.add(word)
