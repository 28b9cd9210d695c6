"""Answers as a person types them, to the JSON the ledger keeps: whole hundredths, cents, millimetres, ISO days."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from rebuild.cases.facts import Json
from rebuild.cases.identity import (
    credit_code_fault,
    mask_id,
    mask_phone,
    mobile_fault,
    resident_id_fault,
)
from rebuild.engine.definition import Field

LONGEST = {"text": 200, "name": 60, "long_text": 4000}
LARGEST = 10**12
MOST_DIGITS = len(str(LARGEST))
LONGEST_SHOWN = 40  # of what someone typed, in a message
YEARS = range(1900, 2200)  # beyond these a date is a slip of the pen
ROWS = 5000
CORNERS = 200  # of an outline; comparing two takes time with the square of it

IDENTITY = 18  # signs of an identity number

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})  # categories of characters that nobody sees
_IDENTITY = re.compile(r"\d{17}[\dXx]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_PART = re.compile(r"\d{1,9}(/0*[1-9]\d{0,8})?", re.ASCII)


class Unreadable(ValueError):
    """An answer that is not what its field asks for; the message is for the person who typed it."""


def read_answers(
    fields: Iterable[Field], given: Mapping[str, Json], where: str = ""
) -> tuple[dict[str, Json], tuple[str, ...]]:
    """The answers as the ledger keeps them, and every complaint, each naming its field."""
    fields = tuple(fields)
    answers: dict[str, Json] = {}
    complaints: list[str] = []
    unknown = len(given)
    for field in fields:
        name = field.name
        value = given.get(name)
        unknown -= name in given
        if value is None or (isinstance(value, str) and not value.strip()):
            if field.required:
                complaints.append(f"{where}{field.label}：必填，尚未填写")
            continue
        try:
            if field.type == "list":
                answers[name] = _rows(field, value, f"{where}{field.label}", complaints)
            else:
                answers[name] = READERS[field.type](value, field)
        except Unreadable as problem:
            complaints.append(f"{where}{field.label}：{problem}")
    if unknown:
        known = {field.name for field in fields}
        complaints += [
            f"{where}{name}：本事项没有这一项，请核对名称" for name in given if name not in known
        ]
    return answers, tuple(complaints)


def _rows(field: Field, value: Json, place: str, complaints: list[str]) -> list[Json]:
    if not isinstance(value, list) or len(value) > ROWS:
        raise Unreadable(f"应为清单（最多{ROWS}行）")
    if len(value) < field.at_least:
        raise Unreadable(f"至少应有{field.at_least}行，现有{len(value)}行")
    rows = []
    for count, row in enumerate(value, 1):
        if type(row) is not dict and not isinstance(row, Mapping):
            complaints.append(f"{place}第{count}行：应写明各列")
            continue
        read, wrong = read_answers(field.of, row, f"{place}第{count}行·")
        rows.append(read)
        complaints += wrong
    return rows


def _text(value: Json, field: Field) -> str:
    # Told by its very type first, as nearly all of them can be.
    if type(value) is not str and isinstance(value, bool | list | Mapping):
        raise Unreadable("应为文字")
    text = str(value)
    text = (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    # What can be printed holds none of them; so most texts need not be gone through sign by sign.
    if not text.isprintable() and any(
        unicodedata.category(sign) in _UNSEEN and sign != "\n" for sign in text
    ):
        raise Unreadable("含有不可见的控制字符，请重新输入")
    if len(text) >= IDENTITY and any(
        resident_id_fault(run) is None for run in _IDENTITY.findall(text)
    ):
        raise Unreadable("含有身份证号；身份证号只能填在身份证号栏内")
    longest = LONGEST.get(field.type, 200)
    if len(text) > longest:
        raise Unreadable(f"最多{longest}个字，现有{len(text)}个字")
    return text


def _date(value: Json, _: Field) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if not _DAY.fullmatch(text):
        raise Unreadable(f"“{text[:LONGEST_SHOWN]}”不是日期，请写成 2024-02-05 的样子")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"没有{text}这一天，请核对") from None
    if day.year not in YEARS:
        raise Unreadable(f"“{text}”的年份应在{YEARS.start}年至{YEARS.stop - 1}年之间")
    return day.isoformat()


def _decimal(places: int, unit: str, example: str) -> Callable[[Json, Field], int]:
    def read(value: Json, field: Field) -> int:
        text = str(value).strip()
        # A float has already lost what was typed; so it is refused rather than rounded.
        shown = text[:LONGEST_SHOWN]
        if isinstance(value, bool | float) or not _NUMBER.fullmatch(text):
            raise Unreadable(f"“{shown}”不是数，请以{unit}为单位，写成 {example} 的样子")
        whole, _, decimals = text.partition(".")
        if len(decimals) > places:
            raise Unreadable(f"“{shown}”的小数超过{places}位，不作四舍五入，请核对原件")
        digits = (whole + decimals.ljust(places, "0")).lstrip("0") or "0"
        # Told by its length first: reading a number of a million digits would take minutes.
        if len(digits) > MOST_DIGITS or int(digits) > LARGEST:
            raise Unreadable("数值过大，请核对")
        return int(digits)

    return read


_square_metres = _decimal(2, "平方米", "579.22")
_metres = _decimal(3, "米", "12.345")


def _area(value: Json, field: Field) -> int:
    hundredths = _square_metres(value, field)
    if hundredths == 0:
        raise Unreadable("面积应大于零")
    return hundredths


def _integer(value: Json, _: Field) -> int:
    text = str(value).strip()
    if isinstance(value, bool | float) or not _WHOLE.fullmatch(text):
        raise Unreadable(f"“{text[:LONGEST_SHOWN]}”不是非负整数")
    return int(text)


def _share(value: Json, _: Field) -> str:
    text = str(value).strip()
    if not _PART.fullmatch(text):
        raise Unreadable(f"“{text[:LONGEST_SHOWN]}”不是份额，请写成 1/3 的样子")
    share = Fraction(text)
    if not 0 < share <= 1:
        raise Unreadable(f"份额{text}应大于0且不超过1")
    return str(share)


def _choice(value: Json, field: Field) -> str:
    for key, label in field.choices.items():
        if value in (key, label):
            return key
    raise Unreadable(
        f"“{str(value)[:LONGEST_SHOWN]}”不在可选范围：{'、'.join(field.choices.values())}"
    )


def _yes_no(value: Json, _: Field) -> bool:
    if value in (True, "是", "yes", "true"):
        return True
    if value in (False, "否", "no", "false"):
        return False
    raise Unreadable(f"“{str(value)[:LONGEST_SHOWN]}”请填“是”或“否”")


def _points(value: Json, field: Field) -> list[list[int]]:
    """An outline as corners in metres, to millimetres."""
    corners = value if isinstance(value, list) else None
    if not corners or not 3 <= len(corners) <= CORNERS:
        raise Unreadable(f"轮廓应有3至{CORNERS}个角点，每个角点写明横、纵坐标（米）")
    outline = []
    for corner in corners:
        if not isinstance(corner, list | tuple) or len(corner) != 2:
            raise Unreadable("每个角点应有横、纵两个坐标（米）")
        outline.append([_metres(each, field) for each in corner])
    return outline


def _checked(
    fault: Callable[[str], str | None], kept: Callable[[str], str]
) -> Callable[[Json, Field], str]:
    """A number with a check of its own; `kept` is what the ledger may know of it."""

    def read(value: Json, field: Field) -> str:
        text = unicodedata.normalize("NFKC", str(value)).strip().upper()
        problem = fault(text)
        if problem:
            raise Unreadable(problem)
        return kept(text)

    return read


READERS: Mapping[str, Callable[[Any, Field], Json]] = {
    "text": _text,
    "long_text": _text,
    "name": _text,
    "date": _date,
    "area": _area,
    "money": _decimal(2, "元", "1880000.00"),
    "length": _decimal(3, "米", "9.600"),
    "integer": _integer,
    "share": _share,
    "choice": _choice,
    "yes_no": _yes_no,
    "points": _points,
    "id_number": _checked(resident_id_fault, mask_id),
    "phone": _checked(mobile_fault, mask_phone),
    "credit_code": _checked(credit_code_fault, str),
}
