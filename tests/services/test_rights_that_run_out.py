"""权利期限和公示期: after their last day nobody is late, on a case's sheet of clocks and in the look at the machine."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rebuild.services.clocks_told import clocks_told
from rebuild.services.examine import examine
from rebuild.services.look_up import look_up
from rebuild.services.office import Office, make_office
from tests.services.offices_with_clocks import Placed, opened, put, same_bytes
from tests.store.conftest import address, postgresql_database, sqlite_template

__all__ = ["address", "postgresql_database", "sqlite_template"]

NUMBER = "WF-510105-2024-0001"


@pytest.fixture
def office(address: str, tmp_path: Path) -> Iterator[Office]:
    data = tmp_path / "data"
    make_office(data=data, database=address, chance=same_bytes)
    made = opened(data, address)
    put(made, [Placed("received", 0)])
    yield made
    made.close()


def clock(office: Office, seat: str, name: str, on: str) -> dict[str, object]:
    found = look_up(office, NUMBER)
    told = clocks_told(found.plan, office.calendar, found.case, on=date.fromisoformat(on))
    return next(each for each in told if (each["seat"], each["clock"]) == (seat, name))


def test_a_posting_that_hung_a_day_longer_was_not_late(office: Office) -> None:
    posting = clock(office, "consensus", "posting", "2024-01-09")
    assert str(posting["ended"]) > str(posting["due"])
    assert not posting["late"]


@pytest.mark.parametrize(("on", "passed"), [("2024-07-11", False), ("2024-07-12", True)])
def test_a_right_is_lost_the_day_after_its_last_and_lights_no_lamp(
    office: Office, on: str, passed: bool
) -> None:
    challenge = clock(office, "consensus", "challenge", on)
    assert (challenge["passed"], challenge["late"]) == (passed, False)
    assert (challenge["lamp"] is None) is passed
    assert (challenge["standing_label"] == "已届满") is passed


@pytest.mark.parametrize(("on", "late"), [("2024-01-15", False), ("2024-01-16", True)])
def test_a_duty_is_late_the_day_after_its_last(office: Office, on: str, late: bool) -> None:
    assert clock(office, "planning", "acceptance", on)["late"] is late


@pytest.mark.parametrize(
    ("on", "found"),
    [("2024-01-15", "0 项"), ("2024-01-16", "1 项"), ("2024-08-01", "1 项")],
    ids=["last_day", "day_after", "when_a_right_is_lost_too"],
)
def test_a_look_at_the_machine_counts_duties_and_no_lost_rights(
    office: Office, on: str, found: str
) -> None:
    seen = examine(data=office.data, database=office.database.url, on=date.fromisoformat(on))
    assert next(each.found for each in seen if each.name == "到期未处理的时限") == found
