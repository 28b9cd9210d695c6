"""Whether what a file says has the shape its type asks for, told in our words with line and column."""

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from rebuild.engine.nodes import Fault, Node

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "a mapping (key: value)",
    "mapping_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "tuple_type": "a list",
}


def shaped(model: type[Model], node: Node) -> tuple[Model | None, tuple[Fault, ...]]:
    """The node as a value of the model, or everything about it that does not fit."""
    text = json.dumps(node.plain())
    try:
        # As JSON and strict: "3" is no number and "yes" no truth, but a date may be written as text.
        return model.model_validate_json(text, strict=True, by_alias=True, by_name=False), ()
    except ValidationError as error:
        return None, _faults(model, node, error)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that was perhaps meant; empty where none is near."""
    near = get_close_matches(word, sorted(known), n=1)
    return f". Did you mean '{near[0]}'?" if near else ""


def _faults(model: type[BaseModel], root: Node, error: ValidationError) -> tuple[Fault, ...]:
    faults: set[Fault] = set()
    expected: dict[Location, list[str]] = {}
    for each in error.errors(include_url=False, include_input=False):
        location = tuple(each["loc"])
        node, path = _reached(root, location)
        if each["type"] == "extra_forbidden":
            hint = suggestion(str(location[-1]), _known_keys(model, path[:-1]))
            faults.add(Fault(node.shown, f"unknown key '{location[-1]}'{hint}"))
        elif each["type"] == "missing":
            faults.add(Fault(node.shown, f"{_named(path)} lacks the key '{location[-1]}'"))
        elif location[-1:] == ("[key]",):
            faults.add(Fault(node.shown, f"the key {_named(path)} must be {_wanted(each)}"))
        else:
            expected.setdefault(path, []).append(_wanted(each))
    for path, wanted in expected.items():
        # A union reports each of its branches; where a fault lies deeper, that one says it best.
        if not any(len(other) > len(path) and other[: len(path)] == path for other in expected):
            faults.add(_misfit(root.at(*path), path, wanted))
    return tuple(sorted(faults))


def _misfit(node: Node, path: Location, wanted: list[str]) -> Fault:
    quotes = "; put it in quotes" if "text" in wanted and isinstance(node.value, int) else ""
    return Fault(node.place, f"{_named(path)} must be {' or '.join(dict.fromkeys(wanted))}{quotes}")


def _wanted(error: Mapping[str, Any]) -> str:
    if error["type"] == "literal_error":
        return "one of " + str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    if str(error["type"]).startswith("date"):
        return "a date such as 2024-07-01"
    return _EXPECTED.get(error["type"], "something else")


def _named(path: Location) -> str:
    return next((f"'{step}'" for step in reversed(path) if isinstance(step, str)), "this file")


def _reached(root: Node, location: Location) -> tuple[Node, Location]:
    """Where a location leads among the nodes; steps that name only a branch of a union are passed over."""
    path: Location = ()
    for step in location:
        if root.reached((*path, step))[1] == len(path) + 1:
            path = (*path, step)
    return root.at(*path), path


def _known_keys(model: type[BaseModel], path: Location) -> set[str]:
    """The keys a mapping may have that stands at the end of a path below a model."""
    here: Any = model
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            here = fields[str(step)].annotation if step in fields else None
        elif get_origin(here) is not None:
            here = get_args(here)[0 if isinstance(step, int) else -1]
        here = _model_among(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return {field.alias or name for name, field in here.model_fields.items()}
    return set()


def _model_among(annotation: Any) -> Any:
    """Of `Model | None`, the model."""
    if isinstance(annotation, UnionType):
        return next((each for each in get_args(annotation) if each is not NoneType), None)
    return annotation
