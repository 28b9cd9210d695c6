"""延长审查期限: once, by the head, with a reason, before the end, and nowhere that the law gives no extension."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest

from rebuild.cases.facts import Actor
from rebuild.services.act import Asked, Outcome, act
from rebuild.services.office import Office, make_office
from rebuild.store import lists
from tests.law.a_case import the_plan
from tests.services.offices_with_clocks import BEIJING, Placed, copied, put, same_bytes

CHIEF = Actor("planning_chief", "负责人乙", frozenset({"planning_chief"}))
CLERK = Actor("planning_clerk", "经办人甲", frozenset({"planning_clerk"}))
REASON = {"reason": "需补充论证"}
LAST, AFTER = date(2024, 2, 5), date(2024, 2, 6)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    data = tmp_path / "empty"
    make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
    made = copied(data, tmp_path / "office")
    put(made, [Placed("under_review", 0)])  # since 2024-01-09, so due on 2024-02-05
    yield made
    made.close()


def extend(office: Office, on: date, actor: Actor = CHIEF, seat: str = "planning") -> Outcome:
    now = datetime.combine(on, time(9), BEIJING)
    asked = Asked("WF-510105-2024-0001", seat, "extend_review", REASON, actor, on, now)
    return act(office, asked)


def codes(outcome: Outcome) -> set[str]:
    return {finding.code for finding in outcome.findings}


def due(office: Office) -> date:
    with office.database.reading() as session:
        rows = lists.due_clocks(session, until=date(2030, 1, 1))
    return next(row.due for row in rows if row.clock == "decision")


def test_a_review_is_extended_by_ten_working_days_on_its_last_day(office: Office) -> None:
    assert due(office) == LAST
    assert extend(office, LAST).allowed
    assert due(office) == date(
        2024, 2, 23
    )  # over the Spring Festival; a Sunday before the end is worked


def test_a_day_later_it_is_too_late(office: Office) -> None:
    assert codes(extend(office, AFTER)) == {"licensing.extend_before_due"}
    assert due(office) == LAST


def test_it_is_extended_once(office: Office) -> None:
    assert extend(office, LAST).allowed
    assert codes(extend(office, AFTER)) == {"licensing.extend_once"}
    assert due(office) == date(2024, 2, 23)


def test_only_the_head_extends(office: Office) -> None:
    assert "engine.role" in codes(extend(office, LAST, CLERK))
    assert due(office) == LAST


def test_a_construction_application_has_no_extension(office: Office) -> None:
    plan = the_plan()
    assert plan.action("planning", "extend_review") is not None
    assert plan.action("construction", "extend_review") is None
    assert not extend(office, LAST, seat="construction").allowed
