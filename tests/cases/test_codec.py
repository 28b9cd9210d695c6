"""Canonical bytes: those the standard library writes, whatever writes them; every hash in the ledger rests on it."""

import json
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from rebuild.cases.codec import canonical, read_json

# Every sign there is; what has no bytes of its own (a lone surrogate) cannot be stored.
TEXTS = some.text(some.characters(exclude_categories=["Cs"]))
WHOLE = some.integers(-(2**80), 2**80)
VALUES = some.recursive(
    some.none() | some.booleans() | WHOLE | TEXTS,
    lambda inner: some.lists(inner) | some.dictionaries(TEXTS, inner),
)


def as_the_standard_library_writes(value: object) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


@given(VALUES)
@example({"乙": 1, "甲": 2, "z": 3, "𬭎": 4, "\uffff": 5})
@example("".join(map(chr, range(0x80))) + "\u2028\u2029\ufeff")
@example({"大": 2**64, "小": -(2**63) - 1})
def test_the_bytes_are_those_of_the_standard_library(value: object) -> None:
    assert canonical(value) == as_the_standard_library_writes(value)


@given(VALUES)
def test_what_was_written_reads_back(value: object) -> None:
    narrow = json.loads(json.dumps(value), parse_int=lambda text: int(text[:15]))
    assert read_json(canonical(narrow)) == narrow


@dataclass(frozen=True)
class Thing:
    name: str


@pytest.mark.parametrize("value", [Thing("房"), date(2024, 2, 5), {"on": date(2024, 2, 5)}, b"1"])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_a_text_without_bytes_of_its_own_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical({"name": "\ud800"})
