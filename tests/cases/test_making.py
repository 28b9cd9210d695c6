"""What is made quickly is what `dataclasses` makes: the same fields, defaults and checks, and as frozen."""

from dataclasses import FrozenInstanceError, dataclass, field

import pytest

from rebuild.cases.making import quickly_made


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    rows: list[str] = field(default_factory=list)
    count: int = 0


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    rows: list[str] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(self.count)


def fields_of(value):
    return value.name, value.rows, value.count


@pytest.mark.parametrize(
    ("given", "named"), [(("a",), {}), (("a", ["b"]), {"count": 3}), ((), {"name": "a"})]
)
def test_it_has_the_fields_and_defaults_it_was_written_with(given, named):
    quick = Quick(*given, **named)
    assert type(quick) is Quick
    assert fields_of(quick) == fields_of(Plain(*given, **named))
    assert quick == Quick(*given, **named)


def test_no_two_values_share_what_a_default_makes_for_each():
    assert Quick("a").rows is not Quick("a").rows


def test_it_is_frozen_once_it_is_made():
    with pytest.raises(FrozenInstanceError):
        Quick("a").count = 1


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("a",), {"colour": 1}), ((1, 2, 3, 4), {})]
)
def test_what_is_missing_or_unknown_is_refused_as_ever(given, named):
    for kind in (Plain, Quick):
        with pytest.raises(TypeError):
            kind(*given, **named)


def test_it_still_checks_itself():
    with pytest.raises(ValueError, match="-1"):
        Quick("a", count=-1)
