"""先办到期: what time has decided in a case is done by whoever acts on it next, once, and before what is asked."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebuild.cases.events import ActionRefused, ActionTaken
from rebuild.cases.facts import Actor
from rebuild.cli.act_shown import show_outcome
from rebuild.errors import Conflict
from rebuild.services.act import Asked, Outcome, act
from rebuild.services.act_told import outcome_told
from rebuild.services.look_up import look_up
from rebuild.services.office import Office, make_office
from rebuild.services.run_clocks import run_clocks
from rebuild.store import ledger
from rebuild.store.verify import verify
from tests.services.offices_with_clocks import (
    BEIJING,
    FIRST,
    Deed,
    Placed,
    book,
    copied,
    opened,
    put,
    same_bytes,
)
from tests.store.conftest import address, postgresql_database, sqlite_template

__all__ = ["address", "postgresql_database", "sqlite_template"]

NUMBER, OTHER = "WF-510105-2024-0001", "WF-510105-2024-0002"
CLERK = Actor("planning_clerk", "经办人甲", frozenset({"planning_clerk"}))
ARCHIVIST = Actor("archivist", "档案人员乙", frozenset({"archivist"}))
LAST = date(2024, 1, 15)  # of five working days from a Monday's receipt
AFTER = LAST + timedelta(1)
CHECKED = {"inspectors": [{"name": "甲"}, {"name": "乙"}], "note": "与图纸一致"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("empty") / "office"
    make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
    return data


@pytest.fixture
def office(address: str, tmp_path: Path) -> Iterator[Office]:
    data = tmp_path / "data"
    make_office(data=data, database=address, chance=same_bytes)
    made = opened(data, address)
    put(made, [Placed("received", 0), Placed("received", 0)])
    yield made
    made.close()


def asked(action: str, on: date, **more: object) -> Asked:
    now = datetime.combine(on, time(9), BEIJING)
    answers = CHECKED if action == "inspect" else {}
    return replace(Asked(NUMBER, "planning", action, answers, CLERK, on, now), **more)


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def done(office: Office, number: str = NUMBER) -> list[tuple[str, str]]:
    """Who did what in the planning application, entry by entry."""
    return [
        (deed.by, event.action)
        for deed in book(office)[number]
        for event in deed.events[:1]
        if isinstance(event, ActionTaken | ActionRefused) and event.seat == "planning"
    ]


@pytest.mark.parametrize(
    ("on", "first", "refused"),
    [
        (LAST - timedelta(1), [], []),
        (LAST, [], []),
        (AFTER, ["deem_accept"], ["engine.not_offered"]),
    ],
    ids=["the_day_before", "last_day", "day_after"],
)
def test_a_day_after_the_last_day_it_is_accepted_by_silence_before_anyone_accepts_it(
    office: Office, on: date, first: list[str], refused: list[str]
) -> None:
    outcome = act(office, asked("accept", on))
    assert [each.action for each in outcome.first] == first
    assert codes(outcome) == refused
    assert done(office)[-1] == ("planning_clerk", "accept")


def test_what_silence_makes_possible_is_done_in_one_go_each_in_an_entry_of_its_own(
    office: Office,
) -> None:
    before = len(book(office)[NUMBER])
    outcome = act(office, asked("inspect", AFTER))
    assert outcome.allowed
    assert [each.kind for each in outcome.issued] == ["acceptance_notice"]
    assert outcome.documents == ()
    assert done(office)[-2:] == [("clock", "deem_accept"), ("planning_clerk", "inspect")]
    assert len(book(office)[NUMBER]) == before + 2
    assert outcome.version == look_up(office, NUMBER).stored.version == 3


def test_another_case_is_left_to_whoever_acts_on_it(office: Office) -> None:
    kept = book(office)[OTHER]
    act(office, asked("inspect", AFTER))
    assert book(office)[OTHER] == kept


def test_a_dry_run_says_it_too_and_writes_nothing(office: Office) -> None:
    kept = book(office)
    outcome = act(office, asked("inspect", AFTER, dry_run=True))
    told = outcome_told(office, outcome, seat="planning", action="inspect", on=AFTER, dry_run=True)
    assert outcome.allowed
    assert [(each["action_label"], each["due"], each["on"]) for each in told["first"]] == [
        ("视为受理", "2024-01-15", "2024-01-16")
    ]
    assert book(office) == kept
    assert codes(act(office, asked("accept", AFTER, dry_run=True))) == ["engine.not_offered"]
    assert book(office) == kept


@pytest.mark.parametrize(("dry_run", "word"), [(True, "此前将先办理"), (False, "此前已先办理")])
def test_who_acts_is_told_what_was_done_first(
    office: Office, capsys: pytest.CaptureFixture[str], dry_run: bool, word: str
) -> None:
    outcome = act(office, asked("inspect", AFTER, dry_run=dry_run))
    show_outcome(
        outcome_told(office, outcome, seat="planning", action="inspect", on=AFTER, dry_run=dry_run)
    )
    shown = capsys.readouterr().out
    assert f"{word}：建设工程规划许可办理·视为受理" in shown
    assert "受理期限于2024-01-15届满，自2024-01-16起" in shown
    assert ("受理通知书" in shown) is not dry_run


def test_time_decides_by_the_day_of_the_deed_and_never_beyond_that_of_its_entry(
    office: Office,
) -> None:
    late = datetime.combine(AFTER + timedelta(3), time(9), BEIJING)
    assert act(office, asked("fix_on_spot", LAST, now=late)).first == ()
    early = datetime.combine(LAST, time(9), BEIJING)
    outcome = act(office, asked("accept", AFTER, now=early))
    assert outcome.first == ()
    assert "engine.day_to_come" in codes(outcome)


def test_a_step_from_old_papers_is_not_overtaken_by_time(office: Office) -> None:
    outcome = act(office, asked("accept", AFTER, recorded=True, actor=ARCHIVIST))
    assert outcome.first == ()
    assert outcome.allowed
    assert "engine.clock_first" in codes(outcome)
    last = book(office)[NUMBER][-1]
    assert (last.by, last.role) == ("archivist", "archivist")


def test_a_request_sent_twice_is_done_once_and_its_clock_too(office: Office) -> None:
    request = asked("inspect", AFTER, key="k-1")
    assert act(office, request).allowed
    kept = book(office)
    assert act(office, request).replayed
    assert book(office) == kept


def test_the_version_seen_is_that_before_time_acted_and_a_stranger_still_counts(
    office: Office,
) -> None:
    assert act(office, asked("inspect", AFTER, seen=1)).allowed
    with pytest.raises(Conflict):
        act(office, asked("inspect", AFTER, seen=1))


def test_the_clocks_run_afterwards_find_nothing_left(office: Office) -> None:
    act(office, asked("inspect", AFTER))
    now = datetime.combine(AFTER, time(2), BEIJING)
    assert run_clocks(office, on=AFTER, now=now, number=NUMBER) == ()


# Some office runs its clocks every night, another never but for what is acted upon.
DEEDS = ("inspect", "fix_on_spot", "accept", "end_excluded", "request_hearing")


@settings(max_examples=15)
@given(
    st.sampled_from(("received", "supplement", "under_review", "hearing", "stopped", "permit")),
    st.lists(st.tuples(st.integers(0, 45), st.sampled_from(DEEDS)), max_size=4),
)
def test_clocks_run_daily_or_by_what_is_done_give_the_same_ledger(
    empty: Path, place: str, deeds: list[tuple[int, str]]
) -> None:
    with TemporaryDirectory() as folder:
        kept = []
        for name, nightly in (("nightly", True), ("never", False)):
            office = copied(empty, Path(folder) / name)
            put(office, [Placed(place, 0)])
            kept.append(lived(office, sorted(deeds), nightly=nightly))
            office.close()
        assert kept[0] == kept[1]


def lived(office: Office, deeds: list[tuple[int, str]], *, nightly: bool) -> tuple[Deed, ...]:
    for day in range(46):
        on = FIRST + timedelta(day)
        if nightly or day == 45:
            run_clocks(office, on=on, now=datetime.combine(on, time(2), BEIJING))
        for _, action in (deed for deed in deeds if deed[0] == day):
            answers = CHECKED if action == "inspect" else {"note": "已办"}
            act(office, asked(action, on, answers=answers))
    return book(office)[NUMBER]


def test_processes_that_act_at_once_let_time_act_once(office: Office, tmp_path: Path) -> None:
    database = office.database.url
    office.database.close()
    environment = {**os.environ, "REBUILD_DATABASE_URL": database}
    rebuild = [sys.executable, "-m", "rebuild", "--data", str(tmp_path / "data")]
    on = ["--on", AFTER.isoformat(), "--no-print", "--json"]
    answers = tmp_path / "answers.yaml"
    answers.write_text("inspectors: [{name: 甲}, {name: 乙}]\nnote: 与图纸一致\n", "utf-8")
    inspect = ["case", "act", NUMBER, "planning.inspect", "--as", "planning_clerk"]
    calls = [
        [*rebuild, *inspect, "--answers", str(answers), *on],
        [*rebuild, *inspect, "--answers", str(answers), *on],
        [*rebuild, "clocks", "run", *on],
    ]
    running = [
        subprocess.Popen(
            call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for call in calls
    ]
    told = [process.communicate(timeout=300) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], told
    again = opened(tmp_path / "data", database)
    assert sorted(done(again)) == [
        ("clock", "deem_accept"),
        ("planning_clerk", "inspect"),
        ("planning_clerk", "inspect"),
    ]
    assert done(again, OTHER) == [("clock", "deem_accept")]
    with again.database.reading() as session:
        assert verify(session).ok
        assert ledger.head(session)[0] == sum(len(deeds) for deeds in book(again).values())
    again.close()
