"""A workflow as canonical JSON, and its fingerprint: what is stored, and what a case is pinned to.

Canonical JSON sorts every key and leaves out what has its default, so that a new word with a default
changes no old fingerprint. The order in which states, actions and the like are written is kept beside
the workflow, for display alone: it is not part of the fingerprint, and nothing is decided by it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from rebuild.engine.definition import Word, Workflow

Order = dict[str, list[str]]


def canonical_json(workflow: Workflow) -> bytes:
    """The workflow and the order of its names, as bytes that `from_json` reads back exactly."""
    return _canonical({"order": dict(_orders(workflow, "")), "workflow": _content(workflow)})


def fingerprint(workflow: Workflow) -> str:
    """SHA-256 of what the workflow says, whatever the order and the comments it is written with."""
    return hashlib.sha256(_canonical(_content(workflow))).hexdigest()


def from_json(stored: bytes) -> Workflow:
    """The workflow that was published; running cases load this, never the YAML."""
    document = json.loads(stored)
    content = _ordered(document["workflow"], document["order"], "")
    return Workflow.model_validate_json(json.dumps(content), strict=True, by_alias=True)


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _content(workflow: Workflow) -> Any:
    return workflow.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _orders(value: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """For each mapping of names that is not in sorted order: its path and its names as written."""
    if isinstance(value, Word):
        for name, field in type(value).model_fields.items():
            yield from _orders(getattr(value, name), f"{path}/{field.alias or name}")
    elif isinstance(value, Mapping):
        names = [str(name) for name in value]
        if names != sorted(names):
            yield path, names
        for name, entry in value.items():
            yield from _orders(entry, f"{path}/{name}")
    elif isinstance(value, tuple):
        for place, entry in enumerate(value):
            yield from _orders(entry, f"{path}/{place}")


def _ordered(value: Any, order: Order, path: str) -> Any:
    if isinstance(value, dict):
        names = order.get(path, list(value))
        return {name: _ordered(value[name], order, f"{path}/{name}") for name in names}
    if isinstance(value, list):
        return [_ordered(entry, order, f"{path}/{place}") for place, entry in enumerate(value)]
    return value
