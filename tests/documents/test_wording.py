"""Facts are written as the rules for official papers write them."""

from datetime import date

import pytest

from rebuild.documents import wording
from rebuild.errors import PrintError


@pytest.mark.parametrize(
    ("value", "figures", "words"),
    [
        ("2024-04-28", "2024年4月28日", "二〇二四年四月二十八日"),
        ("2020-10-10", "2020年10月10日", "二〇二〇年十月十日"),
        (date(2025, 1, 1), "2025年1月1日", "二〇二五年一月一日"),
        ("2024-12-31T10:00", "2024年12月31日", "二〇二四年十二月三十一日"),
    ],
)
def test_a_day_has_no_leading_zero(value, figures, words):
    assert wording.day(value) == figures
    assert wording.day_in_words(value) == words


@pytest.mark.parametrize("value", ["2024-02-30", "二月", ""])
def test_a_day_that_is_none_stops_the_press(value):
    with pytest.raises(PrintError, match="不是有效日期"):
        wording.day(value)


def test_an_area_has_two_places_and_its_unit_tight():
    assert wording.area("579.22") == "579.22㎡"
    assert wording.decimal_area("-0.50") == "-0.50"
    assert wording.decimal_area("+1.00") == "+1.00"


@pytest.mark.parametrize("value", ["579.2", "579", "579.222", "1,000.00", "五百"])
def test_an_area_of_other_than_two_places_stops_the_press(value):
    with pytest.raises(PrintError, match="两位小数"):
        wording.area(value)


@pytest.mark.parametrize(
    ("yuan", "wan", "words"),
    [
        ("1880000.00", "188.0000万元", "壹佰捌拾捌万元整"),
        ("1880000.5", "188.000050万元", "壹佰捌拾捌万元伍角"),
        ("110588.24", "11.058824万元", "壹拾壹万零伍佰捌拾捌元贰角肆分"),
        ("100.00", "0.0100万元", "壹佰元整"),
    ],
)
def test_money_keeps_every_cent(yuan, wan, words):
    assert wording.money_wan(yuan) == wan
    assert wording.money_in_words(yuan) == words


def test_money_that_is_no_number_stops_the_press():
    with pytest.raises(PrintError, match="不是有效的数"):
        wording.money_wan("一百万")


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("1", "100.00%"),
        ("2/3", "66.66%"),
        ("3/4", "75.00%"),
        ("57921/57922", "99.99%"),
        ("0", "0.00%"),
    ],
)
def test_a_percentage_never_looks_larger_than_the_share(share, shown):
    assert wording.percent(share) == shown


def test_a_share_is_shown_in_lowest_terms():
    assert wording.exact_share("12/18") == "2/3"
    assert wording.exact_share("1") == "全部"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("刘示甲", "刘某某"),
        ("王丙", "王某"),
        ("欧阳示", "欧阳某"),
        ("欧阳示甲", "欧阳某某"),
        ("东方", "东某"),
        ("甲", "甲某"),
    ],
)
def test_a_masked_name_keeps_the_surname_alone(name, shown):
    assert wording.masked(name) == shown


def test_numbers_of_persons_are_masked_in_the_middle():
    assert wording.masked_identity("510199190001010014") == "510199********0014"
    assert wording.masked_phone("13800001234") == "138****1234"
    assert wording.masked_phone("028-0000-0000") == "028-0000-0000"


def test_the_applicant_is_the_first_household_and_how_many_they_are():
    assert wording.applicant(["刘示甲"] * 17) == "刘某某等17户"
    assert wording.applicant(["刘示甲"]) == "刘某某"


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "一层"), (10, "十层"), (12, "十二层"), (21, "二十一层"), (-1, "地下一层"), (0, "/")],
)
def test_storeys_are_counted_in_words(number, shown):
    assert wording.storey(number) == shown


def test_an_official_number_has_six_angle_brackets():
    assert wording.official_number("示规资许补", year=2024, number=3) == "示规资许补〔2024〕3号"


def test_what_does_not_exist_is_a_slash():
    assert wording.or_slash(None) == wording.or_slash("") == "/"
    assert wording.or_slash("有") == "有"
