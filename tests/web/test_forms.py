"""What people type into a form: understood where it can be, complained of by field where it can't, never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.engine.answers import read_answers
from rebuild.engine.definition import Field
from rebuild.web.forms import PREFIX, read_form

TYPES = (
    "text", "long_text", "name", "date", "area", "money", "length", "integer", "share", "choice",
    "yes_no", "id_number", "phone", "credit_code", "points",
)  # fmt: skip
EVERY = tuple(
    Field(name=kind, label=kind, type=kind, required=False, choices={"a": "甲", "b": "乙"})
    for kind in TYPES
)
ROWS = Field(
    name="rows",
    label="各户",
    type="list",
    at_least=1,
    of=(
        Field(name="unit", label="房号"),
        Field(name="area", label="面积", type="area", unit="㎡"),
        Field(
            name="owners",
            label="产权人",
            type="list",
            required=False,
            of=(Field(name="name", label="姓名", type="name"),),
        ),
    ),
)
signs = st.text(st.characters(codec="utf-8"), max_size=40)
names = st.sampled_from(
    [f"a.{kind}" for kind in TYPES]
    + ["a.rows", "a.rows.0.unit", "a.rows.07.area", "a.rows.0.owners.1.name", "a.rows.x.unit", "a."]
)


def one(kind: str, text: str, **more: object) -> object:
    filled = read_form((Field(name="it", label="它", type=kind, **more),), [("a.it", text)])
    assert not filled.wrong, filled.wrong
    return filled.answers["it"]


def wrong(kind: str, text: str, **more: object) -> str:
    field = Field(name="it", label="它", type=kind, **more)
    (told,) = read_form((field,), [("a.it", text)]).wrong
    assert (told.name, told.id, told.words) == ("a.it", "a-it", f"它：{told.problem}")
    return told.problem


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("area", "579.22", "579.22"),
        ("area", "５７９．２２", "579.22"),
        ("area", " 579.22 ㎡ ", "579.22"),
        ("money", "1,880,000.00", "1880000.00"),
        ("money", "1，880，000", "1880000"),
        ("integer", "１７", "17"),
        ("share", "1／3", "1/3"),
        ("date", "2024-02-05", "2024-02-05"),
        ("date", "2024/2/5", "2024-02-05"),
        ("date", "2024年2月5日", "2024-02-05"),
        ("date", "２０２４．２．５", "2024-02-05"),
        ("date", "20240205", "2024-02-05"),
        ("name", " 刘某某 ", "刘某某"),
        ("yes_no", "是", "是"),
    ],
)
def test_what_is_plainly_meant_is_understood(kind: str, typed: str, answer: str) -> None:
    assert one(kind, typed, unit="㎡" if kind == "area" else "") == answer


def test_corners_are_written_one_a_line() -> None:
    assert one("points", "0, 0\n（10.5，0）\n10.5 20\n") == [
        ["0", "0"],
        ["10.5", "0"],
        ["10.5", "20"],
    ]


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("area", "579.225", "“579.225”的小数超过2位"),
        ("area", "0", "面积应大于零"),
        ("money", "1,88,000", "不是数"),
        ("integer", "十七", "不是非负整数"),
        ("date", "2024-02-30", "没有2024-02-30这一天"),
        ("date", "下周一", "不是日期"),
        ("share", "4/3", "不超过1"),
        ("name", "甲" * 61, "最多60个字，现有61个字"),
        ("id_number", "510199190001010015", "校验位不符"),
    ],
)
def test_a_complaint_names_its_field_and_the_figure_typed(kind: str, typed: str, says: str) -> None:
    assert says in wrong(kind, typed)


def test_a_name_of_sixty_signs_is_still_read() -> None:
    assert one("name", "甲" * 60) == "甲" * 60


def test_what_must_be_filled_in_and_is_not_is_told() -> None:
    filled = read_form((Field(name="it", label="它"),), [("a.it", "  ")])
    assert [each.problem for each in filled.wrong] == ["必填，尚未填写"]
    assert not filled.mistaken


def test_a_row_without_a_sign_is_not_a_row() -> None:
    sent = [("a.rows.0.unit", "101"), ("a.rows.0.area", "30"), ("a.rows.1.unit", " ")]
    filled = read_form((ROWS,), sent)
    assert filled.answers == {"rows": [{"unit": "101", "area": "30"}]}
    assert not filled.wrong


def test_a_row_the_page_began_itself_is_left_out_until_somebody_goes_on_with_it() -> None:
    sent = [("a.rows.0.unit", "101"), ("a.rows.1.unit", "102"), ("a.rows.1.area", "30")]
    begun = read_form((ROWS,), [*sent, ("begun", "a.rows")])
    assert begun.answers == {"rows": [{"unit": "102", "area": "30"}]}
    assert begun.typed["a.rows.0.unit"] == "101"
    assert [each.words for each in read_form((ROWS,), sent).wrong] == [
        "各户第1行·面积：必填，尚未填写"
    ]


def test_a_complaint_within_rows_of_rows_names_the_place() -> None:
    sent = [
        ("a.rows.3.unit", "101"),
        ("a.rows.3.area", "大"),
        ("a.rows.3.owners.0.name", "甲" * 61),
    ]
    told = {each.name: each.words for each in read_form((ROWS,), sent).wrong}
    assert told["a.rows.3.area"].startswith("各户第1行·面积：“大”不是数")
    assert told["a.rows.3.owners.0.name"].startswith("各户第1行·产权人第1行·姓名：最多60个字")


@pytest.mark.parametrize(("rows", "complaints"), [(0, 1), (1, 0)])
def test_a_list_is_as_long_as_it_must_be(rows: int, complaints: int) -> None:
    short = ROWS.model_copy(update={"of": (Field(name="unit", label="房号"),)})
    sent = [(f"a.rows.{place}.unit", "101") for place in range(rows)]
    assert len(read_form((short,), sent).wrong) == complaints


@given(st.lists(st.tuples(names, signs), max_size=12))
def test_whatever_is_sent_is_read_and_kept_as_typed(sent: list[tuple[str, str]]) -> None:
    filled = read_form((*EVERY, ROWS), sent)
    last = dict(sent)
    assert all(last[name] == text for name, text in filled.typed.items())
    known = {f"{PREFIX}{kind}" for kind in TYPES} & set(last)
    assert known <= set(filled.typed)


@given(st.lists(st.tuples(names, signs), max_size=12))
def test_the_form_and_the_engine_agree_on_what_can_be_read(sent: list[tuple[str, str]]) -> None:
    fields = (*EVERY, ROWS)
    filled = read_form(fields, sent)
    complaints = read_answers(fields, filled.answers)[1]
    assert bool(filled.wrong) == bool(complaints)


@given(st.sampled_from(TYPES), signs)
def test_what_was_understood_once_is_understood_the_same_again(kind: str, text: str) -> None:
    fields = (Field(name="it", label="它", type=kind, required=False, choices={"a": "甲"}),)
    first = read_form(fields, [("a.it", text)])
    if kind != "points" and not first.wrong and first.answers:
        again = read_form(fields, [("a.it", str(first.answers["it"]))])
        assert again.answers == first.answers
