"""Passwords, second factors, and the letters a case is sought by."""

from datetime import datetime, timedelta, timezone

import pytest
from pyotp import TOTP

from rebuild.errors import InputError
from rebuild.services import passwords
from rebuild.services.initials import initials_of
from rebuild.services.second_factor import new_secret, opened_by

NOW = datetime(2024, 3, 1, 9, 0, 10, tzinfo=timezone(timedelta(hours=8)))
SECRET = new_secret(lambda length: bytes(range(length)))


def code_at(seconds):
    return TOTP(SECRET).at(NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("seconds", "opens"),
    [(-60, False), (-30, True), (0, True), (30, True), (60, False)],
    ids=["too_old", "one_before", "now", "one_ahead", "too_early"],
)
def test_a_code_opens_within_half_a_minute_of_its_own(seconds, opens):
    assert (opened_by(SECRET, code_at(seconds), now=NOW, last=0) is not None) is opens


def test_a_code_opens_once_and_no_earlier_one_after_it():
    used = opened_by(SECRET, code_at(0), now=NOW, last=0)
    assert opened_by(SECRET, code_at(0), now=NOW, last=used) is None
    assert opened_by(SECRET, code_at(-30), now=NOW, last=used) is None
    assert opened_by(SECRET, code_at(30), now=NOW, last=used) == used + 1


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcdef", "１２３４５６"])
def test_what_is_no_code_opens_nothing(typed):
    assert opened_by(SECRET, typed, now=NOW, last=0) is None


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short-one", "只有9个字符"),
        ("ten-signs!", ""),
        ("x" * 40, "重复的字符太多"),
        ("my-password-is", "password"),
        ("zhang-and-more", "zhang"),
        ("张某的密码是这么长的", "张某"),
        ("lao-yuan-xin-fang" + "z" * 111, ""),
        ("lao-yuan-xin-fang" + "z" * 112, "有129个字符"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(password, told):
    if not told:
        passwords.must_be_good(password, person="zhang", name="张某")
        return
    with pytest.raises(InputError, match=told):
        passwords.must_be_good(password, person="zhang", name="张某")


def test_a_password_fits_its_own_hash_only():
    kept = passwords.hashed("lao-yuan-xin-fang", bytes)
    assert kept.startswith("$argon2id$")
    assert passwords.fits("lao-yuan-xin-fang", kept)
    assert not passwords.fits("lao-yuan-xin-fan", kept)
    assert not passwords.fits("", kept)
    assert not passwords.fits("lao-yuan-xin-fang", "")
    assert not passwords.fits_nobody("nobody")


def test_a_password_that_is_made_up_is_read_aloud_without_doubt():
    made = passwords.made_up(lambda length: bytes(range(length)))
    assert len(made) == 19
    assert not set("lo01") & set(made)
    passwords.must_be_good(made, person="zhang", name="张某")


@pytest.mark.parametrize(
    ("texts", "letters"),
    [
        (("君平街89号院1栋", "刘某某等17户"), "jpj89hy1d lmmd17h"),
        (("", ""), ""),
        (("示例路 A座",), "sllaz"),
    ],
)
def test_a_case_is_sought_by_the_first_letters_of_its_address_and_applicant(texts, letters):
    assert initials_of(*texts) == letters
