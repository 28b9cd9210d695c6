"""Events to canonical JSON bytes and back: sorted keys, no spaces, UTF-8, so that one event has one digest."""

import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from rebuild.cases import events as happened
from rebuild.cases.facts import Json

Convert = Callable[[Any], Any]
# json.dumps would make such an encoder anew for every value.
_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def canonical(value: Json) -> bytes:
    """The one way a JSON value is written, hashed and stored."""
    return _CANONICAL.encode(value).encode()


def to_json(value: object) -> dict[str, Json]:
    """A frozen dataclass as a JSON object; an event also says its name."""
    kind: Any = type(value)
    encoded: dict[str, Json] = _encoder(kind)(value)
    if kind.__module__ == happened.__name__:
        encoded["event"] = kind.__name__
    return encoded


def event_from_json(encoded: Mapping[str, Json]) -> happened.Event:
    """The event a JSON object tells of; a name no version of the program knew is an error."""
    kind = getattr(happened, str(encoded["event"]))
    event: happened.Event = _decoder(kind)(encoded)
    return event


def from_json(kind: type, encoded: Mapping[str, Json]) -> Any:
    """A frozen dataclass of `kind` from its JSON object."""
    return _decoder(kind)(encoded)


@cache
def _encoder(kind: Any) -> Convert:
    hints = typing.get_type_hints(kind)
    plan = [(each.name, _encode(hints[each.name]), _default(each)) for each in fields(kind)]

    def encode(value: Any) -> dict[str, Json]:
        encoded = {}
        for name, convert, default in plan:
            found = getattr(value, name)
            # A default is left out, so that a field added later changes no old digest.
            if default is MISSING or found != default:
                encoded[name] = convert(found)
        return encoded

    return encode


@cache
def _decoder(kind: type) -> Convert:
    hints = typing.get_type_hints(kind)
    plan = [(each.name, _decode(hints[each.name])) for each in fields(kind)]

    def decode(encoded: Mapping[str, Json]) -> Any:
        return kind(**{name: convert(encoded[name]) for name, convert in plan if name in encoded})

    return decode


def _default(of: Field[Any]) -> Any:
    return of.default if of.default_factory is MISSING else of.default_factory()


def _encode(hint: Any) -> Convert:
    match _shape(hint):
        case ("date", _):
            return lambda value: None if value is None else value.isoformat()
        case ("fraction", _):
            return str
        case ("dataclass", kind):
            return _encoder(kind)
        case ("tuple", inner):
            each = _encode(inner)
            return lambda values: [each(value) for value in values]
        case ("mapping", _):
            return dict
        case _:
            return _same


def _decode(hint: Any) -> Convert:
    match _shape(hint):
        case ("date", _):
            return lambda value: None if value is None else date.fromisoformat(value)
        case ("fraction", _):
            return Fraction
        case ("dataclass", kind):
            return _decoder(kind)
        case ("tuple", inner):
            each = _decode(inner)
            return lambda values: tuple(each(value) for value in values)
        case _:
            return _same


def _shape(hint: Any) -> tuple[str, Any]:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    if hint is date:
        return "date", None
    if hint is Fraction:
        return "fraction", None
    if is_dataclass(hint):
        return "dataclass", hint
    if typing.get_origin(hint) is tuple:
        return "tuple", typing.get_args(hint)[0]
    if typing.get_origin(hint) is not None:
        return "mapping", None
    return "plain", None


def _same(value: Any) -> Any:
    return value
