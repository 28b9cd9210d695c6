"""面积 and 人数: the two measures of a vote, whole numbers of different types that cannot be mixed."""

import re
from dataclasses import dataclass

from rebuild.cases.making import quickly_made
from rebuild.errors import InputError

_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,2}))?")


@quickly_made
@dataclass(frozen=True, slots=True, order=True)
class Area:
    """An area in whole hundredths of a square metre: 579.22 ㎡ is 57922."""

    hundredths: int

    def __post_init__(self) -> None:
        if type(self.hundredths) is not int or self.hundredths < 0:
            raise _less_than_nothing(self.hundredths)

    @classmethod
    def parse(cls, text: str, *, where: str = "面积") -> "Area":
        """Read "579.22". A third decimal, even a zero, is refused: nothing is rounded."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise InputError(
                where,
                f"面积“{text[:40]}”不是最多两位小数的数字",
                "请照登记簿填写，如 34.07；本系统不替您四舍五入",
            )
        whole, decimals = found.group(1), found.group(2) or ""
        area = cls(int(whole + decimals.ljust(2, "0")))
        if not area.hundredths:
            raise InputError(where, "面积为零", "请填写大于零的面积")
        return area

    def __add__(self, other: "Area") -> "Area":
        return Area(self.hundredths + other.hundredths)

    def __sub__(self, other: "Area") -> "Area":
        return Area(self.hundredths - other.hundredths)

    def __str__(self) -> str:
        return f"{self.hundredths // 100}.{self.hundredths % 100:02d}"

    @property
    def shown(self) -> str:
        return f"{self}㎡"

    def percent_of(self, whole: "Area") -> str:
        return _percent(self.hundredths, whole.hundredths)

    def fraction_of(self, whole: "Area") -> str:
        """The exact share, "42353/57922"; not reduced, so that both figures can be recognised."""
        return f"{self.hundredths}/{whole.hundredths}"


@quickly_made
@dataclass(frozen=True, slots=True, order=True)
class Heads:
    """业主人数: how many owners, as the law counts them."""

    number: int

    def __post_init__(self) -> None:
        if type(self.number) is not int or self.number < 0:
            raise _less_than_nothing(self.number)

    def __add__(self, other: "Heads") -> "Heads":
        return Heads(self.number + other.number)

    def __sub__(self, other: "Heads") -> "Heads":
        return Heads(self.number - other.number)

    def __str__(self) -> str:
        return str(self.number)

    @property
    def shown(self) -> str:
        return f"{self}人"

    def percent_of(self, whole: "Heads") -> str:
        return _percent(self.number, whole.number)

    def fraction_of(self, whole: "Heads") -> str:
        return f"{self.number}/{whole.number}"


@dataclass(frozen=True, slots=True)
class Count:
    """面积和人数 side by side, as 民法典278 asks for both."""

    area: Area
    heads: Heads

    def __sub__(self, other: "Count") -> "Count":
        return Count(self.area - other.area, self.heads - other.heads)


def _percent(part: int, whole: int) -> str:
    """For display only. Cut off, not rounded, so that no share looks larger than it is."""
    hundredths = part * 10_000 // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _less_than_nothing(number: object) -> TypeError:
    # Dataclasses do not check types, and a float would bring back the rounding these types are against.
    return TypeError(f"{number!r} is not a whole number of at least zero")
