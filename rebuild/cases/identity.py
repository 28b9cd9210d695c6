"""证件: whether a number on paper can be what it says it is, and how much of it others may see."""

import re
from datetime import date

_ID_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_ID_CHECKS = "10X98765432"

_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
_CODE_SHAPE = re.compile(f"[{_CODE_LETTERS}]{{2}}[0-9]{{6}}[{_CODE_LETTERS}]{{10}}")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714

_MOBILE_SHAPE = re.compile(r"1[3-9][0-9]{9}")

_COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "东门",
        "西门",
        "南荣",
        "第五",
    ]
)


def normalised_id(text: str) -> str:
    """A resident's number as it is stored: no blanks around it, its last letter a capital X."""
    return text.strip().upper()


def resident_id_fault(text: str, *, on: date | None = None) -> str | None:
    """Why this cannot be a resident identity number 公民身份号码 (GB 11643); the number is not repeated.

    The region is not looked up: districts are renamed and people keep their numbers. Given a day,
    a birth after it is refused too.
    """
    number = normalised_id(text)
    if not _ID_SHAPE.fullmatch(number):
        return "公民身份号码应为18位，前17位为数字，末位为数字或者X，请核对"
    born = _birth(number)
    if born is None or (on is not None and born > on):
        return "公民身份号码第7至14位不是有效的出生日期，请核对"
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    if number[17] != _ID_CHECKS[total % 11]:
        return "公民身份号码的校验位不符，请逐位核对"
    return None


def credit_code_fault(text: str) -> str | None:
    """Why this cannot be a unified social credit code 统一社会信用代码 (GB 32100)."""
    code = text.strip().upper()
    if not _CODE_SHAPE.fullmatch(code):
        return "统一社会信用代码应为18位数字或者大写字母（不含I、O、S、V、Z），请核对"
    weight, total = 1, 0
    for letter in code[:17]:
        total += _CODE_LETTERS.index(letter) * weight
        weight = weight * 3 % 31
    if _CODE_LETTERS[-total % 31] != code[17]:
        return "统一社会信用代码的校验位不符，请逐位核对"
    return None


def credit_code_warning(text: str) -> str | None:
    """A doubt about the organisation code inside (GB 11714); only a doubt, for some real ones fail it."""
    if credit_code_fault(text):
        return None
    inner = text.strip().upper()[8:17]
    total = sum(
        int(letter, 36) * weight
        for letter, weight in zip(inner[:8], _ORGANISATION_WEIGHTS, strict=True)
    )
    expected = "0123456789X0"[11 - total % 11]
    if inner[8] == expected:
        return None
    return "统一社会信用代码内的组织机构代码校验位不符，请留意是否抄错"


def mobile_fault(text: str) -> str | None:
    """Why this cannot be a mobile phone number."""
    if _MOBILE_SHAPE.fullmatch(text.strip()):
        return None
    return "手机号码应为1开头的11位数字，请核对"


def mask_name(name: str) -> str:
    """刘德某 is shown as 刘某某, as newspapers print it: the surname, and no more than two 某."""
    shown = name.strip()
    if len(shown) < 2:
        return "某" if shown else ""
    surname = 2 if shown[:2] in _COMPOUND_SURNAMES and len(shown) > 2 else 1
    return shown[:surname] + "某" * min(len(shown) - surname, 2)


def mask_id(number: str) -> str:
    """First six and last four of a resident's number; of any other paper, a little at each end."""
    shown = normalised_id(number)
    if len(shown) == 18:
        return f"{shown[:6]}********{shown[-4:]}"
    return _mask_middle(shown, keep=2)


def mask_phone(number: str) -> str:
    """138****1234; of any other number, a little at each end."""
    shown = number.strip()
    if _MOBILE_SHAPE.fullmatch(shown):
        return f"{shown[:3]}****{shown[-4:]}"
    return _mask_middle(shown, keep=2)


def _birth(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1850 else None


def _mask_middle(text: str, *, keep: int) -> str:
    if len(text) <= 2 * keep:
        return "*" * len(text)
    return text[:keep] + "*" * (len(text) - 2 * keep) + text[-keep:]
