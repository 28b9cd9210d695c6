"""A case is recorded under the version that was seen, together with its ledger entry, its row and its projection."""

from threading import Barrier, Thread

import pytest

from rebuild.cases.apply import fold
from rebuild.errors import Conflict, NotFound, StoreError
from rebuild.store import cases, ledger
from rebuild.store.database import Database
from rebuild.store.projecting import written_projection
from rebuild.store.verify import verify
from tests.store.direct import behind, switch_off_triggers
from tests.store.sample_office import (
    AT,
    advance,
    draft,
    open_case,
    opening,
    project,
    refuse,
    step,
    unlike,
)


def advance_both(session, first, second):
    advance(session, first)
    advance(session, second)


def forget(database: Database) -> None:
    """Make the next fold read the ledger."""
    database.recent.clear()


def test_a_case_that_was_recorded_is_found_and_folds_to_what_was_decided(database):
    with database.writing() as session:
        opened = open_case(session, "D-1")
    with database.writing() as session:
        moved = advance(session, "D-1")
    forget(database)
    with database.reading() as session:
        assert cases.find(session, "D-1") == moved
        case = cases.folded(session, moved)
        assert case == step(opening("D-1").after).after
        assert (opened.version, moved.version, moved.seq, moved.state) == (1, 2, 2, "under_review")


def test_a_case_that_was_never_opened_is_not_found(database):
    with database.reading() as session:
        assert cases.find(session, "D-404") is None
        with pytest.raises(NotFound, match="D-404"):
            cases.get(session, "D-404")


def test_a_case_number_is_used_once(database):
    with database.writing() as session:
        open_case(session, "D-1")
    with pytest.raises(Conflict, match="D-1 已被使用"), database.writing() as session:
        open_case(session, "D-1")
    with database.reading() as session:
        assert ledger.head(session)[0] == 1


@pytest.mark.parametrize(
    ("seen", "recorded"), [(1, False), (2, True), (3, False), (None, True)], ids=str
)
def test_only_who_saw_the_latest_version_may_change_a_case(database, seen, recorded):
    with database.writing() as session:
        open_case(session, "D-1")
        advance(session, "D-1")
    if recorded:
        with database.writing() as session:
            assert advance(session, "D-1", seen=seen).version == 3
    else:
        with pytest.raises(Conflict, match="已由他人更新"), database.writing() as session:
            advance(session, "D-1", seen=seen)


def test_a_row_read_in_an_earlier_transaction_cannot_overwrite_a_later_change(database):
    with database.writing() as session:
        early = open_case(session, "D-1")
    with database.writing() as session:
        late = advance(session, "D-1")
    taken = step(opening("D-1").after)
    with pytest.raises(Conflict), database.writing() as session:
        cases.record(
            session,
            early,
            draft=draft(taken.events),
            after=taken.after,
            projection=project(taken.after),
        )
    with database.reading() as session:
        assert cases.find(session, "D-1") == late
        assert verify(session).ok


def test_of_two_clerks_who_saw_the_same_version_exactly_one_wins(database):
    with database.writing() as session:
        open_case(session, "D-1")
    for version in range(1, 21):
        barrier, outcomes = Barrier(2), []

        def race(by, version=version, barrier=barrier, outcomes=outcomes):
            barrier.wait()
            try:
                with database.writing() as session:
                    outcomes.append(advance(session, "D-1", seen=version, by=by).version)
            except Conflict:
                outcomes.append(0)

        racers = [Thread(target=race, args=(by,)) for by in ("clerk-1", "clerk-2")]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        assert sorted(outcomes) == [0, version + 1]


def test_the_loser_can_be_told_who_did_what_since(database):
    with database.writing() as session:
        open_case(session, "D-1")
        refuse(session, "D-1")
        advance(session, "D-1", by="clerk-2", note="甲")
        stored = advance(session, "D-1", by="clerk-3")
    with database.reading() as session:
        since = cases.changed_since_version(session, stored, version=1)
        assert [entry.by for entry in since] == ["clerk-2", "clerk-3"]
        assert since[0].events[0].answers == {"note": "甲"}
        assert since[0].at == AT
        assert [entry.seq for entry in cases.changed_since(session, "D-1", seq=2)] == [3, 4]
        assert cases.changed_since_version(session, stored, version=3) == ()


def test_a_refusal_is_entered_and_changes_neither_version_nor_case(database):
    with database.writing() as session:
        before = open_case(session, "D-1")
    with database.writing() as session:
        refused = refuse(session, "D-1")
    forget(database)
    with database.reading() as session:
        assert (refused.version, refused.seq) == (before.version, before.seq + 1)
        assert cases.folded(session, refused) == opening("D-1").after
        assert verify(session).ok
    with database.writing() as session:
        assert advance(session, "D-1", seen=1).version == 2


def test_an_action_that_fails_leaves_nothing_behind(database):
    with database.writing() as session:
        before = open_case(session, "D-1")
    with pytest.raises(NotFound), database.writing() as session:
        advance_both(session, "D-1", "D-404")
    with database.reading() as session:
        assert cases.find(session, "D-1") == before
        assert written_projection(session, "D-1") == project(opening("D-1").after)
        assert ledger.head(session)[0] == 1


def test_a_clock_that_no_longer_stands_in_the_case_leaves_the_table(database):
    with database.writing() as session:
        open_case(session, "D-1")
        advance(session, "D-1")
    with database.reading() as session:
        under_review = written_projection(session, "D-1")
    with database.writing() as session:
        advance(session, "D-1")
    with database.reading() as session:
        granted = written_projection(session, "D-1")
    assert [clock.standing for clock in under_review.clocks] == ["running"]
    assert granted.clocks == ()
    assert (under_review.stage, granted.stage) == ("planning", "demolition")


def test_a_projection_is_written_right_also_when_the_one_before_is_not_known(database):
    with database.writing() as session:
        open_case(session, "D-1")
        stored = advance(session, "D-1")
    with database.writing() as session:
        taken = step(cases.folded(session, cases.get(session, "D-1")))
        told_otherwise = unlike(project(taken.after))
        cases.record(
            session, stored, draft=draft(taken.events), after=taken.after, projection=told_otherwise
        )
    with database.reading() as session:
        assert written_projection(session, "D-1") == told_otherwise


def test_what_is_remembered_is_what_the_ledger_folds_to(database):
    with database.writing() as session:
        open_case(session, "D-1")
    for _ in range(7):
        with database.writing() as session:
            stored = advance(session, "D-1")
    with database.reading() as session:
        remembered = cases.folded(session, stored)
        assert remembered == fold(ledger.events(session, "D-1"))
        assert len(database.recent) <= 512


def test_a_case_is_not_folded_from_entries_that_were_changed(database, address):
    with database.writing() as session:
        open_case(session, "D-1")
        stored = advance(session, "D-1", note="同意")
    forget(database)
    with behind(address) as connection:
        switch_off_triggers(connection)
        (body,) = connection.execute("SELECT body FROM ledger WHERE position = 2").fetchone()
        forged = bytes(body).replace("同意".encode(), "反对".encode())
        connection.execute("UPDATE ledger SET body = ? WHERE position = 2", (forged,))
    with database.reading() as session, pytest.raises(StoreError, match="第 2 条与校验值不符"):
        cases.folded(session, stored)
