"""Shares of the cost add up to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.law.cost_shares import shares_by_area

AREAS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 10**6), min_size=1)


@given(st.integers(0, 10**12), AREAS)
def test_shares_add_up_to_the_sum(total, areas):
    assert sum(shares_by_area(total, areas).values()) == total


@given(st.integers(0, 10**12), AREAS)
def test_nobody_is_a_cent_off_his_exact_share(total, areas):
    whole = sum(areas.values())
    for unit, share in shares_by_area(total, areas).items():
        assert abs(share * whole - total * areas[unit]) < whole


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(2, 30))
def test_equal_areas_differ_by_a_cent_at_most(total, area, count):
    shares = shares_by_area(total, {str(each): area for each in range(count)}).values()
    assert max(shares) - min(shares) <= 1


def test_cent_left_over_goes_to_the_first_of_equals():
    assert shares_by_area(100, {"101": 1, "102": 1, "103": 1}) == {"101": 34, "102": 33, "103": 33}


@pytest.mark.parametrize("areas", [{}, {"101": 0}, {"101": -5}], ids=["none", "zero", "negative"])
def test_unit_without_area_has_no_share(areas):
    with pytest.raises(ValueError, match="positive area"):
        shares_by_area(100, areas)
