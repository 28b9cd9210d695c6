"""补录: how far back a step may be dated, in which order, and that it counts everything anew."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from rebuild.cases.facts import CLOCK, Actor, Run, Taken, Visit
from rebuild.law.backdating import misdated
from rebuild.services.act import Asked, Outcome, act
from rebuild.services.office import Office, make_office
from rebuild.store import lists
from tests.law.a_case import the_plan
from tests.services.offices_with_clocks import BEIJING, Placed, copied, put, same_bytes

CLERK = Actor("planning_clerk", "经办人甲", frozenset({"planning_clerk"}))
NUMBER = "WF-510105-2024-0001"
EXCLUDED = {"kind": "testing", "needed_days": "3", "note": "已书面告知"}


def said(on: date, entered: date, *, recorded: bool = False, actor: Actor = CLERK) -> list[str]:
    found = misdated(the_plan().limits, None, actor, on=on, entered=entered, recorded=recorded)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("ago", "codes"), [(0, []), (30, []), (31, ["engine.backdated"]), (400, ["engine.backdated"])]
)
def test_a_step_is_entered_within_thirty_days(ago: int, codes: list[str]) -> None:
    entered = date(2027, 6, 30)
    assert said(entered - timedelta(ago), entered) == codes


def test_what_was_done_before_the_office_began_here_may_be_entered_late() -> None:
    assert said(date(2025, 12, 31), date(2026, 6, 1)) == []
    assert said(date(2026, 1, 1), date(2026, 6, 1)) == ["engine.backdated"]


def test_nobody_enters_a_day_to_come_not_even_as_a_record() -> None:
    today = date(2026, 6, 1)
    tomorrow = today + timedelta(1)
    assert said(tomorrow, today) == ["engine.day_to_come"]
    assert said(tomorrow, today, recorded=True) == ["engine.day_to_come"]


def test_a_historic_record_may_be_as_old_as_it_is() -> None:
    assert said(date(2026, 1, 5), date(2027, 6, 1), recorded=True) == []


def test_what_time_brings_about_is_dated_by_the_time_limit() -> None:
    assert said(date(2026, 1, 5), date(2027, 6, 1), actor=CLOCK) == []


@pytest.mark.parametrize(
    ("on", "codes"),
    [("2024-03-05", ["engine.out_of_order"]), ("2024-03-06", []), ("2024-03-07", [])],
)
def test_the_steps_of_a_procedure_keep_their_order(on: str, codes: list[str]) -> None:
    taken = (
        Taken("accept", date(2024, 3, 6), "a", "clerk", {}),
        Taken("inspect", date(2024, 3, 9), "a", "clerk", {}, recorded=True),
    )
    day = date(2024, 3, 4)
    run = Run("planning", 1, day, "under_review", (Visit("under_review", day, "accept"),), taken)
    found = misdated(
        the_plan().limits, run, CLERK, on=date.fromisoformat(on), entered=date(2024, 3, 20),
        recorded=False,
    )  # fmt: skip
    assert [finding.code for finding in found] == codes


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    data = tmp_path / "empty"
    make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
    made = copied(data, tmp_path / "office")
    put(made, [Placed("under_review", 0)])  # since 2024-01-09
    yield made
    made.close()


def step(office: Office, action: str, answers: dict[str, str], on: str, entered: str) -> Outcome:
    now = datetime.combine(date.fromisoformat(entered), time(9), BEIJING)
    day = date.fromisoformat(on)
    return act(office, Asked(NUMBER, "planning", action, answers, CLERK, day, now))


def due(office: Office) -> date:
    with office.database.reading() as session:
        rows = lists.due_clocks(session, until=date(2030, 1, 1))
    return next(row.due for row in rows if row.clock == "decision")


def test_a_backdated_entry_counts_everything_anew(office: Office) -> None:
    assert due(office) == date(2024, 2, 5)
    assert step(office, "start_excluded", EXCLUDED, "2024-01-10", "2024-01-25").allowed
    assert step(office, "end_excluded", {"note": "合格"}, "2024-01-15", "2024-01-25").allowed
    assert due(office) == date(2024, 2, 8)  # three working days on


def test_a_refused_day_changes_nothing_and_says_what_to_do(office: Office) -> None:
    outcome = step(office, "start_excluded", EXCLUDED, "2024-01-08", "2024-01-25")
    assert not outcome.allowed
    (finding,) = outcome.findings
    assert finding.code == "engine.out_of_order"
    assert "2024-01-09" in finding.message
    assert "历史事项" in finding.cure
    assert due(office) == date(2024, 2, 5)
