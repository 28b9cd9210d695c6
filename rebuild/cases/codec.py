"""Events to canonical JSON bytes and back: sorted keys, no spaces, UTF-8, so that one event has one digest."""

import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache, partial
from typing import Any

import orjson

from rebuild.cases import events as happened
from rebuild.cases.facts import Json
from rebuild.cases.making import written

Convert = Callable[[Any], Any]
# Dates and dataclasses are refused, as the standard library does, and not written in the encoder's own way.
_CANONICAL = (
    orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
)


def canonical(value: Json) -> bytes:
    """The one way a JSON value is written, hashed and stored: as `json.dumps` writes it, in a tenth of the time.

    Floats apart, of which some are written otherwise; nothing that is kept has any, for every reader refuses them.
    """
    try:
        return orjson.dumps(value, option=_CANONICAL)
    except orjson.JSONEncodeError:
        # A number of more than 64 bits can be typed into a request; nothing else gets through here.
        return json.dumps(
            value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        ).encode()


def read_json(written: bytes) -> Any:
    """What `canonical` wrote."""
    return orjson.loads(written)


def to_json(value: object) -> dict[str, Json]:
    """A frozen dataclass as a JSON object; an event also says its name."""
    kind: Any = type(value)
    encoded: dict[str, Json] = _encoder(kind)(value)
    if kind.__module__ == happened.__name__:
        encoded["event"] = kind.__name__
    return encoded


def event_from_json(encoded: Mapping[str, Json]) -> happened.Event:
    """The event a JSON object tells of; a name no version of the program knew is an error."""
    event: happened.Event = _event_decoder(encoded["event"])(encoded)
    return event


def from_json(kind: type, encoded: Mapping[str, Json]) -> Any:
    """A frozen dataclass of `kind` from its JSON object."""
    return _decoder(kind)(encoded)


@cache
def _encoder(kind: Any) -> Convert:
    """Written out field by field: every entry of the ledger goes through two or three of these.

    A default is left out, so that a field added later changes no old digest.
    """
    hints = typing.get_type_hints(kind)
    names: dict[str, Any] = {}
    lines = ["def encode(value):", "    encoded = {}"]
    for each in fields(kind):
        name, convert, default = each.name, _encode(hints[each.name]), _default(each)
        names |= {f"write_{name}": convert, f"default_{name}": default}
        lines.append(f"    found = value.{name}")
        if default is not MISSING:
            lines.append(f"    if found is not default_{name} and found != default_{name}:")
        indent = " " * (4 if default is MISSING else 8)
        lines.append(
            f"{indent}encoded[{name!r}] = {f'write_{name}(found)' if convert else 'found'}"
        )
    return written([*lines, "    return encoded"], names, "encode")


@cache
def _decoder(kind: Any) -> Convert:
    """Writes each field where it belongs: a class's own way of making a frozen value takes twice as long."""
    assert not hasattr(kind, "__post_init__"), f"{kind.__name__} checks itself"
    hints = typing.get_type_hints(kind)
    plan = [
        (
            each.name,
            kind.__dict__[each.name].__set__,
            _decode(hints[each.name]),
            each.default,
            _new(each),
        )
        for each in fields(kind)
    ]

    def decode(encoded: Mapping[str, Json]) -> Any:
        value = object.__new__(kind)
        for name, write, convert, default, new in plan:
            if name in encoded:
                found = encoded[name]
                write(value, convert(found) if convert else found)
            else:
                write(value, new() if new else default)
        return value

    return decode


@cache
def _event_decoder(name: str) -> Convert:
    return _decoder(getattr(happened, name))


def _default(of: Field[Any]) -> Any:
    """What is left out; MISSING where a field has no default."""
    return of.default if of.default_factory is MISSING else of.default_factory()


def _new(of: Field[Any]) -> Callable[[], Any] | None:
    """What makes a field that was not written, where no one value stands for it; some must be written."""
    if of.default_factory is not MISSING:
        return of.default_factory
    return partial(_must_be_written, of.name) if of.default is MISSING else None


def _must_be_written(name: str) -> None:
    raise TypeError(f"nothing is written of {name}")


def _encode(hint: Any) -> Convert | None:
    """How a field is written; None where it is written as it is."""
    match _shape(hint):
        case ("date", _):
            return lambda value: None if value is None else value.isoformat()
        case ("fraction", _):
            return str
        case ("dataclass", kind):
            return _encoder(kind)
        case ("tuple", inner):
            each = _encode(inner)
            return (lambda values: [each(value) for value in values]) if each else list
        case ("mapping", _):
            return dict
        case _:
            return None


def _decode(hint: Any) -> Convert | None:
    """How a field is read; None where it is read as it stands."""
    match _shape(hint):
        case ("date", _):
            return lambda value: None if value is None else date.fromisoformat(value)
        case ("fraction", _):
            return _fraction
        case ("dataclass", kind):
            return _decoder(kind)
        case ("tuple", inner):
            each = _decode(inner)
            return (lambda values: tuple(each(value) for value in values)) if each else tuple
        case _:
            return None


# Nearly every share is the whole, a half or a third; reading one takes longer than all else of an owner.
_fraction = lru_cache(maxsize=1024)(Fraction)


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
