"""A document's facts are frozen when it is issued; its file is noted once and never another one."""

from dataclasses import replace
from hashlib import sha256

import pytest

from rebuild.cases.codec import canonical
from rebuild.cases.facts import Document
from rebuild.errors import Conflict, NotFound, StoreError
from rebuild.store import documents
from rebuild.store.documents import Frozen, Printed
from tests.store.direct import behind
from tests.store.sample_office import AT, DAY, open_case

FACTS = canonical({"number": "规许〔2024〕001", "total_area": "579.22"})
PERMIT = Document(
    id="D-1-0001",
    kind="planning_permit",
    number="规许〔2024〕001",
    title="建设工程规划许可证",
    issued_on=DAY,
    seat="planning",
    run=1,
    digest=sha256(FACTS).hexdigest(),
)
FROZEN = Frozen(FACTS, template_hash="a" * 64, fonts_hash="b" * 64, revision=1, code="7K3M")
FILE = Printed("c" * 64, pages=1, file="c" * 64, at=AT)


@pytest.fixture
def issued(database):
    with database.writing() as session:
        open_case(session, "D-1")
        documents.freeze(session, PERMIT, case="D-1", frozen=FROZEN)
    return database


def test_a_document_is_given_back_as_it_was_frozen(issued):
    with issued.reading() as session:
        kept = documents.get(session, PERMIT.id)
        assert (kept.case, kept.document, kept.frozen) == ("D-1", PERMIT, FROZEN)
        assert (kept.standing, kept.printed) == (documents.ISSUED, None)
        assert documents.by_code(session, "7K3M") == kept
        assert documents.by_number(session, PERMIT.number) == (kept,)
        assert documents.of_case(session, "D-1") == (kept,)


def test_a_document_that_was_not_issued_is_not_found(issued):
    with issued.reading() as session:
        assert documents.by_code(session, "0000") is None
        assert documents.of_case(session, "D-2") == ()
        with pytest.raises(NotFound, match="D-9"):
            documents.get(session, "D-9")


def test_what_is_issued_and_not_printed_waits_oldest_first(issued):
    earlier = replace(PERMIT, id="D-1-0002", issued_on=DAY.replace(day=1))
    with issued.writing() as session:
        documents.freeze(session, earlier, case="D-1", frozen=replace(FROZEN, code="7K3N"))
        waiting = [each.document.id for each in documents.pending(session)]
        assert waiting == ["D-1-0002", "D-1-0001"]
        assert len(documents.pending(session, limit=1)) == 1
        documents.mark_printed(session, "D-1-0002", FILE)
        assert [each.document.id for each in documents.pending(session)] == ["D-1-0001"]


def test_printing_the_same_bytes_again_changes_nothing(issued):
    with issued.writing() as session:
        documents.mark_printed(session, PERMIT.id, FILE)
        documents.mark_printed(session, PERMIT.id, replace(FILE, at=AT.replace(hour=23)))
        assert documents.get(session, PERMIT.id).printed == FILE


def test_a_printed_document_is_never_replaced_by_other_bytes(issued):
    with issued.writing() as session:
        documents.mark_printed(session, PERMIT.id, FILE)
    with pytest.raises(Conflict, match="原件予以保留"), issued.writing() as session:
        documents.mark_printed(session, PERMIT.id, replace(FILE, sha256="d" * 64))


def test_two_documents_cannot_carry_one_code(issued):
    with pytest.raises(Conflict), issued.writing() as session:
        documents.freeze(session, replace(PERMIT, id="D-1-0003"), case="D-1", frozen=FROZEN)


def test_how_a_document_stands_can_change_and_its_facts_cannot(issued, address):
    with issued.writing() as session:
        documents.mark_standing(session, PERMIT.id, "revoked")
        assert documents.get(session, PERMIT.id).standing == "revoked"
    with (
        behind(address) as connection,
        pytest.raises(Exception, match=r"frozen|only added to"),
    ):
        connection.execute("UPDATE documents SET facts = ?", (b"{}",))


def test_an_action_that_opens_a_case_may_issue_a_document_before_the_case_is_written(database):
    with database.writing() as session:
        documents.freeze(session, PERMIT, case="D-1", frozen=FROZEN)
        open_case(session, "D-1")
    with database.reading() as session:
        assert documents.get(session, PERMIT.id).case == "D-1"


def test_a_document_without_a_case_is_not_kept(database):
    with pytest.raises(StoreError), database.writing() as session:
        documents.freeze(session, PERMIT, case="D-1", frozen=FROZEN)
    with database.reading() as session:
        assert documents.pending(session) == ()


@pytest.mark.parametrize("change", [documents.mark_standing, documents.mark_printed])
def test_nothing_is_noted_of_a_document_that_does_not_exist(issued, change):
    with pytest.raises(NotFound), issued.writing() as session:
        change(session, "D-9", FILE)
