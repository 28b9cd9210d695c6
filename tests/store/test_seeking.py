"""A search finds the cases that have the words and no others, without looking through all of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.services.fill_lists import fill_lists
from rebuild.store import cases, lists, seeking, work_list
from rebuild.store.seeking import grams_of
from rebuild.store.work_list import Lane, Wanted
from tests.store.direct import behind
from tests.store.sample_office import draft, open_case, project, step

ADDRESSES = (
    "君平街89号院1栋", "君平街89号院12栋", "平君街9号", 'A座-3 "东" 100%_完', "样板巷 8号\\后院", "STRASSE 7号",
)  # fmt: skip
EVERYWHERE = (Lane(),)


def describe(session, number, **texts):
    """Let a case have another address or applicant, as a step of its own."""
    stored = cases.get(session, number)
    case = cases.folded(session, stored)
    before = project(case)
    taken = step(case)
    cases.record(
        session,
        stored,
        draft=draft(taken.events),
        after=taken.after,
        projection=replace(project(taken.after), **texts),
        before_projection=before,
    )


@pytest.fixture
def office(database):
    with database.writing() as session:
        for n, address in enumerate(ADDRESSES):
            open_case(session, f"D-{n}")
            describe(session, f"D-{n}", address=address, applicant=f"刘某某等{n}户")
    return database


def with_words(words):
    texts = [(f"D-{n}", (f"D-{n}", address)) for n, address in enumerate(ADDRESSES)]
    return [n for n, both in texts if any(words.lower() in each.lower() for each in both)]


WORDS = [
    "君平街", "君平街89号院1", "89", "9号", "座-", "d-3", "%", "_", '"', "\\", " ", "巷 8", "strasse 7", "龘", "街 8",
    "院2栋", "君街", "D-", "等3户",
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("most", [0, 2, 1000], ids=["none", "few", "any"])
def test_search_finds_what_has_the_words_however_many_are_looked_at(
    office, monkeypatch, words, most
):
    monkeypatch.setattr(seeking, "MOST", most)
    with office.reading() as session:
        page = work_list.page(session, EVERYWHERE, Wanted(search=words))
        assert sorted(line.number for line in page) == with_words(words)
        assert work_list.count(session, EVERYWHERE, Wanted(search=words)) == len(page)


@pytest.mark.parametrize("by_number", [False, True])
def test_search_keeps_to_district_state_and_page(office, by_number):
    wanted = Wanted(search="号", by_number=by_number, newest=by_number, limit=2)

    def found(lane, wanted):
        return [each.number for each in work_list.page(session, (lane,), wanted)]

    with office.reading() as session:
        everywhere = with_words("号")[:: -1 if by_number else 1]
        assert found(Lane(), wanted) == everywhere[:2]
        after = ("none", everywhere[1])
        assert found(Lane(), wanted._replace(after=after)) == everywhere[2:4]
        assert found(Lane(region="510199"), wanted) == everywhere[:2]
        assert found(Lane(region="510101"), wanted) == []
        assert found(Lane(main_state="under_review"), wanted) == everywhere[:2]
        assert found(Lane(main_state="granted"), wanted) == []


def test_list_by_number_finds_the_same(office):
    with office.reading() as session:
        for words in ("君平街", "89", "龘", "%"):
            assert [e.number for e in lists.listing(session, search=words)] == with_words(words)
        assert lists.listing(session, search="等3户", state="under_review", after="D-2")
        assert not lists.listing(session, search="等3户", state="granted")


def test_case_is_found_by_its_new_words_and_no_longer_by_the_old(office):
    with office.writing() as session:
        describe(session, "D-0", address="红星路2号")
    with office.reading() as session:

        def found(words):
            return seeking.found(session, words, names=False)

        assert found("红星路") == ("D-0",)
        assert found("院1栋") == ()
        assert found("院12栋") == ("D-1",)


def test_step_that_leaves_the_words_alone_writes_nothing_to_find_them_by(office):
    with office.writing() as session:
        before = seeking.kept(session, "D-1")
        seeking.put(session, "D-1", "marked")
        describe(session, "D-1", address=project_address(session, "D-1"))
        assert seeking.kept(session, "D-1") == (before[0], "marked")


def project_address(session, number):
    return project(cases.folded(session, cases.get(session, number))).address


def test_office_of_an_earlier_release_is_given_what_its_cases_are_found_by(office, address):
    with office.reading() as session:
        before = {number: seeking.kept(session, number) for number in with_words("D-")}
    with behind(address) as connection:
        connection.execute("DROP TABLE seeking")
        if address.startswith("sqlite"):
            connection.execute("DROP TABLE seeking_grams")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
    office.create()
    fill_lists(office, calendar=None)
    with office.reading() as session:
        assert {number: seeking.kept(session, number) for number in before} == before
        assert seeking.found(session, "院12栋", names=False) == ("D-1",)


@given(st.lists(st.text(max_size=12), max_size=4), st.data())
def test_whatever_stands_in_a_text_has_all_its_grams_among_those_of_the_text(texts, data):
    grams = set(grams_of(*texts).split(" "))
    for each in texts:
        plain = each.lower()
        start = data.draw(st.integers(0, len(plain)))
        part = plain[start : data.draw(st.integers(start, len(plain)))]
        if part:
            assert set(grams_of(part).split(" ")) <= grams


def test_no_gram_reaches_from_one_text_into_the_next():
    assert "b君" not in grams_of("ab", "君平").split(" ")
