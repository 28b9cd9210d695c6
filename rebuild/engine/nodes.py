"""Place, Fault, Node: what is written in a definition, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is written; lines and columns count from one."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a definition, and where."""

    place: Place
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a file: a scalar, a list, or a mapping in the order it is written."""

    place: Place
    value: "str | int | bool | tuple[Node, ...] | Mapping[str, Node]"
    key: Place | None = None  # where its key stands, for an entry of a mapping

    @property
    def shown(self) -> Place:
        """Where to point a reader to: the key if there is one."""
        return self.key or self.place

    def entries(self) -> "Mapping[str, Node]":
        return self.value if isinstance(self.value, Mapping) else {}

    def items(self) -> "tuple[Node, ...]":
        """A list's items; a scalar counts as a list of itself."""
        if isinstance(self.value, Mapping):
            return ()
        return self.value if isinstance(self.value, tuple) else (self,)

    def at(self, *path: str | int) -> "Node":
        """The node a path leads to, or the nearest one above it."""
        return self.reached(path)[0]

    def reached(self, path: tuple[str | int, ...]) -> "tuple[Node, int]":
        """The node at the end of a path, or nearest above it, and how many steps led there."""
        node = self
        for steps, step in enumerate(path):
            if isinstance(node.value, Mapping) and step in node.value:
                node = node.value[str(step)]
            elif isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return node, steps
        return node, len(path)

    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, Mapping):
            return {name: node.plain() for name, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value
