"""How a fact is written in a document: dates, areas, money, shares, numbers, names.

Facts arrive as JSON: dates as "2024-04-28", areas and money as decimal strings, shares as "2/3".
Nothing here rounds what the law counts, save a percentage, which always stands beside its fraction.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache

from rebuild.errors import PrintError

_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_BODY = re.compile("(?:公司|中心|委员会|办事处|局|院|所|厂|社|会)$")
_TWO_PLACES = re.compile(r"[+-]?\d+\.\d{2}")
# 复姓: masked whole, as a surname is what identifies the household in public.
_COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛夏侯东方皇甫尉迟公孙慕容令狐司徒司空长孙宇文轩辕端木独孤南宫西门闻人澹台呼延申屠太史百里东郭公羊公冶濮阳淳于单于钟离宗政仲孙鲜于闾丘亓官拓跋夹谷谷梁漆雕乐正巫马公西壤驷左丘",
    )
)


def day(value: str | date) -> str:
    """2024年4月28日: Arabic figures, no leading zero (GB/T 9704)."""
    when = _date(value)
    return f"{when.year}年{when.month}月{when.day}日"


def day_in_words(value: str | date) -> str:
    """二〇二四年四月二十八日."""
    when = _date(value)
    year = str(when.year).translate(_DIGITS)
    return f"{year}年{number_in_words(when.month)}月{number_in_words(when.day)}日"


def number_in_words(value: int) -> str:
    """17 → 十七."""
    words = str(_cn2an().an2cn(str(value), "low"))
    return words[1:] if words.startswith("一十") else words


def area(value: str) -> str:
    """579.22㎡, always with two places."""
    return f"{decimal_area(value)}㎡"


def decimal_area(value: str) -> str:
    """An area for a column whose head names the unit."""
    if not _TWO_PLACES.fullmatch(value):
        raise PrintError(f"面积“{value}”应当是保留两位小数的数。请核对后重新打印。")
    return value


def money_wan(yuan: str) -> str:
    """1880000.00 元 → 188.0000万元: four places of 万元 are exactly the cents."""
    wan = _decimal(yuan) / 10000
    places = Decimal("0.0001") if wan == wan.quantize(Decimal("0.0001")) else Decimal("0.000001")
    return f"{wan.quantize(places)}万元"


def money(yuan: str) -> str:
    """110588.24元."""
    return f"{_decimal(yuan).quantize(Decimal('0.01'))}元"


def money_in_words(yuan: str) -> str:
    """大写: 壹佰捌拾捌万元整."""
    return str(_cn2an().an2cn(str(_decimal(yuan)), "rmb"))


def exact_share(value: str) -> str:
    """2/3, in lowest terms; a whole share is 全部."""
    share = Fraction(value)
    return "全部" if share == 1 else f"{share.numerator}/{share.denominator}"


def percent(value: str) -> str:
    """A share as a percentage of two places, cut off and not rounded: 99.996% must not read 100%."""
    hundredths = Fraction(value) * 10000
    whole = hundredths.numerator // hundredths.denominator
    return f"{whole // 100}.{whole % 100:02d}%"


def official_number(organ: str, *, year: int, number: int) -> str:
    """文号: 示规资许补〔2024〕3号, six-angle brackets, no leading zero (GB/T 9704)."""
    return f"{organ}〔{year}〕{number}号"


def masked(name: str) -> str:
    """隐名: 刘某某 for three characters, 王某 for two; 欧阳某."""
    surname = name[:2] if name[:2] in _COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    return surname + "某" * min(max(len(name) - len(surname), 1), 2)


def masked_identity(number: str) -> str:
    """510199********0014."""
    return f"{number[:6]}********{number[-4:]}"


def masked_phone(number: str) -> str:
    """138****1234; a landline as it is, for it is an office's."""
    return re.sub(r"^(1\d{2})\d{4}(\d{4})$", r"\1****\2", number)


def applicant(names: Sequence[str]) -> str:
    """建设单位: 刘某某等17户; one household stands alone."""
    first = masked(names[0])
    return first if len(names) == 1 else f"{first}等{len(names)}户"


def storey(number: int) -> str:
    """一层; 地下一层 for -1; a slash where the room number does not tell the floor."""
    if number == 0:
        return "/"
    return f"{'地下' if number < 0 else ''}{number_in_words(abs(number))}层"


def or_slash(value: str | None) -> str:
    """A slash where a thing does not exist, so that nobody can write it in afterwards."""
    return value or "/"


def you(applicant: str) -> str:
    """How a letter speaks to its addressee: 你们 to several, 你单位 to a body, 你 to one person."""
    if "等" in applicant or "、" in applicant:
        return "你们"
    return "你单位" if _BODY.search(applicant) else "你"


def we(organ: str) -> str:
    """How an organ speaks of itself: 本局, else 本机关."""
    return "本局" if organ.endswith("局") else "本机关"


def ended(text: str) -> str:
    """A sentence with its full stop, whether or not it was typed."""
    return text if text.endswith(("。", "！", "？")) else text.rstrip("；，、;,. ") + "。"


def sentence_list(values: Sequence[str]) -> str:
    """甲、乙、丙."""
    return "、".join(values)


def must_hold(held: bool, reason: str) -> str:
    """Nothing, where what a document rests on holds; else the press stops and says why."""
    if not held:
        raise PrintError(reason)
    return ""


def _date(value: str | date) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise PrintError(f"日期“{value}”不是有效日期（年-月-日）。请核对后重新打印。") from error


def _decimal(value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise PrintError(f"金额“{value}”不是有效的数。请核对后重新打印。") from error


@cache
def _cn2an():  # type: ignore[no-untyped-def]
    import cn2an  # reads its tables when imported; only documents need it

    return cn2an
