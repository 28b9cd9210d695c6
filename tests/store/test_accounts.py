"""Accounts, deputies, single cases, sessions, and what happened in the office: the same on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rebuild.cases.events import OfficeHappened, PersonalDataShown
from rebuild.cases.facts import Actor
from rebuild.errors import NotFound, StoreError
from rebuild.store import accounts, cases, ledger, staff, verify, web_sessions
from rebuild.store.accounts import Account, Deputy
from rebuild.store.ledger import OFFICE, Draft
from rebuild.store.web_sessions import WebSession
from tests.store.direct import behind
from tests.store.sample_office import AT, DAY, advance, draft, open_case, project

ACCOUNT = Account(
    "c-1", "$argon2id$", AT, frozenset({"510105", "510104"}), must_change=True,
    totp_secret=b"\x00\xff", totp_last=57, failures=3, locked_until=AT, demo=True,
)  # fmt: skip


@pytest.fixture
def office(database):
    """Two people and a case."""
    with database.writing() as session:
        for name in ("c-1", "c-2"):
            staff.add(session, Actor(name, "经办甲", frozenset({"clerk"})))
        open_case(session, "D-1")
    return database


def test_an_account_is_given_back_as_it_was_put(office):
    with office.writing() as session:
        accounts.put(session, ACCOUNT)
        accounts.put(session, replace(ACCOUNT, staff_id="c-2", totp_secret=None, locked_until=None))
    with office.reading() as session:
        assert accounts.find(session, "c-1") == ACCOUNT
        assert set(accounts.everything(session)) == {"c-1", "c-2"}
        with pytest.raises(NotFound, match="还没有登录账号"):
            accounts.get(session, "c-3")


@pytest.mark.parametrize(
    ("day", "stands_in"),
    [(4, False), (5, True), (7, True), (8, False)],
    ids=["before", "first", "last", "after"],
)
def test_a_deputy_stands_in_from_the_first_day_to_the_last(office, day, stands_in):
    made = Deputy("1", "c-1", "c-2", date(2024, 2, 5), date(2024, 2, 7), "c-1", AT)
    with office.writing() as session:
        accounts.stand_in(session, made)
    with office.reading() as session:
        found = accounts.standing_in(session, "c-2", date(2024, 2, day))
        assert found == ((made,) if stands_in else ())
        assert accounts.standing_in(session, "c-1", date(2024, 2, day)) == ()


def test_nobody_stands_in_for_whoever_is_gone_or_took_it_back(office):
    for name in ("1", "2"):
        with office.writing() as session:
            accounts.stand_in(session, Deputy(name, "c-1", "c-2", DAY, DAY, "c-1", AT))
    with office.writing() as session:
        accounts.end_standing_in(session, "1")
    with office.reading() as session:
        assert [each.id for each in accounts.standing_in(session, "c-2", DAY)] == ["2"]
    with office.writing() as session:
        staff.disable(session, "c-1")
    with office.reading() as session:
        assert accounts.standing_in(session, "c-2", DAY) == ()


def test_whoever_is_let_into_a_case_is_let_out_again(office):
    with office.writing() as session:
        accounts.let_in(session, "c-1", "D-1", by="c-2", at=AT)
        accounts.let_in(session, "c-1", "D-1", by="c-2", at=AT)
    with office.reading() as session:
        assert accounts.cases_of(session, "c-1") == {"D-1"}
        assert accounts.let_into(session, "D-1") == ("c-1",)
        assert accounts.every_grant(session) == {"c-1": ("D-1",)}
    with office.writing() as session:
        accounts.let_out(session, "c-1", "D-1")
    with office.reading() as session:
        assert accounts.cases_of(session, "c-1") == frozenset()


def test_nobody_is_let_into_a_case_there_is_not(office):
    with pytest.raises(StoreError), office.writing() as session:
        accounts.let_in(session, "c-1", "D-2", by="c-2", at=AT)


def test_sessions_are_listed_the_latest_seen_first(office):
    def held(name, minutes):
        seen = AT + timedelta(minutes=minutes)
        return WebSession(name, "c-1", AT, seen, AT + timedelta(hours=12), "Firefox", "127.0.0.1")

    with office.writing() as session:
        for name, minutes in (("a", 1), ("b", 3), ("c", 2)):
            web_sessions.put(session, held(name, minutes))
        web_sessions.put(session, replace(held("a", 9), confirmed_at=AT, revoked=True))
    with office.reading() as session:
        found = web_sessions.of_person(session, "c-1")
        assert [each.id_hash for each in found] == ["a", "b", "c"]
        assert web_sessions.find(session, "a") == replace(
            held("a", 9), confirmed_at=AT, revoked=True
        )
        assert web_sessions.find(session, "d") is None


# --- what happened in the office, and in no case -----------------------------------------------------


def happened(session, what):
    return ledger.enter_of_office(session, Draft(AT, "c-1", "", (OfficeHappened(what),)))


def test_what_happened_in_the_office_has_a_chain_of_its_own_among_the_cases(office):
    with office.writing() as session:
        happened(session, "signed_in")
        advance(session, "D-1")
        happened(session, "exported")
    with office.reading() as session:
        entries = ledger.entries(session, OFFICE)
        assert [(each.seq, each.events[0].what) for each in entries] == [
            (1, "signed_in"), (2, "exported"),
        ]  # fmt: skip
        assert [each.seq for each in ledger.entries(session, "D-1")] == [1, 2]
        checked = verify.verify(session)
    assert checked.ok, checked.problems
    assert checked.entries == 4


@pytest.mark.parametrize(
    "change", ["UPDATE ledger SET body = ''", "DELETE FROM ledger"], ids=["change", "delete"]
)
def test_the_database_refuses_to_change_what_happened_in_the_office(office, address, change):
    with office.writing() as session:
        happened(session, "signed_in")
    with behind(address) as connection, pytest.raises(Exception, match="only added to"):
        connection.execute(f"{change} WHERE case_number = '{OFFICE}'")


def test_the_office_s_chain_is_no_case(office):
    with office.writing() as session:
        happened(session, "signed_in")
    with office.reading() as session:
        assert cases.find(session, OFFICE) is None


def test_a_look_behind_the_mask_is_entered_and_is_no_new_version(office):
    shown = PersonalDataShown("c-1", DAY, ("phone",), "101", "通知到场")
    with office.writing() as session:
        before = cases.get(session, "D-1")
        case = cases.folded(session, before)
        cases.record(
            session, before, draft=draft((shown,)), after=case, projection=project(case),
            before_projection=project(case), bump=False,
        )  # fmt: skip
    with office.reading() as session:
        after = cases.get(session, "D-1")
        assert (after.version, after.seq) == (before.version, before.seq + 1)
        assert cases.changed_since_version(session, after, version=1) == ()
        assert ledger.entries(session, "D-1")[-1].events == (shown,)
        assert not ledger.entries(session, "D-1")[-1].refusal


def test_instants_keep_their_offset(office):
    with office.writing() as session:
        accounts.put(session, ACCOUNT)
    with office.reading() as session:
        found = accounts.get(session, "c-1").changed_at
    assert found == AT
    assert found.utcoffset() == timedelta(hours=8)
    assert isinstance(found, datetime)
