"""突破事项: a rule is lifted for one case, to its last day, and only where the law lets it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rebuild.cases.facts import Variance
from rebuild.law.rule import Finding
from rebuild.law.variances import in_force, lifted
from tests.law.a_case import DAY, a_case

LIFTABLE = Finding("planning.unit_area", "", "local_policy", "", "owner_rep", liftable=True)
GRANTED = Variance("planning.unit_area", "示例会议纪要〔2024〕2号", "示例区人民政府", "205户", DAY)


@pytest.mark.parametrize(
    ("days", "holds"), [(-1, True), (0, True), (1, False)], ids=["before", "last_day", "day_after"]
)
def test_a_variance_holds_to_its_last_day(days: int, holds: bool) -> None:
    case = a_case(variances=(GRANTED,))
    assert lifted(LIFTABLE, case, DAY + timedelta(days)) is holds
    assert (in_force(case, DAY + timedelta(days)) == (GRANTED,)) is holds


def test_a_variance_without_a_last_day_holds_on() -> None:
    case = a_case(variances=(replace(GRANTED, expires=None),))
    assert lifted(LIFTABLE, case, date(2099, 12, 31))


def test_what_is_not_liftable_stays_whatever_the_paper_says() -> None:
    fixed = replace(LIFTABLE, liftable=False)
    assert not lifted(fixed, a_case(variances=(GRANTED,)), DAY)


def test_a_variance_lifts_its_own_rule_only() -> None:
    assert not lifted(replace(LIFTABLE, code="planning.height"), a_case(variances=(GRANTED,)), DAY)
    assert not lifted(LIFTABLE, a_case(), DAY)
