"""证件: numbers that can be and numbers that cannot, and what of them others may see."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from rebuild.cases.identity import (
    credit_code_fault,
    credit_code_warning,
    mask_id,
    mask_name,
    mask_phone,
    mobile_fault,
    normalised_id,
    resident_id_fault,
)

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "number",
    ["11010519491231002X", "11010519491231002x", " 510199190001010014 ", "510199190001010022",
     "510199190001010030"],
)  # fmt: skip
def test_a_residents_number_that_can_be_is_accepted(number):
    assert resident_id_fault(number) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("110105194912310021", "校验位"),
        ("510199190001010015", "校验位"),
        ("510199190002300010", "出生日期"),
        ("510199190013010010", "出生日期"),
        ("510199000001010010", "出生日期"),
        ("51019919000101001", "18位"),
        ("5101991900010100140", "18位"),
        ("51019919000101001Y", "18位"),
        ("５10199190001010014", "18位"),
        ("010199190001010014", "18位"),
        ("510199000101001", "18位"),
        ("", "18位"),
    ],
)
def test_a_residents_number_that_cannot_be_is_refused_without_repeating_it(number, said):
    fault = resident_id_fault(number)
    assert fault is not None
    assert said in fault
    assert not number or number not in fault


def test_nobody_is_born_after_today():
    assert resident_id_fault("510199190001010014", on=date(1900, 1, 1)) is None
    assert resident_id_fault("510199190001010014", on=date(1899, 12, 31)) is not None


def test_a_small_x_is_stored_as_a_capital():
    assert normalised_id(" 11010519491231002x") == "11010519491231002X"


@given(place=st.integers(0, 17), digit=st.integers(0, 9))
def test_any_one_wrong_digit_is_noticed(place, digit):
    right = "510199190001010014"
    wrong = right[:place] + str(digit) + right[place + 1 :]
    assert (resident_id_fault(wrong) is None) is (wrong == right)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "91510105MA0000TE6E", "11510105000000019U", "91510105ma0000te6e"]
)
def test_a_credit_code_that_can_be_is_accepted(code):
    assert credit_code_fault(code) is None
    assert credit_code_warning(code) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [("91350100M000100Y44", "校验位"), ("91350100M000100Y4", "18位"), ("91350100I000100Y43", "18位"), ("", "18位"),
     ("9135010AM000100Y43", "18位")],
)  # fmt: skip
def test_a_credit_code_that_cannot_be_is_refused(code, said):
    assert said in (credit_code_fault(code) or "")


@given(
    start=st.text("0123456789", min_size=2, max_size=2),
    region=st.text("0123456789", min_size=6, max_size=6),
    rest=st.text(LETTERS, min_size=9, max_size=9),
    check=st.sampled_from(LETTERS),
)
def test_credit_codes_are_checked_as_another_library_checks_them(start, region, rest, check):
    body = start + region + rest
    assert (credit_code_fault(body + check) is None) is uscc.is_valid(body + check)
    assert credit_code_fault(body + uscc.calc_check_digit(body)) is None


def test_a_rural_collective_begins_with_a_letter():
    body = "N2510105MF0000000"
    assert credit_code_fault(body + uscc.calc_check_digit(body)) is None


def test_a_doubtful_organisation_code_inside_is_a_warning_only():
    body = "91510105MA0000TE7"
    code = body + uscc.calc_check_digit(body)
    assert credit_code_fault(code) is None
    assert "组织机构代码" in (credit_code_warning(code) or "")


@pytest.mark.parametrize(
    ("number", "can_be"),
    [("13812341234", True), (" 19900000000 ", True), ("12812341234", False), ("1381234123", False),
     ("138123412345", False), ("+8613812341234", False), ("１3812341234", False)],
)  # fmt: skip
def test_a_mobile_number_has_eleven_digits(number, can_be):
    assert (mobile_fault(number) is None) is can_be


@pytest.mark.parametrize(
    ("name", "shown"),
    [("刘小明", "刘某某"), ("刘明", "刘某"), ("欧阳小明", "欧阳某某"), ("司马明", "司马某"), ("欧阳", "欧某"),
     ("刘司马小明", "刘某某"), ("甲", "某"), ("", ""), (" 刘明 ", "刘某")],
)  # fmt: skip
def test_a_name_is_shown_by_its_surname(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("510199190001010014", "510199********0014"), ("11010519491231002x", "110105********002X"),
     ("E12345678", "E1*****78"), ("E123", "****")],
)  # fmt: skip
def test_of_an_identity_number_the_birth_date_is_hidden(number, shown):
    assert mask_id(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13812341234", "138****1234"), ("028-1234567", "02*******67"), ("110", "***")],
)
def test_of_a_phone_number_the_middle_is_hidden(number, shown):
    assert mask_phone(number) == shown
