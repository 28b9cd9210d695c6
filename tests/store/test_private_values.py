"""Identity and telephone numbers are kept sealed, found by a keyed hash, shown masked, and open only where they were put."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.errors import InputError, NotFound, StoreError
from rebuild.store import people
from rebuild.store.people import Person, Vault, make_key_file, mask, open_vault
from tests.store.direct import behind
from tests.store.sample_office import open_case

MASTER = bytes(range(32))
OWNER = Person("D-1", "101", "业主甲", id_number="510199190001010014", phone="13800000000")
OTHER = Person("D-1", "102", "业主乙", id_number="510199190001010022")


@pytest.fixture
def vault():
    return Vault(MASTER, os.urandom)


@pytest.fixture
def kept(database, vault):
    with database.writing() as session:
        open_case(session, "D-1")
        people.put(session, vault, OWNER)
        people.put(session, vault, OTHER)
    return database


def test_what_was_put_is_revealed_again(kept, vault):
    with kept.reading() as session:
        assert people.reveal(session, vault, case="D-1", unit="101", name="业主甲") == OWNER
        assert people.reveal(session, vault, case="D-1", unit="102", name="业主乙") == OTHER


def test_a_person_nobody_entered_is_not_found(kept, vault):
    with kept.reading() as session, pytest.raises(NotFound, match="103"):
        people.reveal(session, vault, case="D-1", unit="103", name="业主丙")


def test_a_list_shows_numbers_masked(kept, vault):
    with kept.reading() as session:
        owner, other = people.masked(session, vault, case="D-1")
    assert (owner.id_number, owner.phone) == ("510***********0014", "138****0000")
    assert (other.id_number, other.phone) == ("510***********0022", "")


def test_a_corrected_number_takes_the_place_of_the_old_one(kept, vault):
    corrected = Person("D-1", "101", "业主甲", id_number="510199190001010030")
    with kept.writing() as session:
        people.put(session, vault, corrected)
        assert people.reveal(session, vault, case="D-1", unit="101", name="业主甲") == corrected
        assert people.with_id_number(session, vault, OWNER.id_number) == ()


@pytest.mark.parametrize("typed", ["51019919000101001X", "51019919000101001x"])
def test_a_person_is_found_by_identity_number_however_the_x_was_typed(kept, vault, typed):
    with kept.writing() as session:
        people.put(session, vault, Person("D-1", "103", "业主丙", id_number="51019919000101001X"))
        assert people.with_id_number(session, vault, typed) == (("D-1", "103", "业主丙"),)


def test_no_number_stands_in_the_database_as_it_was_typed(kept, address):
    with behind(address) as connection:
        rows = connection.execute("SELECT * FROM people").fetchall()
    stored = b"".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
    assert "业主甲".encode() in stored
    for number in (OWNER.id_number, OWNER.phone, OTHER.id_number):
        assert number.encode() not in stored
        assert number[-8:].encode() not in stored


def test_two_people_with_one_number_are_sealed_differently(vault):
    assert vault.seal("13800000000", b"a") != vault.seal("13800000000", b"a")


def test_a_sealed_value_moved_to_another_row_does_not_open(kept, vault, address):
    with behind(address) as connection:
        (sealed,) = connection.execute("SELECT id_number FROM people WHERE unit = '102'").fetchone()
        connection.execute("UPDATE people SET id_number = ? WHERE unit = '101'", (sealed,))
    with kept.reading() as session, pytest.raises(StoreError, match="无法解密"):
        people.reveal(session, vault, case="D-1", unit="101", name="业主甲")


def test_every_flipped_bit_of_a_sealed_value_is_noticed(vault):
    sealed = vault.seal("510199190001010014", b"place")
    for bit in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(StoreError):
            vault.open(bytes(flipped), b"place")


@given(st.text(), st.binary())
def test_any_value_opens_to_what_was_sealed(value, place):
    vault = Vault(MASTER, os.urandom)
    assert vault.open(vault.seal(value, place), place) == value


def test_another_key_opens_nothing_and_finds_nobody(kept):
    stranger = Vault(bytes(32), os.urandom)
    with kept.reading() as session:
        assert people.with_id_number(session, stranger, OWNER.id_number) == ()
        with pytest.raises(StoreError, match="密钥"):
            people.reveal(session, stranger, case="D-1", unit="101", name="业主甲")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("", ""), ("1234567", "*******"), ("12345678", "123*5678"), ("13800000000", "138****0000")],
)
def test_a_mask_hides_something_or_everything(value, shown):
    assert mask(value, first=3, last=4) == shown


def test_a_private_value_does_not_show_in_a_traceback():
    assert OWNER.id_number not in repr(OWNER)


def test_a_key_file_is_its_owner_s_alone_and_opens_what_it_sealed(tmp_path: Path):
    file = tmp_path / "people.key"
    make_key_file(file, os.urandom)
    assert file.stat().st_mode & 0o777 == 0o600
    sealed = open_vault(file, os.urandom).seal("13800000000", b"p")
    assert open_vault(file, os.urandom).open(sealed, b"p") == "13800000000"


def test_a_key_file_is_never_written_over(tmp_path: Path):
    file = tmp_path / "people.key"
    make_key_file(file, os.urandom)
    before = file.read_text()
    with pytest.raises(InputError, match="已存在"):
        make_key_file(file, os.urandom)
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        ("00" * 32, 0o644, "chmod 600"),
        ("00" * 31, 0o600, "64 位"),
        ("not hexadecimal", 0o600, "无法读取"),
        (None, 0o600, "rebuild init"),
    ],
    ids=["readable by others", "too short", "no hexadecimal", "missing"],
)
def test_a_key_file_that_cannot_be_trusted_is_refused(tmp_path: Path, content, mode, told):
    file = tmp_path / "people.key"
    if content is not None:
        file.write_text(content)
        file.chmod(mode)
    with pytest.raises(InputError, match=told):
        open_vault(file, os.urandom)
