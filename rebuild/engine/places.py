"""Reading one YAML file into nodes that know their line and column; the only door to YAML."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rebuild.engine.nodes import Fault, Node, Place

__all__ = ["Fault", "Node", "Place", "read_yaml"]

LARGEST_FILE = 1_000_000
DEEPEST = 20
MOST_VALUES = 50_000  # a large procedure has three thousand
LONGEST_NUMBER = 15  # digits; what every database and every reader of JSON can hold

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_FLOAT = re.compile(
    r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan"
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_yaml(file: Path, *, shown: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """One file, named `shown` in messages, and everything wrong with how it is written.

    YAML 1.2, and less of it: no anchors, aliases, tags or directives; a plain word is text, a whole
    number or `true`/`false`. Dates stay text until a type asks for a date, and a decimal point is refused.
    """
    start = Place(shown)
    try:
        content = file.read_bytes()
    except OSError:
        return None, (Fault(start, "this file cannot be read; does it exist, and may we read it?"),)
    if len(content) > LARGEST_FILE:
        return None, (
            Fault(start, f"a file of {len(content)} bytes; at most {LARGEST_FILE} are read"),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, (Fault(Place(shown, line), "this line is not UTF-8; save the file as UTF-8"),)
    if strange := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        column = strange.start() - text.rfind("\n", 0, strange.start())
        return None, (Fault(Place(shown, line, column), "an unprintable character; delete it"),)
    return _Reader(shown).read(text)


class _Reader:
    """Builds nodes from the parser's events, so that nothing is resolved that we did not ask for."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._faults: list[Fault] = []
        self._values = 0

    def read(self, text: str) -> tuple[Node | None, tuple[Fault, ...]]:
        root = None
        try:
            events = iter(YAML(typ="safe", pure=True).parse(text))
            for event in events:
                if isinstance(event, DocumentStartEvent):
                    if root is not None or event.version or event.tags:
                        self._stop(event, "a second document or a directive; leave out %… and ---")
                    root = self._node(next(events), events, depth=0)
        except MarkedYAMLError as error:
            self._fault(*self._unreadable(error, text))
        except (YAMLError, ValueError, OverflowError, AttributeError, AssertionError):
            # The parser trips over some escapes that are no characters, and names no place.
            if not self._faults:
                self._fault(Place(self._shown), "this file is not YAML")
        if root is None and not self._faults:
            self._fault(Place(self._shown), "this file is empty")
        return root, tuple(self._faults)

    def _node(self, event: Any, events: Iterator[Any], *, depth: int) -> Node | None:
        place = self._place(event)
        if isinstance(event, AliasEvent):
            self._fault(place, f"alias '*{event.anchor}'; write the value out")
            return None
        if event.anchor is not None:
            self._fault(place, f"anchor '&{event.anchor}'; write the value out where it is used")
        if event.tag is not None:
            self._fault(place, "a tag ('!…'); leave it out")
        self._values += 1
        if self._values > MOST_VALUES:
            self._stop(event, f"more than {MOST_VALUES} values in one file")
        if depth > DEEPEST:
            self._stop(event, f"nested more than {DEEPEST} deep")
        match event:
            case MappingStartEvent():
                return Node(place, self._mapping(events, depth=depth + 1))
            case SequenceStartEvent():
                return Node(place, self._sequence(events, depth=depth + 1))
        return self._scalar(event, place)

    def _sequence(self, events: Iterator[Any], *, depth: int) -> tuple[Node, ...]:
        nodes = []
        while not isinstance(event := next(events), SequenceEndEvent):
            if (node := self._node(event, events, depth=depth)) is not None:
                nodes.append(node)
        return tuple(nodes)

    def _mapping(self, events: Iterator[Any], *, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            place = self._place(event)
            name = self._key(event, events, depth=depth)
            before = len(self._faults)
            node = self._node(following := next(events), events, depth=depth)
            if node is None:
                if len(self._faults) == before + 1 and isinstance(following, ScalarEvent):
                    # The parser places an empty value on the line after; its key is what one looks for.
                    self._faults[-1] = Fault(
                        place,
                        f"nothing is written under '{name}'; write a value or leave the key out",
                    )
            elif name in entries:
                first = entries[name].shown
                self._fault(place, f"duplicate key '{name}', first written in line {first.line}")
            elif name is not None:
                entries[name] = Node(node.place, node.value, place)
        return entries

    def _key(self, event: Any, events: Iterator[Any], *, depth: int) -> str | None:
        if (
            isinstance(event, ScalarEvent)
            and event.value
            and event.anchor is None
            and event.tag is None
        ):
            return str(event.value)
        self._node(event, events, depth=depth)
        self._fault(self._place(event), "a key must be a word")
        return None

    def _scalar(self, event: ScalarEvent, place: Place) -> Node | None:
        text = str(event.value)
        if event.style is not None:
            if _UNPRINTABLE.search(text):
                self._fault(place, "an unprintable character, written as an escape; delete it")
            return Node(place, text)
        if text in ("", "~", "null"):
            self._fault(place, "nothing is written here; write a value or leave it out")
            return None
        if text in ("true", "false"):
            return Node(place, text == "true")
        if _LEADING_ZERO.fullmatch(text):
            self._fault(place, f"{text} begins with a zero; put it in quotes, or drop the zero")
        elif _FLOAT.fullmatch(text):
            self._fault(
                place,
                f"{text} has a decimal point; write whole units (0.01 ㎡, mm, cents, 1/10000), or put it in quotes",
            )
        elif _INTEGER.fullmatch(text):
            if len(text) <= LONGEST_NUMBER:
                return Node(place, int(text))
            self._fault(place, f"a number of more than {LONGEST_NUMBER} digits; put it in quotes")
        return Node(place, text)

    def _unreadable(self, error: MarkedYAMLError, text: str) -> tuple[Place, str]:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            return Place(self._shown), "this file is not YAML"
        place = Place(self._shown, mark.line + 1, mark.column + 1)
        if text[mark.index : mark.index + 1] == "\t":
            return place, "a tab; indent with spaces"
        return (
            place,
            "this cannot be read; look at the indentation, colons, brackets and quotes here and just above",
        )

    def _place(self, event: Any) -> Place:
        return Place(self._shown, event.start_mark.line + 1, event.start_mark.column + 1)

    def _fault(self, place: Place, problem: str) -> None:
        self._faults.append(Fault(place, problem))

    def _stop(self, event: Any, problem: str) -> NoReturn:
        """Read no further: the parser's time grows with the square of the depth."""
        self._fault(self._place(event), problem)
        raise YAMLError(problem)
