"""A changed copy is the one `dataclasses.replace` makes, and the value it was made from stays as it was."""

import dataclasses
from datetime import date

import pytest

from rebuild.cases.facts import Case, Run, Visit
from rebuild.cases.replacing import replace

VISIT = Visit("received", date(2024, 2, 5), "submit")
RUN = Run("planning", 1, date(2024, 2, 5), "received", (VISIT,))
CASE = Case("D-1", "small", 1, "f" * 64, date(2024, 2, 5), "510199", runs={"planning": (RUN,)})


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (CASE, {"region": "510105"}),
        (CASE, {"runs": {}, "services": ()}),
        (RUN, {"state": "granted", "visits": (VISIT, VISIT)}),
        (VISIT, {}),
    ],
)
def test_a_changed_copy_equals_the_one_of_the_standard_library(value, changes):
    before = repr(value)
    assert replace(value, **changes) == dataclasses.replace(value, **changes)
    assert repr(value) == before


def test_a_field_that_does_not_exist_cannot_be_changed():
    with pytest.raises(AttributeError):
        replace(VISIT, stage="planning")


def test_a_changed_copy_is_as_frozen_as_its_origin():
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(VISIT, state="granted").state = "denied"
