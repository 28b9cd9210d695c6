"""YAML that someone hands in: mappings, lists and text with their lines, or the fault that forbids reading it.

Every scalar stays the text that was written, so that `no`, `2024-01-01` and `34.070` mean nothing
but themselves until someone who knows the field reads them. (Definitions, which are ours, are read by
`engine/places.py`; its words are for people who write them.) Aliases, anchors, tags, repeated keys
and second documents are refused: each has a way to mean other than what it looks like.
"""

from dataclasses import dataclass, field
from typing import Any

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

from rebuild.errors import InputError

_DEEPEST = 20
_MOST_NODES = 200_000


class YamlText(str):
    """A scalar as written, and its line, from 1."""

    __slots__ = ("line",)
    line: int

    @classmethod
    def at(cls, text: str, line: int) -> "YamlText":
        self = cls(text)
        self.line = line
        return self


class YamlMap(dict[str, Any]):
    """A mapping, and the line it begins on."""

    line = 1


class YamlList(list[Any]):
    """A list, and the line it begins on."""

    line = 1


Node = YamlText | YamlMap | YamlList

IN_WORDS = {
    "alias": "使用了锚点或者别名（& 或 *）",
    "tag": "使用了类型标签（!）",
    "duplicate_key": "同一个键写了两次",
    "key": "键应当是文字",
    "depth": "层次过深",
    "size": "内容过多",
    "documents": "含有不止一份内容（---）",
    "empty": "没有内容",
    "syntax": "不是正确的YAML写法",
}


@dataclass(frozen=True, slots=True)
class YamlFault:
    """Why a text is not read: a kind callers can put in their own words, and where."""

    kind: str  # syntax, alias, tag, duplicate_key, key, depth, size, documents, empty
    line: int
    detail: str = ""


def parse(text: str) -> Node | YamlFault:
    reading = _Reading()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            fault = reading.take(event)
            if fault is not None:
                return fault
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return YamlFault("syntax", line, str(error.problem or ""))
    except (YAMLError, ValueError, OverflowError, AttributeError, AssertionError) as error:
        # A stray control character, or an escape that is no character; the library names no line.
        return YamlFault("syntax", 1, str(error).splitlines()[0] if str(error) else "")
    return reading.root if reading.root is not None else YamlFault("empty", 1)


def read(text: str, *, where: str) -> Node:
    """As `parse`, for whoever has no words of their own: InputError with the line, in Chinese."""
    found = parse(text)
    if isinstance(found, YamlFault):
        told = IN_WORDS[found.kind] + (f"（{found.detail}）" if found.detail else "")
        raise InputError(f"{where} 第{found.line}行", told, "请改正后再试")
    return found


@dataclass(slots=True)
class _Reading:
    """The tree so far, built without recursion so that depth costs nothing but a count."""

    root: Node | None = None
    open: list[YamlMap | YamlList] = field(default_factory=list)
    keys: list[YamlText | None] = field(default_factory=list)  # the key waiting, one per open node
    nodes: int = 0
    documents: int = 0

    def take(self, event: Any) -> YamlFault | None:
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            return YamlFault("documents", line) if self.documents > 1 else None
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.open.pop()
            self.keys.pop()
            return None
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            return YamlFault("alias", line, str(event.anchor))
        if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            return self._node(event, line)
        return None

    def _node(self, event: Any, line: int) -> YamlFault | None:
        self.nodes += 1
        if self.nodes > _MOST_NODES:
            return YamlFault("size", line)
        if event.tag is not None:
            return YamlFault("tag", line, str(event.tag))
        node: Node
        if isinstance(event, ScalarEvent):
            return self._place(YamlText.at(event.value, line), line)
        node = YamlMap() if isinstance(event, MappingStartEvent) else YamlList()
        node.line = line
        fault = self._place(node, line)
        self.open.append(node)
        self.keys.append(None)
        return fault or (YamlFault("depth", line) if len(self.open) > _DEEPEST else None)

    def _place(self, node: Node, line: int) -> YamlFault | None:
        if not self.open:
            self.root = node
            return None
        parent, key = self.open[-1], self.keys[-1]
        if isinstance(parent, YamlList):
            parent.append(node)
        elif key is not None:
            parent[key] = node
            self.keys[-1] = None
        elif not isinstance(node, YamlText):
            return YamlFault("key", line)
        elif node in parent:
            return YamlFault("duplicate_key", line, node)
        else:
            self.keys[-1] = node
        return None
