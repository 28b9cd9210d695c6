"""The last check of the ledger: told by every process, carried out by one, given up with the one that carried it out."""

from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from rebuild.web.last_check import Check, LastCheck

SOUND = {"ok": True, "problems": []}
PATIENCE = 20
NOW = datetime(2024, 2, 5, 10, 0)
AT = NOW.isoformat()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "check.json"


def carried_out(file: Path, found: dict) -> None:
    begun = LastCheck(file).begin(lambda: found, now=NOW)
    assert begun is not None
    begun.join(PATIENCE)


def test_where_nothing_was_checked_there_is_nothing_to_tell(file) -> None:
    assert LastCheck(file).find() is None


def test_what_one_process_found_another_tells(file) -> None:
    carried_out(file, SOUND)
    assert LastCheck(file).find() == Check(AT, over=True, result=SOUND)


def test_while_one_is_under_way_no_other_begins(file) -> None:
    goes_on = Event()

    def slow() -> dict:
        goes_on.wait(PATIENCE)
        return SOUND

    begun = LastCheck(file).begin(slow, now=NOW)
    assert LastCheck(file).find() == Check(AT)
    assert LastCheck(file).begin(lambda: {"ok": False}, now=NOW) is None
    goes_on.set()
    begun.join(PATIENCE)
    assert LastCheck(file).find() == Check(AT, over=True, result=SOUND)


def test_a_later_check_takes_the_place_of_an_earlier_one(file) -> None:
    carried_out(file, SOUND)
    carried_out(file, {"ok": False, "problems": ["第3条"]})
    assert LastCheck(file).find().result == {"ok": False, "problems": ["第3条"]}


def test_a_check_that_breaks_off_has_failed(file) -> None:
    begun = LastCheck(file).begin(lambda: 1 // 0, now=NOW)
    begun.join(PATIENCE)
    assert LastCheck(file).find() == Check(AT, over=True, failed=True)


def test_a_check_whose_process_is_gone_has_failed_and_may_be_begun_again(file) -> None:
    file.write_text(
        '{"at": "2024-02-05T10:00:00", "over": false, "failed": false, "result": null}', "utf-8"
    )
    assert LastCheck(file).find() == Check(AT, over=True, failed=True)
    carried_out(file, SOUND)
    assert LastCheck(file).find() == Check(AT, over=True, result=SOUND)
